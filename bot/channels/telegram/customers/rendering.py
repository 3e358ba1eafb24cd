"""From what is to be shown to what sendMessage takes; pure, without network.

What stands out (a name, a reference) is told by entities and never by marks in the text: whatever people write is shown
as they wrote it. https://core.telegram.org/bots/api#sendmessage
"""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex
from telegram import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
)

from bot.channels.port import Outgoing
from bot.channels.telegram.customers.updates import clean
from bot.channels.telegram.telegram_words import TELEGRAM_WORDS
from bot.desk.core.file_words import FILES
from dialogs.reading.small_talk import language_of
from dialogs.reading.traditional import traditional, writes_traditional
from dialogs.strict_yaml.common_texts import languages

LONGEST_TEXT = 4096
"""UTF-16 units in one message."""
LONGEST_CAPTION = 1024
"""UTF-16 units under a picture or a file (https://core.telegram.org/bots/api#copymessage)."""
LONGEST_LABEL = 64
"""Characters on one button: more than a phone shows in a row of one."""
DONE = "done"
"""What the one button carries that is left of those under a message which was answered; a tap on it does nothing."""

Keyboard = InlineKeyboardMarkup | ReplyKeyboardMarkup | ReplyKeyboardRemove

_LONGEST_NAME = 64
_ROW = 32
"""Columns of a phone; a Chinese character takes two, and a button some beside its label."""
_BESIDE = 4
_MARK = regex.compile(rf"^\[(?:{'|'.join(FILES)})\] ?")
"""What the transcript writes for a file that is shown here."""
# Chinese is written without spaces: what stands beside a reference may be a letter, but none that one is made of.
_REFERENCE = regex.compile(r"(?<![0-9A-Za-z_-])T-[0-9]{4}-[0-9]{6,}(?![0-9A-Za-z_])")
# A character as a reader sees it: an extended grapheme cluster (Unicode Standard Annex #29).
_CHARACTER = regex.compile(r"\X")
# Where a text may be cut, best first: before the end of a paragraph or a line, after a sentence, before a space.
_ENDS = tuple(map(regex.compile, (r"(?=\n\n)", r"(?=\n)", "[。！？；…][”’」』）]*|[.!?][\"'”’)]*(?=\\s)", r"(?=\s)")))
_GIVE = ("phone", "place")
"""What a customer can give with one tap."""


@dataclass(frozen=True)
class Rendered:
    """What of a bubble goes into sendMessage; all but the keyboard goes into editMessageText, too."""

    text: str
    entities: Sequence[MessageEntity]
    keyboard: Keyboard | None


def bubbles(outgoing: Outgoing) -> list[Outgoing]:
    """Return a message in bubbles of at most `LONGEST_TEXT`: the name above the first, the buttons under the last.

    Only the first changes what is there, or copies a file: the words are what stands under that.
    """
    if len(outgoing.copies) > 1:  # an album keeps its words, and takes none
        return [outgoing]
    if outgoing.files:  # each is a bubble of its own, below the words
        shown = [replace(outgoing, text="", name="", answers="", over=(), files=(file,)) for file in outgoing.files]
        return [*(bubbles(replace(outgoing, files=())) if outgoing.text else ()), *shown]
    words, limit = clean(outgoing.text), LONGEST_TEXT
    if outgoing.copies:
        words, limit = _MARK.sub("", words), LONGEST_CAPTION
    *first, last = split(words, limit, taken=units(_heading(outgoing)))
    parts = [replace(outgoing, text=part, choices=(), asks="") for part in first]
    parts.append(replace(outgoing, text=last))
    return [parts[0], *(replace(part, name="", answers="", over=(), edits="", copies=()) for part in parts[1:])]


def rendered(bubble: Outgoing) -> Rendered:
    """Return how one of the `bubbles` is shown."""
    heading = _heading(bubble)
    text = (heading + clean(bubble.text)).rstrip("\n")
    name = [MessageEntity(MessageEntity.BOLD, 0, units(heading) - 1)] if heading else []
    return Rendered(text, [*name, *_references(text, len(heading))], _keyboard(bubble))


