"""Texts as they are compared and kept: without what cannot be seen, and with one form for each letter.

Judges no meaning. Traditional characters are folded one by one by the table of OpenCC, so that 帳單 and 账单 are one.
"""

import unicodedata
from functools import cache

import opencc

_HAN = (*range(0x3400, 0xA000), *range(0xF900, 0xFB00))
"""Code points of Chinese characters that texts of customers hold."""


_ONE_OF_TWO = {"帐": "账"}
"""Both are written in Simplified texts; OpenCC makes 帐 of 帳, and people write 账单."""
_TWO = {ord(other): one for other, one in _ONE_OF_TWO.items()}
_MORE = 2000
"""Signs by which the folded form may be longer than a text: one sign can stand for eighteen, and "…" is three."""
_PIECE = 1000
"""Signs that are spelt out before it is looked whether that is enough."""
_JOINERS = "\u200c\u200d"


def clean(text: str) -> str:
    """Return the text on one line, without what cannot be seen: control and direction characters, half characters."""
    if text.isprintable():
        return " ".join(unicodedata.normalize("NFC", text).split())
    # Joiners hold together emoji and some scripts; what else is neither seen nor white misleads the eye.
    composed = unicodedata.normalize("NFC", text)
    hidden = {ord(sign) for sign in set(composed) if not (sign.isprintable() or sign.isspace() or sign in _JOINERS)}
    return " ".join(composed.translate(dict.fromkeys(hidden)).split())


def folded(text: str) -> str:
    """Return the text as answers are compared: clean, in small and simplified letters, none full-width or circled."""
    if text.isascii():
        return clean(text).casefold()
    return simplified(clean(_spelt(text, len(text) + _MORE)).casefold())


def _spelt(text: str, longest: int) -> str:
    """Return the text with each sign as those that it stands for, and no more than so many of them.

    What belongs together over the end of a piece, `clean` composes.
    """
    spelt = ""
    for start in range(0, len(text), _PIECE):
        spelt += unicodedata.normalize("NFKC", text[start : start + _PIECE])
        if len(spelt) > longest:
            break
    return spelt[:longest]


def simplified(text: str) -> str:
    """Return the text with each Traditional character as the Simplified one; as many characters as before."""
    return text if text.isascii() else text.translate(_table())


@cache
def _table() -> dict[int, str]:
    convert = opencc.OpenCC("t2s").convert
    pairs = ((point, convert(chr(point))) for point in _HAN)
    table = {point: plain for point, plain in pairs if plain != chr(point) and len(plain) == 1}
    return {point: _ONE_OF_TWO.get(plain, plain) for point, plain in table.items()} | _TWO
