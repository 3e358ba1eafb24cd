"""The tickets of a desk in columns: a figure over a hundred thousand of them is a few sums. Made once a reading."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from itertools import chain, compress
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.desk.reports.ticket_facts import TicketFact

Moments = NDArray[np.int64]
"""In microseconds since 1970."""
Numbers = NDArray[np.intp]
"""Of tickets, by their place in the table."""
Flags = NDArray[np.bool_]

SECOND = 1_000_000
_LAST = datetime.max.replace(microsecond=0, tzinfo=UTC)
NEVER = int(_LAST.timestamp()) * SECOND
"""The moment of what has not happened: behind all others."""


class NameColumn:
    """A column of names, of which there are few different ones."""

    def __init__(self, rows: Sequence[str]) -> None:
        self.names: Sequence[str] = list(dict.fromkeys(rows))
        known = {name: code for code, name in enumerate(self.names)}
        self.codes: Numbers = np.fromiter(map(known.__getitem__, rows), np.intp, len(rows))
        """By row: which of the names."""

    def among(self, wanted: Callable[[str], bool]) -> Flags:
        """Return which rows have a name that is wanted."""
        return np.fromiter(map(wanted, self.names), np.bool_, len(self.names))[self.codes]

    def is_one(self, *wanted: str) -> Flags:
        """Return which rows have one of these names."""
        return self.among(lambda name: name in wanted)

    def counts(self, rows: Flags) -> Mapping[str, int]:
        """Return how many of these rows have each name; none that none of them has."""
        counts = np.bincount(self.codes[rows], minlength=len(self.names)).tolist()
        return {name: count for name, count in zip(self.names, counts, strict=True) if count}


class Cases(NamedTuple):
    """What a rule counts: three columns of one length, in the order of the tickets."""

    of: Numbers
    at: Moments
    """By which each falls into a period."""
    hit: Flags
    """Whether it is one of those that are counted."""


class TicketTable:
    """All tickets, by number and by column."""

    def __init__(self, tickets: Sequence[TicketFact]) -> None:
        self.tickets = tickets
        # Column by column and by comprehensions, between whose steps others may go on.
        held: dict[str, list[Any]] = {
            name: [ticket[place] for ticket in tickets] for place, name in enumerate(TicketFact._fields)
        }
        self.opened, self.resolved = moments(held["opened"]), moments(held["resolved"])
        self.answered, self.asked = moments(held["answered"]), moments(held["asked"])
        self.called, self.taken = moments(held["called"]), moments(held["taken"])
        self.escalated: Flags = np.fromiter(held["escalated"], np.bool_)
        self.names = {name: NameColumn(held[name]) for name in _NAMES}
        self.amounts = np.fromiter(held["amount"], np.float64)
        """In hundredths of the currency."""
        self.tellings = np.fromiter(map(len, held["tellings"]), np.intp)
        """How many there are of each ticket."""
        self.told, self.told_of = moments(chain.from_iterable(held["tellings"])), _repeated(self.tellings)
        """When each telling was, ticket after ticket, and of which ticket it is."""
        promises = list(chain.from_iterable(held["promises"]))
        self.due, self.became = moments([due for due, _ in promises]), NameColumn([word for _, word in promises])
        """When each promise was due, and what became of it."""
        self.promise_of = _repeated(np.fromiter(map(len, held["promises"]), np.intp))
        self.calls = np.fromiter(map(len, held["reasons"]), np.intp)
        """How often a person was called for each ticket."""
        self.reasons, self.reason_of = NameColumn(list(chain.from_iterable(held["reasons"]))), _repeated(self.calls)

    def __len__(self) -> int:
        return len(self.tickets)

    def each(self, at: Moments, hit: Flags) -> Cases:
        """Return one case of each ticket, of those for which it has happened."""
        of = np.flatnonzero(at < NEVER)
        return Cases(of, at[of], hit[of])

    def first_tellings(self) -> Numbers:
        """Return which telling is the first of each ticket, were there one."""
        return np.cumsum(self.tellings) - self.tellings

    def chosen(self, which: Flags) -> list[TicketFact]:
        """Return some of the tickets, in their order."""
        return list(compress(self.tickets, which.tolist()))

    def touched(self, begins: datetime, ends: datetime) -> list[TicketFact]:
        """Return the tickets that were opened before the end of a time and not over before it began."""
        first, last = moments((begins, ends))
        return self.chosen((self.opened < last) & ((self.resolved >= first) | (self.opened >= first)))


_NAMES = (
    "status", "solved", "known_issue", "script", "version", "category", "place", "channel", "language", "owner",
    "cause", "outcome_code", "remedy", "currency", "team",
)  # fmt: skip


def moments(times: Iterable[datetime | None]) -> Moments:
    """Return times as a column, `NEVER` for None."""
    seconds = np.fromiter(map(datetime.timestamp, [at or _LAST for at in times]), np.float64)
    return np.rint(seconds * SECOND).astype(np.int64)


def _repeated(lengths: Numbers) -> Numbers:
    return np.repeat(np.arange(len(lengths)), lengths)
