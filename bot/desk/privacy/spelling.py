"""Finds what people wrote in whichever way it is spelt, to cross it out. Knows texts only.

Texts are compared sign by sign, so that what is found has its place in the text as it was written: small, half-width
and simplified signs are one with their others. Of a number it is its digits that count.
"""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

import phonenumbers

from dialogs.reading.folding import simplified

FEWEST_DIGITS = 7
"""From which on a number is found with other gaps, and with another country's code before it."""
_NUMBER = re.compile(rf"(?:\+|\b00)?\d(?:[\s\-.()/]{{0,3}}\d){{{FEWEST_DIGITS - 1},}}")
_GAP = r"[\s\-.()/·]{0,3}"
_ABROAD = rf"(?:(?:\+|00)\d{{1,3}}{_GAP}(?:0{_GAP})?|86{_GAP}|0{_GAP})?"
"""What may stand before a number at home: the code of a country, or the 0 of a town."""
_HAN = r"[\u3400-\u9fff]"
_WORD = re.compile(rf"{_HAN}|(?:(?!{_HAN})[^\s\-._·])+")
_CHINESE_MOBILE = re.compile(r"(?:86)?(1\d{10})")


class Spelling:
    """What is looked for; several texts are looked for at once."""

    def __init__(self, texts: Iterable[str], *, alone: bool = False) -> None:
        """``alone`` finds it only where nothing else stands beside it."""
        pattern = "|".join(filter(None, map(_pattern, texts)))
        self._pattern = re.compile(rf"\A\s*(?:{pattern})\s*\Z" if alone else pattern)

    def replaced(self, text: str, mark: str) -> str:
        """Return a text with a mark in each place where it stands.

        ``Spelling(["+86 138 0013 8000"]).replaced("Call 138-0013-8000!", "…")`` is ``"Call …!"``.
        """
        if not self._pattern.pattern:
            return text
        parts, end = [], 0
        for found in self._pattern.finditer(_signs(text)):
            parts += [text[end : found.start()], mark]
            end = found.end()
        return "".join([*parts, text[end:]])


def _signs(text: str) -> str:
    """Return a text as it is compared: as many signs as before."""
    return text.lower() if text.isascii() else simplified("".join(map(_sign, text)))


@lru_cache(maxsize=4096)
def _sign(sign: str) -> str:
    plain = unicodedata.normalize("NFKC", sign).casefold()
    return plain if len(plain) == 1 else sign


def _pattern(text: str) -> str:
    """Return how a text may be spelt, as a pattern; empty for an empty one."""
    signs, parts, end = _signs(unicodedata.normalize("NFC", text)), list[str](), 0
    for number in _NUMBER.finditer(signs):
        parts += [_words(signs[end : number.start()]), _digits(number[0])]
        end = number.end()
    return r"\s*".join(filter(None, [*parts, _words(signs[end:])]))


def _words(signs: str) -> str:
    words = _WORD.findall(signs)
    if not words:
        return re.escape(signs.strip())
    gaps = [r"[\s·]*" if re.search(_HAN, one[-1] + other[0]) else r"[\s\-._·]+" for one, other in pairwise(words)]
    return "".join(re.escape(word) + gap for word, gap in zip(words, [*gaps, ""], strict=True))


def _digits(number: str) -> str:
    """Return how a number may be spelt: with any gaps, with and without what stands before it at home and abroad."""
    digits = re.sub(r"\D", "", number)
    if number.startswith(("+", "00")):
        try:
            home = str(phonenumbers.parse("+" + digits.lstrip("0")).national_number)
        except phonenumbers.NumberParseException:
            home = digits
    else:
        mobile = _CHINESE_MOBILE.fullmatch(digits)
        home = mobile[1] if mobile else digits.lstrip("0")
    if len(home) < FEWEST_DIGITS:
        return _GAP.join(digits)
    return _ABROAD + _GAP.join(home)
