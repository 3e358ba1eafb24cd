"""What is worth talking about in a period, found by rules: what of a category changed more than by chance."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from math import sqrt

from bot.desk.reports.breakdown import by_group
from bot.desk.reports.desk_facts import DeskFacts
from bot.desk.reports.figures import SHARES, Share, behind
from bot.desk.reports.report import TicketChoice
from bot.desk.reports.report_period import Period
from bot.desk.reports.ticket_facts import TicketFact
from bot.desk.reports.ticket_table import TicketTable

RULES = (
    *("repeats", "promise-missed", "known-back", "dissatisfied", "reopened"),
    *("handed-over", "escalated", "threatened"),
)
"""The shares that are looked at, by category."""
BY_CHANCE = 2.58
"""Standard deviations: one of a hundred categories in which nothing changed goes further."""
FEWEST_HITS = 3
MOST_FINDINGS = 10
MOST_LATE = 10


@dataclass(frozen=True)
class MeetingFinding:
    """A share of a category that rose or fell."""

    rule: str
    category: str
    now: Share
    before: Share
    distance: float
    """In standard deviations; above 0 it rose."""
    tickets: int
    """Of this period that are behind it."""
    place: str = ""
    """Where most of those are; empty if there is no such place."""
    there: int = 0
    owners: int = 0
    """How many members have them."""


@dataclass(frozen=True)
class LatePromise:
    """A promise that was missed."""

    ticket: TicketFact
    due: datetime
    late: float
    """For how long the customer waited, or still waits, for what stands now; in seconds."""


def findings(facts: DeskFacts, period: Period) -> list[MeetingFinding]:
    """Return what changed since the period before, the surest first."""
    found = [finding for rule in RULES for finding in _of_rule(facts.table, rule, period)]
    return sorted(found, key=lambda one: -abs(one.distance))[:MOST_FINDINGS]


def latest_promises(facts: DeskFacts, period: Period) -> list[LatePromise]:
    """Return the promises of a period that were missed by most."""
    missed = behind(facts.table, SHARES["promise-missed"], TicketChoice().of(facts.table), period, hit=True)
    late = [
        LatePromise(one, due, ((one.resolved or facts.read) - due).total_seconds())
        for one in missed
        for due, outcome in one.promises
        if outcome == "missed" and is_within(period, due)
    ]
    return sorted(late, key=lambda one: -one.late)[:MOST_LATE]


def distance(now: Share, before: Share) -> float:
    """Return by how many standard deviations two shares differ, taken for one; 0 where too little is known."""
    if now.is_small or before.is_small or max(now.hits, before.hits) < FEWEST_HITS:
        return 0.0
    together = (now.hits + before.hits) / (now.of + before.of)
    deviation = sqrt(together * (1 - together) * (1 / now.of + 1 / before.of))
    return (now.hits / now.of - before.hits / before.of) / deviation if deviation else 0.0


def is_within(period: Period, at: datetime) -> bool:
    """Tell whether a moment falls into a period."""
    return period.begins <= at < period.ends


def _of_rule(table: TicketTable, rule: str, period: Period) -> Iterable[MeetingFinding]:
    for group in by_group(table, SHARES[rule], TicketChoice().of(table), period, "category"):
        apart = distance(group.now, group.before)
        if abs(apart) < BY_CHANCE:
            continue
        its = behind(table, SHARES[rule], table.names["category"].is_one(group.name), period, hit=True)
        (place, there), *_ = Counter(one.place for one in its if one.place).most_common(1) or [("", 0)]
        is_there = there >= FEWEST_HITS and 2 * there > len(its)
        yield MeetingFinding(
            rule,
            group.name,
            group.now,
            group.before,
            apart,
            len(its),
            place if is_there else "",
            there if is_there else 0,
            len({one.owner for one in its if one.owner}),
        )
