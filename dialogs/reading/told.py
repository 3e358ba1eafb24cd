"""What was read from free text: a value, where it was said, and how sure that is."""

import re
from collections.abc import Sequence
from typing import NamedTuple

AT_MOST = 3
"""Values to choose from."""
_ENDS = re.compile(r"[,.;!?。，；！？\n](?![0-9])")
_LONGEST = 60
"""Characters of a quotation."""


class Told(NamedTuple):
    """A value, and where it was said."""

    value: str
    start: int
    end: int
    """In the folded text."""
    weight: float = 1.0
    """How much speaks for it; what leads by little is in doubt."""


class SlotReading(NamedTuple):
    """What a telling says of one slot."""

    value: str
    """Empty if several are as likely."""
    words: str = ""
    """The words it was read from."""
    others: tuple[str, ...] = ()
    """The two or three values that it may be, where none is likely enough."""


def best(found: Sequence[Told], lead: float) -> list[Told]:
    """Return the one that leads by so much; else the few that it may be, the likeliest first."""
    ranked = sorted(found, key=lambda one: (-one.weight, one.start))
    if len(ranked) < 2 or ranked[0].weight - ranked[1].weight >= lead:
        return ranked[:1]
    near = [one for one in ranked if ranked[0].weight - one.weight < lead]
    return near[:AT_MOST]


def quoted(text: str, start: int, end: int) -> str:
    """Return the clause of a text in which something stands, cut to what is near it."""
    begin = max(
        (match.end() for match in _ENDS.finditer(text, max(0, start - _LONGEST), start)),
        default=max(0, start - _LONGEST),
    )
    after = _ENDS.search(text, end, min(len(text), end + _LONGEST))
    stop = after.start() if after else min(len(text), end + _LONGEST)
    clause = text[begin:stop].strip()
    if len(clause) <= _LONGEST:
        return clause
    room = max(0, _LONGEST - (end - start)) // 2
    return text[max(begin, start - room) : min(stop, end + room)].strip()
