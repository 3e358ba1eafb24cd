"""A share by group, and by how much each group raised or lowered the whole since the period before."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from bot.desk.reports.figures import Rule, Share, bounds_of
from bot.desk.reports.report_period import Period
from bot.desk.reports.ticket_facts import TicketFact

GROUPS: Mapping[str, Callable[[TicketFact], str]] = {
    "category": lambda ticket: ticket.category,
    "cause": lambda ticket: ticket.cause,
    "known": lambda ticket: ticket.known_issue,
    "script": lambda ticket: ticket.script,
    "version": lambda ticket: ticket.version,
    "owner": lambda ticket: ticket.owner,
    "place": lambda ticket: ticket.place,
    "channel": lambda ticket: ticket.channel,
    "language": lambda ticket: ticket.language,
}
"""What tickets can be grouped by, by name."""
PEOPLE = ("owner",)
"""Groups that are people: they are in the order of their names, never in that of their figures."""
MOST = 20
"""Groups that are shown; those of more are put together."""
NO_NAME = "-"
"""By which the tickets are chosen that are in no group: those without an owner, or a place."""
NONE = Share()
REST = "\0rest"
"""The name of what is put together."""


@dataclass(frozen=True)
class GroupShare:
    """The share of one group in two periods."""

    name: str
    now: Share
    before: Share
    effect: float
    """By how much it raised the share of all, between -1 and 1; together they are the whole change."""


def by_group(tickets: Iterable[TicketFact], rule: Rule, period: Period, group: str) -> list[GroupShare]:
    """Return the share of each group, those of most effect first; people by their names."""
    now, before = _counted(tickets, rule, GROUPS[group], period)
    kept = set(
        sorted(before | now, key=lambda name: (-now.get(name, NONE).of, -before.get(name, NONE).of, name))[:MOST]
    )
    now, before = _together(now, kept), _together(before, kept)
    whole, earlier = total(now.values()), total(before.values())
    shares = [GroupShare(name, now.get(name, NONE), before.get(name, NONE), 0.0) for name in before | now]
    told = [_with_effect(one, whole, earlier) for one in shares]
    if group in PEOPLE:
        return sorted(told, key=lambda one: one.name)
    return sorted(told, key=lambda one: (-abs(one.effect), -one.now.of, one.name))


def total(shares: Iterable[Share]) -> Share:
    """Return the share of all of them."""
    listed = list(shares)
    return Share(sum(one.hits for one in listed), sum(one.of for one in listed))


def _with_effect(one: GroupShare, whole: Share, earlier: Share) -> GroupShare:
    """Measure both periods of a group against the earlier share of all: weight times distance, now less before.

    Summed over all groups, that is how the whole has changed.
    """
    if not whole.of or not earlier.of:
        return one
    base = earlier.hits / earlier.of
    effect = (one.now.hits - base * one.now.of) / whole.of - (one.before.hits - base * one.before.of) / earlier.of
    return GroupShare(one.name, one.now, one.before, effect)


def _counted(
    tickets: Iterable[TicketFact], rule: Rule, name_of: Callable[[TicketFact], str], period: Period
) -> tuple[dict[str, Share], dict[str, Share]]:
    """Return the shares by group, now and before."""
    bounds, found = bounds_of([period.before, period]), defaultdict[str, list[int]](lambda: [0] * 4)
    for ticket in tickets:
        for at, hit in rule(ticket):
            number = bisect_right(bounds, at)
            if number in (1, 2):
                counts = found[name_of(ticket)]
                counts[2 * number - 2] += hit
                counts[2 * number - 1] += 1
    now = {name: Share(hits, of) for name, (_, _, hits, of) in found.items() if of}
    before = {name: Share(hits, of) for name, (hits, of, _, _) in found.items() if of}
    return now, before


def _together(shares: Mapping[str, Share], kept: set[str]) -> dict[str, Share]:
    """Put what is not kept together under one name."""
    rest = [one for name, one in shares.items() if name not in kept]
    named = {name: one for name, one in shares.items() if name in kept}
    return {**named, REST: total(rest)} if rest else named
