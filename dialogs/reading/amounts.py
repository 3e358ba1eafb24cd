"""Amounts of money in the words of customers: "¥128.5", "128块5", "一百二十八块五".

An amount has two decimals and no currency: ``128.50``.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

_MONEY = re.compile(
    r"""
    (?P<before> (?: ¥ | \$ | rmb | cny ) \ ? )?
    (?<! [0-9.,-] ) (?P<whole> [0-9]{1,3} (?: ,[0-9]{3} )+ | [0-9]{1,9} ) (?: \. (?P<part> [0-9]{1,2} ) )?
    (?! [0-9] | [.,-][0-9] )
    \ ? (?P<times> k\b )?
    [多来余]? \ ? (?P<after> yuan\b | rmb\b | cny\b | dollars?\b | bucks\b | kuai\b | (?: 块钱? | 元 | 圆 )
         (?: (?P<tenths> [0-9]{1,2} ) (?! [0-9个天日月年次号] ) (?: [角毛] (?P<hundredths> [0-9] )? )? )? )?
    """,
    re.VERBOSE,
)
_CHARGED = re.compile(
    r"(?:[多乱错]?[扣收]了?我?了?|[年月]费|押金|花了|损失了?|骗了?我?|转走了?我?"
    r"|\b(?:over)?charged(?: me)?|\bpaid)[ :]?$"
)
_COUNTED = re.compile(r" ?(?:[次天个月号点分%折位人日张]|小时|times|days?|weeks?|months?|hours?|minutes|twice)")
_REACH = 16
"""Signs before a number in which a word may stand that makes it money."""

_DIGITS = {sign: number for number, sign in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000, "万": 10_000}
# "几十" and "上百" tell no number, and the places after digits are counted first.
_NUMERAL = "(?<![几数0-9多])[零〇一二两三四五六七八九十][零〇一二两三四五六七八九十百千万]{0,15}"
_MIXED = re.compile(r"(?<![0-9.,])(?:[0-9]{1,4}(?:\.[0-9]{1,2})?[万千百])+(?:零?[0-9]{1,4}(?![0-9.,]))?")
_PART = re.compile("(零?)([0-9.]+)([万千百]?)")
# Numerals also stand in plain words ("一直", "三个月"): they count before a unit of money, after one, or alone.
_BEFORE_UNIT = re.compile(f"{_NUMERAL}(?=[多来余]?(?:块|元|圆))")
_AFTER_UNIT = re.compile("(?<=[块元圆])[一二两三四五六七八九](?![个天日月年次号])")
_ALONE = re.compile(f"(?:大概|大约|差不多|约|一共|总共|共)?({_NUMERAL})[多来余]?(?:左右|吧|的样子)?[。.]?")


def amounts(text: str, *, marked: bool) -> Iterator[str]:
    """Return the amounts in a folded text.

    With ``marked`` only those with a unit ("128 yuan"); without, a bare number is one too, where no number has a unit.
    """
    alone = _ALONE.fullmatch(text.strip())
    if alone:
        text = str(number(alone[1]))
    else:
        text = _MIXED.sub(lambda match: str(_mixed(match[0])), text)
        text = _BEFORE_UNIT.sub(lambda match: str(number(match[0])), text)
        text = _AFTER_UNIT.sub(lambda match: str(_DIGITS[match[0]]), text)
    found = list(_MONEY.finditer(text))
    with_unit = [match for match in found if match["before"] or match["after"] or _is_charged(text, match)]
    return map(_amount, with_unit if with_unit or marked else found)


def _is_charged(text: str, match: re.Match[str]) -> bool:
    """Return whether a number without a unit is money by the word before it: "年费300", "charged me 2300"."""
    before = text[max(0, match.start() - _REACH) : match.start()]
    return len(match["whole"]) > 1 and bool(_CHARGED.search(before)) and not _COUNTED.match(text, match.end())


def number(numeral: str) -> int:
    """Return what a Chinese numeral counts; a last digit counts tenths of the place before: 三千五 is 3500."""
    total = section = digit = 0
    place = 1
    for sign in numeral:
        if sign in _DIGITS:
            digit = _DIGITS[sign]
            place = 1 if sign in "零〇" else place
        elif sign == "万":
            total, section, digit, place = (total + section + digit or 1) * 10_000, 0, 0, 10_000
        else:
            section += (digit or 1) * _PLACES[sign]
            digit, place = 0, _PLACES[sign]
    return total + section + digit * max(place // 10, 1)


def _mixed(text: str) -> int:
    """Return what digits with Chinese places count: 3万5千 is 35000, and so is 3万5."""
    total, place = Decimal(0), 1
    for zero, digits, sign in _PART.findall(text):
        is_tenth = not sign and not zero and len(digits) == 1
        place = _PLACES[sign] if sign else place // 10 if is_tenth else 1
        total += Decimal(digits) * place
    return int(total)


def _amount(match: re.Match[str]) -> str:
    part = match["part"] or (match["tenths"] or "") + (match["hundredths"] or "")
    cents = (int(match["whole"].replace(",", "")) * 100 + int(part.ljust(2, "0")[:2])) * (1000 if match["times"] else 1)
    return f"{cents // 100}.{cents % 100:02}"
