"""The figures of a report: shares and times, each a rule that says which cases of a ticket count, and when.

A rule gives the cases of one ticket: the moment by which each falls into a period, and whether it is one of those that
are counted. All figures, all breakdowns, and the lists of tickets behind them come from the same rules.
"""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil, sqrt

from bot.desk.reports.report_period import Period
from bot.desk.reports.ticket_facts import TicketFact

FOLLOW_UP = timedelta(days=14)
"""Within which a further telling counts against a ticket: the same for those of long ago and those of now."""
FEW = 10
"""Of fewer cases only the range is told."""
_NORMAL = 1.96
"""Of the normal distribution, for 95 of 100."""

Cases = Sequence[tuple[datetime, bool]]
Rule = Callable[[TicketFact], Cases]
NO_CASES: Cases = ()


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


def is_told_once(ticket: TicketFact) -> bool:
    """Tell whether its customer did not tell it again within `FOLLOW_UP`."""
    return len(ticket.tellings) < 2 or ticket.tellings[1] - ticket.tellings[0] > FOLLOW_UP


def _told_once(ticket: TicketFact) -> Cases:
    return ((ticket.opened, is_told_once(ticket)),)


def _repeats(ticket: TicketFact) -> Cases:
    return [(at, number > 0) for number, at in enumerate(ticket.tellings)]


def _promise(outcome: str) -> Rule:
    def cases(ticket: TicketFact) -> Cases:
        return [(due, became == outcome) for due, became in ticket.promises if became != "pending"]

    return cases


def _known(ticket: TicketFact) -> Cases:
    return ((ticket.opened, bool(ticket.known_issue)),)


def _known_back(ticket: TicketFact) -> Cases:
    if not ticket.known_issue:
        return NO_CASES
    return ((ticket.opened, ticket.status != "answered" or len(ticket.tellings) > 1),)


def _handed(ticket: TicketFact) -> Cases:
    return ((ticket.opened, bool(ticket.reasons)),)


def _asked(ticket: TicketFact) -> Cases:
    at = ticket.asked or (ticket.resolved if ticket.status in ("resolved", "closed") else None)
    return ((at, ticket.asked is not None),) if at else NO_CASES


def _said(word: str) -> Rule:
    def cases(ticket: TicketFact) -> Cases:
        return ((ticket.asked, ticket.solved == word),) if ticket.asked and ticket.solved else NO_CASES

    return cases


def _reopened(ticket: TicketFact) -> Cases:
    if ticket.asked is None:
        return NO_CASES
    is_told_later = bool(ticket.tellings) and ticket.tellings[-1] > ticket.asked
    return ((ticket.asked, ticket.solved == "no" or is_told_later),)


SHARES: Mapping[str, Rule] = {
    "told-once": _told_once,
    "repeats": _repeats,
    "promise-kept": _promise("kept"),
    "promise-renewed": _promise("renewed"),
    "promise-missed": _promise("missed"),
    "known": _known,
    "known-back": _known_back,
    "handed-over": _handed,
    "asked": _asked,
    "satisfied": _said("yes"),
    "dissatisfied": _said("no"),
    "reopened": _reopened,
}
"""The shares of a report, by name."""

TROUBLE: Mapping[str, bool] = {"told-once": False, "asked": False}
"""Whether the tickets behind a share are those that count for it, where that is not what one wants to look into."""


def _waiting(end_of: Callable[[TicketFact], datetime | None]) -> Rule:
    return lambda ticket: ((ticket.opened, end_of(ticket) is None),)


TIMES: Mapping[str, Callable[[TicketFact], datetime | None]] = {
    "first-answer": lambda ticket: ticket.answered,
    "to-solve": lambda ticket: ticket.resolved,
}
"""The times of a report, from the opening of a ticket on: when each is over; of what is not yet, there is none."""


LISTS: Mapping[str, Rule] = {
    **SHARES,
    **{name: _waiting(end_of) for name, end_of in TIMES.items()},
    "problems": lambda ticket: ((ticket.opened, True),),
}
"""Of what the tickets can be listed: the shares, what is waited for of the times, and all problems."""


def bounds_of(periods: Sequence[Period]) -> list[datetime]:
    """Return where periods that follow each other begin, and where the last one ends: for `bisect`, from 1 on."""
    return [period.begins for period in periods] + [periods[-1].ends]


def shares(tickets: Iterable[TicketFact], rule: Rule, periods: Sequence[Period]) -> list[Share]:
    """Return how many of the cases of each period are counted, for periods that follow each other."""
    bounds = bounds_of(periods)
    hits, of = [0] * (len(bounds) + 1), [0] * (len(bounds) + 1)
    for ticket in tickets:
        for at, hit in rule(ticket):
            number = bisect_right(bounds, at)
            of[number] += 1
            hits[number] += hit
    return [Share(*one) for one in zip(hits[1:-1], of[1:-1], strict=True)]


def spread(tickets: Iterable[TicketFact], name: str) -> Spread:
    """Return how long it took for these tickets."""
    end_of = TIMES[name]
    spans = [(ticket.opened, end_of(ticket)) for ticket in tickets]
    took = sorted((end - begin).total_seconds() for begin, end in spans if end)
    if not took:
        return Spread(waiting=len(spans))
    return Spread(len(took), _quantile(took, 0.5), _quantile(took, 0.9), took[0], took[-1], len(spans) - len(took))


def behind(tickets: Iterable[TicketFact], rule: Rule, period: Period, *, hit: bool) -> list[TicketFact]:
    """Return the tickets that have a case of a period which is, or is not, counted."""
    begins, ends = period.begins, period.ends
    return [one for one in tickets if any(begins <= at < ends and is_hit == hit for at, is_hit in rule(one))]


def opened_in(tickets: Iterable[TicketFact], period: Period) -> list[TicketFact]:
    """Return what was opened in a period."""
    begins, ends = period.begins, period.ends
    return [one for one in tickets if begins <= one.opened < ends]


def _quantile(ordered: Sequence[float], part: float) -> float:
    """Return the least value that so many are not above."""
    return ordered[ceil(part * len(ordered)) - 1]
