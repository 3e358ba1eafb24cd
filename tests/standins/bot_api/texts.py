"""The texts of messages: their limits, the entities that a bot gives, and those that Telegram finds by itself.

Offsets and lengths count UTF-16 units. https://core.telegram.org/bots/api#messageentity
"""

import re
from collections.abc import Iterator

from .markup import parsed
from .names import names
from .refusals import Json, bad

LONGEST_TEXT = 4096
LONGEST_CAPTION = 1024
TYPES = names(
    "bold italic underline strikethrough spoiler blockquote expandable_blockquote code pre text_link text_mention"
    " custom_emoji date_time"
)
"""What a bot can ask for."""
FOUND = re.compile(
    r"(?P<url>https?://[^\s<>\"]*[^\s<>\".,;:!?)]|www\.[\w-]+\.[a-z]{2,}[^\s<>\"]*)"
    r"|(?P<email>[\w.+-]+@[\w-]+\.[a-z]{2,})"
    r"|(?<!\S)(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?)(?![\w/])"
    r"|(?<![\w@])(?P<mention>@[A-Za-z]\w{3,31})"
    r"|(?<![\w#])(?P<hashtag>#\w*[^\W\d]\w*)"
    r"|(?P<domain>\b[\w-]+\.(?:com|org|net|cn|example)\b(?:/\S*)?)"
)
HINTS = re.compile(r"[/@#.]")


def units(text: str) -> int:
    """Return the length of a text as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def formatted(parameters: Json, key: str, entities_key: str, limit: int) -> Json:
    """Return the text under ``key`` as a message holds it, with its entities.

    Raises:
        RefusedError: in Telegram's words, if it is too long or its entities are not sound.
    """
    text = str(parameters.get(key, ""))
    mode = str(parameters.get("parse_mode", ""))
    if mode:
        text, entities = parsed(text, mode)
    else:
        entities = sound(text, parameters.get(entities_key) or [])
    text, entities = trimmed(text, entities)
    if units(text) > limit:
        raise bad("message is too long" if key == "text" else f"message {key} is too long")
    return written(text, key, entities_key, entities)


def written(text: str, key: str = "text", entities_key: str = "entities", given: list[Json] | None = None) -> Json:
    """Return a text with the entities that were given for it and those that are found in it."""
    entities = list(given or [])
    taken = [(one["offset"], one["offset"] + one["length"]) for one in entities]
    entities += [one for one in automatic(text) if not _overlaps(one, taken)]
    entities.sort(key=lambda one: (one["offset"], -one["length"]))
    return {key: text, entities_key: entities} if entities else {key: text}


def automatic(text: str) -> Iterator[Json]:
    """Yield what Telegram finds by itself: addresses, commands, mentions, hashtags."""
    if not HINTS.search(text):
        return
    for match in FOUND.finditer(text):
        kind = "url" if match.lastgroup == "domain" else match.lastgroup
        yield {"type": kind, "offset": units(text[: match.start()]), "length": units(match.group())}


def sound(text: str, entities: object) -> list[Json]:
    """Return the entities that a bot gave and Telegram takes: odd ones are dropped, impossible ones refused."""
    if not isinstance(entities, list) or not all(isinstance(one, dict) for one in entities):
        raise bad("can't parse entities JSON object")
    encoded = text.encode("utf-16-le", "surrogatepass")
    kept = []
    for one in sorted(entities, key=lambda one: (one.get("offset", 0), -one.get("length", 0))):
        if one.get("type") not in TYPES and one.get("type") not in FOUND.groupindex and one.get("type") != "cashtag":
            raise bad("can't parse MessageEntity: Unsupported type specified")
        start, length = int(one.get("offset", -1)), int(one.get("length", 0))
        if start < 0 or length <= 0 or one["type"] not in TYPES:
            continue
        _check_borders(encoded, start, start + length)
        kept.append(one)
    return kept


def trimmed(text: str, entities: list[Json]) -> tuple[str, list[Json]]:
    """Return a text without the white space around it, and its entities where they then are."""
    bare = text.strip()
    if bare == text:
        return text, entities
    shift, end = units(text[: len(text) - len(text.lstrip())]), units(bare)
    moved = []
    for one in entities:
        start = max(one["offset"] - shift, 0)
        length = min(one["offset"] - shift + one["length"], end) - start
        if length > 0:
            moved.append({**one, "offset": start, "length": length})
    return bare, moved


def _overlaps(one: Json, taken: list[tuple[int, int]]) -> bool:
    return any(one["offset"] < end and start < one["offset"] + one["length"] for start, end in taken)


def _check_borders(encoded: bytes, start: int, end: int) -> None:
    if 2 * end > len(encoded):
        raise bad(f"entity beginning at UTF-16 offset {start} ends after the end of the text at UTF-16 offset {end}")
    if _is_second_half(encoded, start):
        raise bad(f"entity begins in a middle of a UTF-16 symbol at byte offset {start}")
    if _is_second_half(encoded, end):
        raise bad(f"entity beginning at UTF-16 offset {start} ends in a middle of a UTF-16 symbol at byte offset {end}")


def _is_second_half(encoded: bytes, unit: int) -> bool:
    return 2 * unit + 1 < len(encoded) and 0xDC <= encoded[2 * unit + 1] <= 0xDF