def ticked(label: str) -> InlineKeyboardMarkup:
    """Return what is left of the buttons when the one with this label was tapped."""
    return InlineKeyboardMarkup([[InlineKeyboardButton(_label(f"✓ {label}"), callback_data=DONE)]])


def split(text: str, limit: int = LONGEST_TEXT, taken: int = 0) -> list[str]:
    """Return the text in parts of at most ``limit`` UTF-16 units, cut where it hurts least.

    That is after a paragraph, a line, a sentence or a word if one ends in the second half of a part, and never inside a
    character, unless that alone is longer than a part. White space at a cut is dropped. ``taken`` units of the first
    part are taken by something else.
    """
    parts, room = [], limit - taken
    rest = text[_first_sign(text) :].rstrip()
    while units(rest) > room:
        cut = _cut(rest, room)
        parts.append(rest[:cut].rstrip())
        rest, room = rest[cut + _first_sign(rest[cut:]) :], limit
    return [*parts, rest]


def units(text: str) -> int:
    """Return the length of a text as Telegram counts it: in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _first_sign(text: str) -> int:
    """Return where the white space before the first visible character ends."""
    return next((one.start() for one in _CHARACTER.finditer(text) if not one[0].isspace()), len(text))


def _cut(text: str, room: int) -> int:
    borders = set(_borders(text, room))
    if not borders:  # one character with thousands of marks on it
        return len(text.encode("utf-16-le")[: 2 * room].decode("utf-16-le", "ignore"))
    last = max(borders)
    seen = text[: last + 2]
    for end in _ENDS:
        cuts = [found.end() for found in end.finditer(seen) if found.end() > last // 2 and found.end() in borders]
        if cuts:
            return cuts[-1]
    return last


def _borders(text: str, room: int) -> Iterator[int]:
    """Yield where characters end that fit."""
    used = 0
    for character in _CHARACTER.finditer(text):
        used += units(character[0])
        if used > room:
            return
        yield character.end()


def _heading(outgoing: Outgoing) -> str:
    name = " ".join(clean(outgoing.name).split()) if outgoing.author == "agent" else ""
    return f"{_shortened(name, _LONGEST_NAME)}:\n" if name else ""


def _references(text: str, start: int) -> Iterator[MessageEntity]:
    """Yield the references of tickets: a tap copies them."""
    for found in _REFERENCE.finditer(text, start):
        yield MessageEntity(MessageEntity.CODE, units(text[: found.start()]), len(found[0]))


def _keyboard(bubble: Outgoing) -> Keyboard | None:
    if bubble.asks in _GIVE:
        return _giving(bubble)
    if bubble.choices:
        buttons = [InlineKeyboardButton(_label(label), callback_data=data) for data, label in bubble.choices]
        in_a_row = sum(_width(button.text) + _BESIDE for button in buttons) <= _ROW
        return InlineKeyboardMarkup([buttons] if in_a_row else [[button] for button in buttons])
    return ReplyKeyboardRemove() if bubble.asks else None


def _giving(bubble: Outgoing) -> ReplyKeyboardMarkup:
    """Return a keyboard that gives what is asked for with one tap; its other keys write their labels."""
    label = TELEGRAM_WORDS.word(language_of(bubble.text, languages()[0]), f"give.{bubble.asks}")
    label = traditional(label) if writes_traditional(bubble.text, otherwise=False) else label
    is_phone = bubble.asks == "phone"
    give = KeyboardButton(label, request_contact=is_phone, request_location=not is_phone)
    others = [[KeyboardButton(_label(label))] for _, label in bubble.choices]
    return ReplyKeyboardMarkup([[give], *others], resize_keyboard=True, one_time_keyboard=True)


def _label(label: str) -> str:
    return _shortened(clean(label), LONGEST_LABEL)


def _shortened(text: str, longest: int) -> str:
    characters = _CHARACTER.findall(text) if len(text) > longest else text
    return text if len(characters) <= longest else "".join(characters[: longest - 1]) + "…"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text)
