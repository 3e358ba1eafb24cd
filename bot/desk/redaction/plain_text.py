"""A text as secrets are looked for in it: one plain sign for each sign, with the place where it stands in the original.

Takes time in proportion to the text, whatever is in it.
"""

import re
import unicodedata
from dataclasses import dataclass

from dialogs.reading.folding import simplified

_HIDDEN = "\0"
_NUMERALS = {
    numeral: str(digit)
    for digit, numerals in enumerate(("零〇", "一壹幺", "二贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
    for numeral in numerals
}
_SPELT = re.compile(f"[{''.join(_NUMERALS)}]{{4,}}")
"""Numerals in a row are a number spelt out; fewer of them count things."""
_TO_DIGITS = str.maketrans(_NUMERALS)
_QUOTES = dict.fromkeys("‘’`´", "'") | dict.fromkeys("“”„«»「」『』", '"')


@dataclass(frozen=True, slots=True)
class PlainText:
    """What can be read of a text, on one line."""

    text: str
    """Small and simplified letters, ASCII digits, one kind of dash, one space where there are several."""
    places: list[int]
    """Where in the original each sign of it stands."""


def plain(text: str) -> PlainText:
    """Return a text as it can be searched; what cannot be seen is left out."""
    signs, places = list[str](), list[int]()
    before = ""
    for place, sign in enumerate(text.translate(_SIGNS)):
        if sign == _HIDDEN or sign == before == " ":
            continue
        signs.append(sign)
        places.append(place)
        before = sign
    return PlainText(_SPELT.sub(lambda spelt: spelt[0].translate(_TO_DIGITS), "".join(signs)), places)


class _Signs(dict[int, str]):
    """The plain sign of each sign, found once for those of the languages that are spoken."""

    def __missing__(self, point: int) -> str:
        sign = _plain(chr(point))
        if point < 0x10000:
            self[point] = sign
        return sign


def _plain(sign: str) -> str:
    if sign.isspace():
        return " "
    kind = unicodedata.category(sign)
    if kind == "Pd" or sign == "−":
        return "-"
    if kind in ("Cc", "Cf", "Cs", "Mn", "Me"):
        return _HIDDEN
    if sign in _QUOTES:
        return _QUOTES[sign]
    folded = unicodedata.normalize("NFKC", sign).casefold()
    # A sign that stands for several, such as a number in brackets, is the first that says something.
    first = next(filter(str.isalnum, folded), folded[:1]) or sign
    digit = unicodedata.digit(first, None)
    return simplified(first) if digit is None else str(digit)


_SIGNS = _Signs()
