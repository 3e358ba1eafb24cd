"""The figures of a report: shares and times, each a rule that says which cases of the tickets count, and when.

A rule gives the cases of a table of tickets: the moment by which each falls into a period, and whether it is one of
those that are counted. All figures, all breakdowns, and the lists of tickets behind them come from the same rules.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from math import ceil, sqrt

import numpy as np
from numpy.typing import NDArray

from bot.desk.reports.report_period import Period
from bot.desk.reports.ticket_facts import TicketFact
from bot.desk.reports.ticket_table import NEVER, SECOND, Cases, Flags, Moments, Numbers, TicketTable, moments

FOLLOW_UP = timedelta(days=14)
"""Within which a further telling counts against a ticket: the same for those of long ago and those of now."""
THREATS = ("legal-threat", "regulator-threat", "press-threat")
"""The signals with which customers say where else they will go."""
FEW = 10
"""Of fewer cases only the range is told."""
_NORMAL = 1.96
"""Of the normal distribution, for 95 of 100."""

Rule = Callable[[TicketTable], Cases]


@dataclass(frozen=True)
class Share:
    """So many of so many."""

    hits: int = 0
    of: int = 0

    @property
    def value(self) -> float | None:
        """Between 0 and 1; None of nothing."""
        return self.hits / self.of if self.of else None

    @property
    def is_small(self) -> bool:
        """Whether it is of so few that only the range may be told."""
        return self.of < FEW

    @property
    def range(self) -> tuple[float, float]:
        """Where the true share lies in 95 of 100 cases (Wilson)."""
        if not self.of:
            return 0.0, 1.0
        share, square = self.hits / self.of, _NORMAL**2 / self.of
        middle = share + square / 2
        half = _NORMAL * sqrt(share * (1 - share) / self.of + square / (4 * self.of))
        return max(0.0, (middle - half) / (1 + square)), min(1.0, (middle + half) / (1 + square))


@dataclass(frozen=True)
class Spread:
    """How long things took, in seconds."""

    count: int = 0
    median: float = 0
    late: float = 0
    """Nine of ten took no longer."""
    least: float = 0
    most: float = 0
    waiting: int = 0
    """Those that are not at their end yet."""

    @property
    def is_small(self) -> bool:
        """Whether it is of so few that only the range may be told."""
        return self.count < FEW


def is_told_once(table: TicketTable) -> Flags:
    """Tell of each ticket whether its customer did not tell it again within `FOLLOW_UP`."""
    once, again = np.ones(len(table), np.bool_), np.flatnonzero(table.tellings > 1)
    first = table.first_tellings()[again]
    once[again] = table.told[first + 1] - table.told[first] > FOLLOW_UP.total_seconds() * SECOND
    return once


def _told_once(table: TicketTable) -> Cases:
    return table.each(table.opened, is_told_once(table))


def _repeats(table: TicketTable) -> Cases:
    first = table.first_tellings()[table.told_of]
    return Cases(table.told_of, table.told, np.arange(len(table.told)) > first)


def _promise(outcome: str) -> Rule:
    def cases(table: TicketTable) -> Cases:
        settled = ~table.became.is_one("pending")
        return Cases(table.promise_of[settled], table.due[settled], table.became.is_one(outcome)[settled])

    return cases


def _known(table: TicketTable) -> Cases:
    return table.each(table.opened, ~table.names["known_issue"].is_one(""))


def _known_back(table: TicketTable) -> Cases:
    known = ~table.names["known_issue"].is_one("")
    return table.each(
        np.where(known, table.opened, NEVER), ~table.names["status"].is_one("answered") | (table.tellings > 1)
    )


def _handed(table: TicketTable) -> Cases:
    return table.each(table.opened, table.calls > 0)


def _escalated(table: TicketTable) -> Cases:
    return table.each(table.opened, table.escalated)


def _threatened(table: TicketTable) -> Cases:
    heard = np.zeros(len(table), np.bool_)
    heard[table.reason_of[table.reasons.is_one(*THREATS)]] = True
    return table.each(table.opened, heard)


def _asked(table: TicketTable) -> Cases:
    was_asked, over = table.asked < NEVER, table.names["status"].is_one("resolved", "closed")
    return table.each(np.where(was_asked, table.asked, np.where(over, table.resolved, NEVER)), was_asked)


def _said(word: str) -> Rule:
    def cases(table: TicketTable) -> Cases:
        solved = table.names["solved"]
        return table.each(np.where(solved.is_one(""), NEVER, table.asked), solved.is_one(word))

    return cases


def _reopened(table: TicketTable) -> Cases:
    last, told = np.full(len(table), -NEVER), np.flatnonzero(table.tellings)
    last[told] = table.told[np.cumsum(table.tellings)[told] - 1]
    return table.each(table.asked, table.names["solved"].is_one("no") | (last > table.asked))


SHARES: Mapping[str, Rule] = {
    "told-once": _told_once,
    "repeats": _repeats,
    "promise-kept": _promise("kept"),
    "promise-renewed": _promise("renewed"),
    "promise-missed": _promise("missed"),
    "known": _known,
    "known-back": _known_back,
    "handed-over": _handed,
    "escalated": _escalated,
    "threatened": _threatened,
    "asked": _asked,
    "satisfied": _said("yes"),
    "dissatisfied": _said("no"),
    "reopened": _reopened,
}
"""The shares of a report, by name."""

TROUBLE: Mapping[str, bool] = {"told-once": False, "asked": False}
"""Whether the tickets behind a share are those that count for it, where that is not what one wants to look into."""

Span = Callable[[TicketTable], tuple[Moments, Moments]]
TIMES: Mapping[str, Span] = {
    "first-answer": lambda table: (table.opened, table.answered),
    "to-be-taken": lambda table: (table.called, table.taken),
    "to-solve": lambda table: (table.opened, table.resolved),
}
"""The times of a report: when each begins for a ticket, and when it is over; of what has not happened, `NEVER`."""


def _waiting(span: Span) -> Rule:
    def cases(table: TicketTable) -> Cases:
        begins, ends = span(table)
        return table.each(np.where(begins < NEVER, table.opened, NEVER), ends == NEVER)

    return cases


LISTS: Mapping[str, Rule] = {
    **SHARES,
    **{name: _waiting(span) for name, span in TIMES.items()},
    "problems": lambda table: table.each(table.opened, np.ones(len(table), np.bool_)),
}
"""Of what the tickets can be listed: the shares, what is waited for of the times, and all problems."""


def bounds_of(periods: Sequence[Period]) -> Moments:
    """Return where periods that follow each other begin, and where the last one ends."""
    return moments([period.begins for period in periods] + [periods[-1].ends])


def counted(cases: Cases, names: Numbers, width: int, periods: Sequence[Period]) -> list[list[Share]]:
    """Return how many of the cases of each period are counted, for periods that follow each other, name by name.

    ``names`` says for each case under which of ``width`` names it falls.
    """
    parts = len(periods) + 2  # what came before all of them, and what comes behind
    places = np.searchsorted(bounds_of(periods), cases.at, side="right") + parts * names
    of = np.bincount(places, minlength=parts * width)
    hits = np.bincount(places[cases.hit], minlength=parts * width)
    told = list(map(Share, hits.tolist(), of.tolist()))
    return [told[first + 1 : first + parts - 1] for first in range(0, parts * width, parts)]


def shares(cases: Cases, chosen: Flags, periods: Sequence[Period]) -> list[Share]:
    """Return how many of the cases of chosen tickets are counted, for periods that follow each other."""
    kept = only(cases, chosen)
    return counted(kept, np.zeros(len(kept.of), np.intp), 1, periods)[0]


def only(cases: Cases, chosen: Flags) -> Cases:
    """Return the cases of chosen tickets."""
    if chosen.all():  # as a rule, and it spares a copy of each column
        return cases
    kept = chosen[cases.of]
    return Cases(cases.of[kept], cases.at[kept], cases.hit[kept])


def spread(table: TicketTable, name: str, chosen: Flags) -> Spread:
    """Return how long it took for chosen tickets."""
    begins, ends = TIMES[name](table)
    begun = chosen & (begins < NEVER)
    over = begun & (ends < NEVER)
    took = np.sort(ends[over] - begins[over]) / SECOND
    waiting = int(np.count_nonzero(begun)) - len(took)
    if not len(took):
        return Spread(waiting=waiting)
    return Spread(len(took), _quantile(took, 0.5), _quantile(took, 0.9), float(took[0]), float(took[-1]), waiting)


def behind(table: TicketTable, rule: Rule, chosen: Flags, period: Period, *, hit: bool) -> list[TicketFact]:
    """Return the chosen tickets that have a case of a period which is, or is not, counted."""
    cases, (begins, ends) = rule(table), bounds_of([period])
    listed = np.zeros(len(table), np.bool_)
    listed[cases.of[(begins <= cases.at) & (cases.at < ends) & (cases.hit == hit)]] = True
    return table.chosen(listed & chosen)


def opened_in(table: TicketTable, period: Period) -> Flags:
    """Return which tickets were opened in a period."""
    begins, ends = bounds_of([period])
    within: Flags = (begins <= table.opened) & (table.opened < ends)
    return within


def _quantile(ordered: NDArray[np.float64], part: float) -> float:
    """Return the least value that so many are not above."""
    return float(ordered[ceil(part * len(ordered)) - 1])
