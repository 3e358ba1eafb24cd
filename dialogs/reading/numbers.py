"""Numbers in the words of customers, in digits and spoken: "1,150", "9k", "3万5", "一千二百六", "two hundred".

Knows how much a number is and where it stands, not what it counts.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

DIGITS = {sign: number for number, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000, "万": 10_000}
_PART = re.compile("(零?)([0-9.]+)([万千百]?)")
_ENGLISH = {
    word: value
    for value, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
}
_ENGLISH |= {
    word: value
    for value, word in zip(
        range(20, 100, 10), ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], strict=True
    )
}
_ENGLISH_PLACES = {"hundred": 100, "thousand": 1000, "grand": 1000}
_SMALL = "|".join(sorted(_ENGLISH, key=len, reverse=True))
_FIND = re.compile(
    rf"""
    (?P<mixed> (?<![0-9.]) (?<![0-9],)
        (?: [0-9]{{1,4}} (?:\.[0-9]{{1,2}})? [万千百] ){{1,3}} (?: 零?[0-9]{{1,4}} (?![0-9.,]) )? )
    | (?P<digits> (?<![0-9a-z./#_-]) (?<![0-9a-z][,:])
        (?: [0-9]{{1,3}} (?: ,[0-9]{{3}} ){{1,3}} | [0-9]{{1,9}} ) (?: \.[0-9]{{1,2}} )?
        (?! [0-9] | [.,/:-][0-9] ) (?: \ ? k\b )? )
    # "几十" and "上百" tell no number.
    | (?P<numeral> (?<![几数0-9多第好]) [零〇一二两三四五六七八九十] [零〇一二两三四五六七八九十百千万]{{0,15}} )
    | (?P<words> \b (?: {_SMALL} | a(?=\ (?:hundred|thousand|grand)\b) )
        (?: [ -] (?: {_SMALL} | hundred | thousand | grand | and(?=\ (?:{_SMALL})\b) ) ){{0,8}} \b )
    """,
    re.VERBOSE,
)


class Number(NamedTuple):
    """One number, and where it stands."""

    value: Decimal
    start: int
    end: int
    form: str
    """How it is written: ``digits``, ``mixed``, ``numeral`` or ``words``."""


def numbers(text: str) -> Iterator[Number]:
    """Yield the numbers in a folded text."""
    for match in _FIND.finditer(text):
        form, written = str(match.lastgroup), match[0]
        yield Number(_READ[form](written), match.start(), match.end(), form)


def number(numeral: str) -> int:
    """Return what a Chinese numeral counts; a last digit counts tenths of the place before: 三千五 is 3500."""
    if len(numeral) > 1 and all(sign in DIGITS for sign in numeral):
        return int("".join(str(DIGITS[sign]) for sign in numeral))  # told sign by sign: 一二三四 is 1234
    total = section = digit = 0
    place = 1
    for sign in numeral:
        if sign in DIGITS:
            digit = DIGITS[sign]
            place = 1 if sign in "零〇" else place
        elif sign == "万":
            total, section, digit, place = (total + section + digit or 1) * 10_000, 0, 0, 10_000
        else:
            section += (digit or 1) * _PLACES[sign]
            digit, place = 0, _PLACES[sign]
    return total + section + digit * max(place // 10, 1)


def _mixed(text: str) -> Decimal:
    """Return what digits with Chinese places count: 3万5千 is 35000, and so is 3万5."""
    total, place = Decimal(0), 1
    for zero, digits, sign in _PART.findall(text):
        is_tenth = not sign and not zero and len(digits) == 1
        place = _PLACES[sign] if sign else place // 10 if is_tenth else 1
        total += Decimal(digits) * place
    return total


def _in_digits(text: str) -> Decimal:
    thousands = text.endswith("k")
    value = Decimal(text.rstrip("k ").replace(",", ""))
    return value * 1000 if thousands else value


def _in_english(text: str) -> Decimal:
    total = section = 0
    for word in re.split("[ -]", text):
        if word in _ENGLISH:
            section += _ENGLISH[word]
        elif word == "hundred":
            section = (section or 1) * 100
        elif word in _ENGLISH_PLACES:
            total, section = total + (section or 1) * _ENGLISH_PLACES[word], 0
    return Decimal(total + section)


_READ = {
    "mixed": _mixed,
    "digits": _in_digits,
    "numeral": lambda text: Decimal(number(text)),
    "words": _in_english,
}
