"""Numbers of payment cards in a plain text, however they are grouped.

A number is one if its last digit checks the others and its first ones are an issuer's, or a word says that it is one.
"""

import itertools
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

# From https://en.wikipedia.org/wiki/Payment_card_number#Issuer_identification_number_(IIN), after ISO/IEC 7812-1: the
# first and the last beginning of a range, and how many digits its numbers have.
_RANGES: tuple[tuple[int, int, tuple[int, ...]], ...] = (
    (34, 34, (15,)),  # American Express
    (37, 37, (15,)),
    (300, 305, (14, 16)),  # Diners Club
    (3095, 3095, (14, 16)),
    (36, 36, (14, 16)),
    (38, 39, (14, 16)),
    (3528, 3589, (16,)),  # JCB
    (4, 4, (16, 19)),  # Visa; those of 13 digits are no longer issued, and look like bar codes
    (51, 55, (16,)),  # Mastercard
    (2221, 2720, (16,)),
    (2200, 2204, (16,)),  # Mir
    (50, 50, (16, 19)),  # Maestro
    (56, 58, (16, 19)),
    (6304, 6304, (16, 18, 19)),
    (6759, 6763, (16, 18, 19)),
    (6011, 6011, (16, 19)),  # Discover
    (644, 659, (16, 19)),
    (60, 60, (16,)),  # RuPay
    (81, 82, (16, 19)),  # RuPay, UnionPay
    (62, 62, (16, 17, 18, 19)),  # UnionPay
    (9558, 9558, (19,)),  # UnionPay, first cards of ICBC
)
_PREFIX = 4
"""Digits that tell the issuer."""


def _issued() -> dict[str, set[int]]:
    lengths = defaultdict[str, set[int]](set)
    for first, last, of_range in _RANGES:
        further = 10 ** (_PREFIX - len(str(first)))
        for prefix in range(first * further, (last + 1) * further):
            lengths[str(prefix)].update(of_range)
    return dict(lengths)


_ISSUED = _issued()
"""How many digits the numbers of each beginning have: looked up, since a text may hold thousands of numbers."""
_FEWEST, _MOST = 14, 19
_RUN = re.compile(r"[0-9]+(?:(?: ?[-./_,·|:*x×] ?| )[0-9]+)*")
_GROUP = re.compile("[0-9]+")
_USUAL = {
    (4, 4, 4, 4),
    *((4, 4, 4, 4, rest) for rest in (1, 2, 3)),
    (4, 6, 4),
    (4, 6, 5),
    *((6, rest) for rest in (10, 11, 12, 13)),
    (8, 8),
    *((8, 8, rest) for rest in (1, 2, 3)),
    *((1,) * digits for digits in range(_FEWEST, _MOST + 1)),
    *((2,) * pairs for pairs in (7, 8, 9)),
    *((digits,) for digits in range(_FEWEST, _MOST + 1)),
}
"""How many digits people write together."""
_BEGUN = {sizes[:count] for sizes in _USUAL for count in range(1, len(sizes) + 1)}
_NEAR = 16
"""Signs before a number in which a word says what it is."""
_CARD_WORD = re.compile("卡|card|visa|mastercard|amex|unionpay|银联|jcb|diners")
_OTHER_WORD = re.compile(
    "(?:sim|会员|流量|电话|手机|上网) ?(?:卡号?|card(?: number)?)|订单|单号|快递|运单|发票|流水|会员|积分|身份证|证件"
    "|iccid|imei|sim|序列|交易号|编号|条码|invoice|order|tracking|transaction|serial|ticket|barcode|member|parcel|shipment"
    "|meter|reference"
)
_AFTER = re.compile(
    " ?,? ?(?:exp[a-z]{0,8}:? ?)?(?:0[1-9]|1[0-2])[ /-]{1,3}(?:20)?[2-4][0-9] ?,? ?(?P<code>[0-9]{3,4})(?![0-9])"
)
"""Its code, which is written behind the month until which a card is good."""
_BORN = re.compile("[1-6][0-9]{5}(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])[0-9]{4}")
"""The number of a Chinese identity card: where one is born, on which day, and four digits more."""
_HEAD, _TAIL = 6, 4
_DOUBLED = str.maketrans("0123456789", "0246813579")
"""Each digit as the sum of the digits of its double."""


