"""One report: every figure of a period beside the period before, over the tickets that were chosen."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from bot.desk.reports.breakdown import GROUPS, NO_NAME, GroupShare, by_group
from bot.desk.reports.figures import FOLLOW_UP, SHARES, TIMES, Share, Spread, bounds_of, opened_in, shares, spread
from bot.desk.reports.report_period import Period
from bot.desk.reports.ticket_facts import DeskFacts, Dialog, TicketFact

HEADLINE = "told-once"


@dataclass(frozen=True)
class TicketChoice:
    """Which tickets a report is about; what is empty chooses all."""

    groups: Mapping[str, str] = field(default_factory=dict)
    """By name of `breakdown.GROUPS`: the group; `NO_NAME` for what is in none."""

    def of(self, tickets: Iterable[TicketFact]) -> list[TicketFact]:
        """Return those of the tickets that are chosen; a place is chosen by any part of its name."""
        listed = list(tickets)
        for name, value in self.groups.items():
            name_of, wanted = GROUPS[name], "" if value == NO_NAME else value.casefold()
            if name == "place" and wanted:
                listed = [one for one in listed if wanted in name_of(one).casefold()]
            else:
                listed = [one for one in listed if name_of(one).casefold() == wanted]
        return listed

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


def make_report(facts: DeskFacts, period: Period, choice: TicketChoice, group: str) -> Report:
    """Return the report of a period on what was chosen, with the headline by one kind of group."""
    tickets, both, parts = choice.of(facts.tickets), (period.before, period), list(period.parts())
    before, now = (opened_in(tickets, part) for part in both)
    young = facts.read - FOLLOW_UP
    return Report(
        period=period,
        shares={name: _now_first(shares(tickets, rule, both)) for name, rule in SHARES.items()},
        times={name: (spread(now, name), spread(before, name)) for name in TIMES},
        course=list(zip(parts, shares(now, SHARES[HEADLINE], parts), strict=True)),
        groups=by_group(tickets, SHARES[HEADLINE], period, group),
        reasons=_tally([[reason for one in part for reason in one.reasons] for part in (now, before)]),
        categories=_tally([[one.category for one in part] for part in (now, before)]),
        channels=_tally([[one.channel for one in part] for part in (now, before)]),
        causes=_tally([[one.cause for one in part if one.cause] for part in (now, before)]),
        outcomes=_tally([[one.outcome_code for one in part if one.outcome_code] for part in (now, before)]),
        remedies=_tally([[one.remedy for one in part if one.remedy] for part in (now, before)]),
        given=_given(now, before),
        stops=_stops(facts, period, choice),
        young=sum(one.opened > young for one in now),
    )


def _given(now: Iterable[TicketFact], before: Iterable[TicketFact]) -> dict[str, tuple[int, int]]:
    found: dict[str, tuple[int, int]] = {}
    for place, part in enumerate((now, before)):
        for one in part:
            if one.amount:
                sums = found.get(one.currency, (0, 0))
                found[one.currency] = (sums[0] + one.amount, sums[1]) if place == 0 else (sums[0], sums[1] + one.amount)
    return dict(sorted(found.items()))


def _now_first(both: Sequence[Share]) -> tuple[Share, Share]:
    before, now = both
    return now, before


def _tally(names: Sequence[Sequence[str]], of: tuple[int, int] | None = None) -> ReportTally:
    now, before = map(Counter, names)
    ordered = sorted(now | before, key=lambda name: (-now[name], -before[name], name))
    return ReportTally({name: (now[name], before[name]) for name in ordered}, of or (now.total(), before.total()))


def _stops(facts: DeskFacts, period: Period, choice: TicketChoice) -> ReportTally:
    """Return at which steps conversations were given up, of all that were begun."""
    bounds = bounds_of([period.before, period])
    chosen = [moments for dialog, moments in facts.begun.items() if choice.is_of(dialog)]
    first, middle, last = (sum(bisect_left(moments, bound) for moments in chosen) for bound in bounds)
    steps = list[list[str]]([[], [], [], []])
    for stop in facts.stops:
        if choice.is_of(stop.dialog):
            steps[bisect_right(bounds, stop.began)].append(stop.step)
    return _tally([steps[2], steps[1]], (last - middle, middle - first))
