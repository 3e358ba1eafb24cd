"""Telegram's HTML: the plain text of a marked one, and its entities.

https://core.telegram.org/bots/api#html-style
"""

from html.parser import HTMLParser

from .refusals import Json, bad

TAGS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "code": "code",
    "pre": "pre",
    "a": "text_link",
    "tg-spoiler": "spoiler",
    "blockquote": "blockquote",
    "tg-emoji": "custom_emoji",
}


def parsed(text: str) -> tuple[str, list[Json]]:
    """Return the plain text and the entities."""
    reader = _Html()
    reader.feed(text)
    reader.close()
    if reader.open:
        raise bad(f"can't parse entities: Can't find end tag corresponding to start tag \"{reader.open[-1][0]}\"")
    return reader.text, reader.entities


class _Html(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.entities: list[Json] = []
        self.open: list[tuple[str, int, Json]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if tag == "span" and named.get("class") == "tg-spoiler":
            kind = "spoiler"
        elif tag in TAGS:
            kind = TAGS[tag]
        else:
            raise bad(f'can\'t parse entities: Unsupported start tag "{tag}" at byte offset {self.getpos()[1]}')
        entity: Json = {"type": kind}
        if kind == "text_link":
            entity["url"] = named.get("href") or ""
        if kind == "custom_emoji":
            entity["custom_emoji_id"] = named.get("emoji-id") or ""
        if kind == "blockquote" and "expandable" in named:
            entity["type"] = "expandable_blockquote"
        self.open.append((tag, self._here(), entity))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1][0] != tag:
            raise bad(f"can't parse entities: Unexpected end tag at byte offset {self.getpos()[1]}")
        _, start, entity = self.open.pop()
        length = self._here() - start
        if length and not (entity["type"] == "text_link" and not entity["url"]):
            self.entities.append({**entity, "offset": start, "length": length})

    def handle_data(self, data: str) -> None:
        self.text += data

    def _here(self) -> int:
        return len(self.text.encode("utf-16-le", "surrogatepass")) // 2