@dataclass(frozen=True, slots=True)
class _Run:
    """Digits with no more than signs between them."""

    text: str
    start: int
    groups: list[tuple[int, int]]
    is_named: bool
    """A word before it says that it is a card."""
    is_other: bool
    """A word before it says that its first number is something else."""


def hidden_digits(text: str) -> Iterator[int]:
    """Yield where the digits of cards are that nobody may keep: all but the first six and the last four."""
    for found in _RUN.finditer(text):
        if len(found[0]) < _FEWEST:
            continue
        run = _run(text, found)
        first = 0
        while first < len(run.groups):
            last = _card_from(run, first)
            if last:
                digits = [place for start, end in run.groups[first:last] for place in range(start, end)]
                yield from digits[_HEAD:-_TAIL]
                if code := _AFTER.match(text, run.groups[last - 1][1]):
                    yield from range(*code.span("code"))
            first = last or first + 1


def _run(text: str, found: re.Match[str]) -> _Run:
    start = found.start()
    before = text[max(0, start - _NEAR) : start]
    other = max((word.end() for word in _OTHER_WORD.finditer(before)), default=0)
    is_named = any(word.end() > other for word in _CARD_WORD.finditer(before))
    groups = [(start + group.start(), start + group.end()) for group in _GROUP.finditer(found[0])]
    if before[-1:].isascii() and before[-1:].isalpha() and not is_named:
        groups = groups[1:]  # the end of a word, such as "abc123"
    return _Run(text, start, groups, is_named, not is_named and bool(other))


def _card_from(run: _Run, first: int) -> int:
    """Return behind which group a card ends that begins with this one, the longest one; 0 if none begins."""
    start, end = run.groups[first]
    size = end - start
    if (run.is_other and not first) or (
        size <= 2 and first and run.groups[first - 1][1] - run.groups[first - 1][0] == size
    ):
        return 0  # a number that is told digit by digit begins where that begins
    is_named = run.is_named and start - run.start <= _NEAR
    number, sizes, found = "", tuple[int, ...](), 0
    for last in range(first, len(run.groups)):
        start, end = run.groups[last]
        sizes += (end - start,)
        if len(number) + end - start > _MOST or not (is_named or sizes in _BEGUN):
            break
        number += run.text[start:end]
        if len(number) < _FEWEST or not checks(number):
            continue
        if is_named or (sizes in _USUAL and _is_issued(number) and _is_card(run, number, run.groups[first : last + 1])):
            found = last + 1
    return found


def _is_card(run: _Run, number: str, groups: list[tuple[int, int]]) -> bool:
    """Tell whether nothing around a number that could be a card's tells otherwise."""
    between = {run.text[one[1] : other[0]].strip() for one, other in itertools.pairwise(groups)}
    return len(between) <= 1 and not _is_identity(run.text, number, groups[-1][1])


def _is_issued(number: str) -> bool:
    """Tell whether an issuer has numbers of this beginning and length."""
    return len(number) in _ISSUED.get(number[:_PREFIX], ())


def _is_identity(text: str, number: str, end: int) -> bool:
    return bool(_BORN.fullmatch(number)) or "身份证" in text[end : end + _NEAR]


def checks(number: str) -> bool:
    """Return whether the last digit checks the others, after ISO/IEC 7812-1, annex B (the Luhn formula)."""
    return (sum(map(int, number[-1::-2])) + sum(map(int, number[-2::-2].translate(_DOUBLED)))) % 10 == 0
