"""Reads out of a free telling which slots it already holds, so that they are not asked.

Takes only what is sure: the summary shows it and lets it be changed, but a wrong value costs more than a question. An
answer to a question itself is read by `slots`, more generously.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from dialogs.model.script import Script, Slot
from dialogs.reading.amounts import amounts
from dialogs.reading.choices import named
from dialogs.reading.contacts import emails, phones
from dialogs.reading.dates import read_date
from dialogs.reading.folding import clean, folded
from dialogs.reading.places import off_the_map, places, point
from dialogs.reading.slots import Heard, read

_RUN = re.compile(r"(?<![0-9a-z.])[0-9](?:[ -]?[0-9])*(?![0-9a-z%]|\.[0-9])")
_UNIT = re.compile(
    r" ?(?:[块元圆次天个号楼层年月日分岁人兆]|小时"
    r"|yuan|rmb|cny|dollars?|times|days?|hours?|minutes|months?|years?)"
)
"""What stands after a number that counts something, and so is no number of an account or a room."""
_ENDS = re.compile("[,,。;;!!??]")
_CALLER = re.compile(
    r"(?:\b(?:from|by|called|rang|phoned|dialled)(?: the)?(?: number)?|打了|拨打|打过"
    r"|(?:接到|收到|来电|骚扰|陌生|被|自称)[^,。,.!?]{0,6})[ ::]*$"
)
_CALLS = re.compile(
    r" ?(?:打来|打过来|给我打|老是?打|总是?打|一直打|天天打|每天打|发来|发的|骚扰|打不通|没人接"
    r"|(?:keeps?|kept) (?:calling|ringing|texting)|calls me|called me|rang me|texted me)"
)
"""Before and after the number of someone else: who called, or was called."""
_REACH = 16
"""Signs before a number in which the label of its slot may stand."""
_PLANNED = re.compile(r"预[订定约]|[订约]的|[订约]了|到期|合同|要断|做手术|\b(?:book|reserv|appointment|expire|due)")
_NEAR = 14
"""Days since which a day that was planned for is still sure to be a past one."""
_LONGEST = 1000
"""Signs of a telling in which a place is looked for; it is told at the beginning, and the search is not linear."""
_WORD = re.compile("[a-z]{4,}|[\u4e00-\u9fff]")
_PRIVATE_WORDS = frozenset(["number", "numbers", "your", "with", "have", "号", "码", "的", "您"])
"""Words of labels that tell nothing of which number is meant."""


@dataclass(frozen=True)
class _Telling:
    heard: Heard
    plain: str
    """The words, folded."""
    phones: tuple[tuple[str, int, int], ...]
    """The numbers of phones in `plain`, each with where it begins and ends."""


def held(script: Script, known: Mapping[str, str], heard: Heard) -> dict[str, str]:
    """Return the values of still unknown slots that a telling holds.

    Of two slots of one type neither is filled, unless the label of one stands before the value: nobody knows which is
    meant. So neither is a slot for which the telling holds two values.
    """
    plain = folded(off_the_map(heard.text))
    telling = _Telling(heard, plain, tuple(phones(plain)))
    unknown = [slot for key, slot in script.slots.items() if key not in known and key != script.opening]
    found: dict[str, str] = {}
    for slot in unknown:
        is_alone = sum(other.type == slot.type for other in script.slots.values()) == 1
        values = _READERS[slot.type](slot, telling) if slot.type in _READERS else []
        if len(set(values)) == 1 and (is_alone or slot.type in _BY_WORDS):
            found[slot.key] = values[0]
    return found


def _phone(_slot: Slot, telling: _Telling) -> list[str]:
    """Return the numbers but those of whoever called the customer, or was called."""
    plain = telling.plain
    return [
        number
        for number, start, end in telling.phones
        if not _CALLER.search(plain[max(0, start - _REACH) : start]) and not _CALLS.match(plain, end)
    ]


def _email(_slot: Slot, telling: _Telling) -> list[str]:
    return emails(clean(telling.heard.text))


def _money(_slot: Slot, telling: _Telling) -> list[str]:
    return list(amounts(telling.plain, marked=True))


def _date(_slot: Slot, telling: _Telling) -> list[str]:
    """Return the day, unless it may be a day to come of which something is booked: those are read as past ones."""
    now = telling.heard.now
    moment = read_date(telling.plain, now, telling.heard.language)
    is_unsure = moment and _PLANNED.search(telling.plain) and _days_between(moment, now) > _NEAR
    return [moment] if moment and not is_unsure else []


def _days_between(moment: str, now: str) -> int:
    return (date.fromisoformat(now[:10]) - date.fromisoformat(moment[:10])).days if now else 0


def _place(slot: Slot, telling: _Telling) -> list[str]:
    if spot := point(telling.heard.text):
        return [", ".join(spot)]
    found = list(places(clean(telling.heard.text)[:_LONGEST]))
    usable = [place for place in found if read(slot, Heard(place))]
    # The same place told more and less fully is one place.
    return [place for place in usable if not any(place != other and place in other for other in usable)]


def _digits(slot: Slot, telling: _Telling) -> list[str]:
    """Return the numbers of the slot's length that follow its label and are no phone number."""
    taken = [(start, end) for _, start, end in telling.phones]
    found = []
    for match in _RUN.finditer(telling.plain):
        digits = re.sub("[^0-9]", "", match[0])
        before = _ENDS.split(telling.plain[max(0, match.start() - _REACH) : match.start()])[-1]
        is_phone = any(match.start() < end and start < match.end() for start, end in taken)
        counts = _UNIT.match(telling.plain, match.end()) is not None
        if slot.shortest <= len(digits) <= slot.longest and _labels(slot, before) and not is_phone and not counts:
            found.append(digits)
    return found


def _labels(slot: Slot, before: str) -> bool:
    telling = set(_WORD.findall(before))
    for label in slot.label.values():
        words = set(_WORD.findall(folded(label))) - _PRIVATE_WORDS
        if words & telling:
            return True
    return False


def _choices(slot: Slot, telling: _Telling) -> list[str]:
    keys = named(slot.choices, telling.plain)
    if slot.type == "multi-choice":
        return [",".join(keys)] if keys else []
    return list(keys)


_READERS: Mapping[str, Callable[[Slot, _Telling], list[str]]] = {
    "phone": _phone,
    "email": _email,
    "money": _money,
    "date": _date,
    "place": _place,
    "digits": _digits,
    "choice": _choices,
    "multi-choice": _choices,
}
"""By type of slot; what has no reader here is never read from a telling."""
_BY_WORDS = ("choice", "multi-choice", "digits")
"""Types that are told apart by words of their own."""
