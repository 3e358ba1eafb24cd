"""How much room a text takes, and how it is broken into lines. Knows no fonts: what it tells is never too little.

Chinese characters are as wide as they are high; Latin letters are taken for as wide as in the widest of the usual
fonts, so that nothing stands over its border whichever of them a browser has.
"""

import re
import unicodedata

_WIDTHS = {
    **dict.fromkeys(" ijlI|J',.:;/", 0.34),
    **dict.fromkeys('ft()[]{}r!\\-"`', 0.46),
    **dict.fromkeys("sczkvxy*_?", 0.59),
    **dict.fromkeys("ABCKRSVXZ", 0.7),
    **dict.fromkeys("DGHNOQUw&", 0.82),
    **dict.fromkeys("#+<=>~^%@mMW", 1),
}
"""Widths of the characters of ASCII that are not as wide as most, in heights of the font."""
_MOST = 0.65
_BOLD = 1.12
_PIECES = re.compile(r"\s+|(?:[\u2e80-\uffef]|[^\s\u2e80-\uffef]++)[，。！？；：、”’）》」』】…]*(?: ·)?")
"""A space, or a word or Chinese character with the punctuation or the dot that no line may begin with."""


def width(text: str, height: float, *, bold: bool = False) -> float:
    """Return how wide one line of text is at most, in the unit of the font's height."""
    return sum(_width(character) for character in text) * height * (_BOLD if bold else 1)


def printable(text: str) -> str:
    """Return the text on one line, without what has no shape: of a line break or a bell there stays a space."""
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())


def wrap(text: str, room: float, height: float, lines: int, *, bold: bool = False) -> tuple[str, ...]:
    """Return at most so many lines that fit into the room, and at least one; an ellipsis ends a text that was cut."""
    room = room / _BOLD if bold else room
    wrapped: list[str] = [""]
    for piece in _pieces(printable(text), room, height):
        if not wrapped[-1] or width(wrapped[-1] + piece.rstrip(), height) <= room:
            wrapped[-1] += piece
        else:
            wrapped.append(piece)
        if len(wrapped) > lines:
            break
    rows = [row.rstrip() for row in wrapped]
    return tuple(rows if len(rows) <= lines else (*rows[: lines - 1], _cut(rows[lines - 1], room, height)))


def _cut(row: str, room: float, height: float) -> str:
    while row and width(row + "…", height) > room:
        row = row[:-1]
    return row.rstrip(" ，。、；：,.;:·") + "…"


def _pieces(text: str, room: float, height: float) -> list[str]:
    """Return what a line may be made of; what is wider than a line by itself comes in characters."""
    found = _PIECES.findall(text)
    return [part for piece in found for part in ([piece] if width(piece, height) <= room else piece)]


def _width(character: str) -> float:
    if character.isascii():
        return _WIDTHS.get(character, _MOST)
    if unicodedata.combining(character):
        return 0
    return 1 if unicodedata.east_asian_width(character) in "WFA" else 0.8
