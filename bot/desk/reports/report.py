"""One report: every figure of a period beside the period before, over the tickets that were chosen."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from operator import attrgetter
from typing import TypeVar

import numpy as np

from bot.desk.reports.breakdown import GROUPS, NO_NAME, GroupShare, by_group
from bot.desk.reports.desk_facts import DeskFacts, Dialog
from bot.desk.reports.figures import FOLLOW_UP, SHARES, TIMES, Share, Spread, opened_in, shares, spread
from bot.desk.reports.report_period import Period
from bot.desk.reports.ticket_table import Flags, TicketTable, moments

HEADLINE = "told-once"

T = TypeVar("T")


@dataclass(frozen=True)
class TicketChoice:
    """Which tickets a report is about; what is empty chooses all."""

    groups: Mapping[str, str] = field(default_factory=dict)
    """By name of `breakdown.GROUPS`: the group; `NO_NAME` for what is in none."""

    def of(self, table: TicketTable) -> Flags:
        """Return which tickets are chosen; a place is chosen by any part of its name."""
        chosen = np.ones(len(table), np.bool_)
        for name, value in self.groups.items():
            wanted = "" if value == NO_NAME else value.casefold()
            is_part = name == "place" and bool(wanted)
            chosen &= table.names[GROUPS[name]].among(partial(_is_named, wanted, is_part=is_part))
        return chosen

    def is_of(self, dialog: Dialog) -> bool:
        """Tell whether a conversation is chosen, by what is known of one before it has a ticket."""
        return all(getattr(dialog, name) == value for name, value in self.groups.items() if name in Dialog._fields)


@dataclass(frozen=True)
class ReportTally:
    """How often each of several things happened, and out of how many."""

    counts: Mapping[str, tuple[int, int]]
    """By name, the most frequent first: now and before."""
    of: tuple[int, int]

    def share(self, name: str) -> Share:
        """Return which share it is now."""
        return Share(self.counts[name][0], self.of[0])


@dataclass(frozen=True)
class Report:
    """All figures of a period, each with that of the period before."""

    period: Period
    shares: Mapping[str, tuple[Share, Share]]
    """By name of `figures.SHARES`: now and before."""
    times: Mapping[str, tuple[Spread, Spread]]
    """By name of `figures.TIMES`: now and before."""
    course: Sequence[tuple[Period, Share]]
    """The headline by the parts of the period."""
    groups: Sequence[GroupShare]
    reasons: ReportTally
    categories: ReportTally
    channels: ReportTally
    causes: ReportTally
    """Of the problems whose cause is known."""
    outcomes: ReportTally
    remedies: ReportTally
    given: Mapping[str, tuple[int, int]]
    """What customers were given, in hundredths of each currency: now and before."""
    stops: ReportTally
    """By step."""
    young: int
    """Problems of the period that may still be told again within the time that counts."""

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in the period to tell about."""
        return not any(now.of for now, _ in self.shares.values()) and not self.stops.of[0]


def make_report(
    facts: DeskFacts, period: Period, choice: TicketChoice, group: str, rest: Callable[[], None] = lambda: None
) -> Report:
    """Return the report of a period on what was chosen, with the headline by one kind of group.

    ``rest`` is called between two figures: whoever counts beside a loop leaves it room then.
    """

    def one_by_one(figures: Iterable[T]) -> Iterator[T]:
        for figure in figures:
            rest()
            yield figure

    table, both, parts = facts.table, (period.before, period), list(period.parts())
    chosen, headline = choice.of(table), SHARES[HEADLINE]
    now, before = (opened_in(table, part) & chosen for part in (period, period.before))
    (young,) = moments([facts.read - FOLLOW_UP])

    def tally(column: str, *, of_all: bool = False) -> ReportTally:
        names = table.names[column]
        known = np.full(len(table), fill_value=True) if of_all else ~names.is_one("")
        return _tally([names.counts(part & known) for part in (now, before)])

    return Report(
        period=period,
        shares={name: _now_first(shares(rule(table), chosen, both)) for name, rule in one_by_one(SHARES.items())},
        times={name: (spread(table, name, now), spread(table, name, before)) for name in one_by_one(TIMES)},
        course=list(zip(parts, shares(headline(table), now, parts), strict=True)),
        groups=by_group(table, headline, chosen, period, group),
        reasons=_tally([table.reasons.counts(part[table.reason_of]) for part in (now, before)]),
        categories=tally("category", of_all=True),
        channels=tally("channel", of_all=True),
        causes=tally("cause"),
        outcomes=tally("outcome_code"),
        remedies=tally("remedy"),
        given=_given(table, now, before),
        stops=_stops(facts, period, choice),
        young=int(np.count_nonzero(now & (table.opened > young))),
    )


def _is_named(wanted: str, name: str, *, is_part: bool) -> bool:
    return wanted in name.casefold() if is_part else wanted == name.casefold()


def _given(table: TicketTable, *parts: Flags) -> dict[str, tuple[int, int]]:
    """Return what was given, by currency."""
    currencies, width = table.names["currency"], len(table.names["currency"].names)
    now, before = (np.bincount(currencies.codes[one], table.amounts[one], minlength=width) for one in parts)
    sums = zip(currencies.names, now.tolist(), before.tolist(), strict=True)
    return {name: (int(given), int(earlier)) for name, given, earlier in sorted(sums) if given or earlier}


def _now_first(both: Sequence[Share]) -> tuple[Share, Share]:
    before, now = both
    return now, before


def _tally(counts: Sequence[Mapping[str, int]], of: tuple[int, int] | None = None) -> ReportTally:
    now, before = map(Counter, counts)
    ordered = sorted(now | before, key=lambda name: (-now[name], -before[name], name))
    return ReportTally({name: (now[name], before[name]) for name in ordered}, of or (now.total(), before.total()))


def _stops(facts: DeskFacts, period: Period, choice: TicketChoice) -> ReportTally:
    """Return at which steps conversations were given up, of all that were begun."""
    bounds = (period.before.begins, period.begins, period.ends)
    chosen = {dialog: begun for dialog, begun in facts.begun.items() if choice.is_of(dialog)}
    first, middle, last = (sum(bisect_left(begun, bound) for begun in chosen.values()) for bound in bounds)
    places = [bisect_left(facts.stops, bound, key=attrgetter("began")) for bound in bounds]
    before, now = (
        Counter(stop.step for stop in facts.stops[begins:ends] if stop.dialog in chosen)
        for begins, ends in pairwise(places)
    )
    return _tally([now, before], (last - middle, middle - first))
