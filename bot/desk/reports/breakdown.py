"""A share by group, and by how much each group raised or lowered the whole since the period before."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.desk.reports.figures import Rule, Share, counted, only
from bot.desk.reports.report_period import Period
from bot.desk.reports.ticket_table import Flags, TicketTable

GROUPS: Mapping[str, str] = {
    "category": "category",
    "cause": "cause",
    "known": "known_issue",
    "script": "script",
    "version": "version",
    "team": "team",
    "owner": "owner",
    "place": "place",
    "channel": "channel",
    "language": "language",
}
"""What tickets can be grouped by: by name, the column that has it."""
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


def by_group(table: TicketTable, rule: Rule, chosen: Flags, period: Period, group: str) -> list[GroupShare]:
    """Return the share of each group of chosen tickets, those of most effect first; people by their names."""
    column, cases = table.names[GROUPS[group]], only(rule(table), chosen)
    found = counted(cases, column.codes[cases.of], len(column.names), (period.before, period))
    before, now = (
        {name: both[part] for name, both in zip(column.names, found, strict=True) if both[part].of} for part in (0, 1)
    )
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


def _together(shares: Mapping[str, Share], kept: set[str]) -> dict[str, Share]:
    """Put what is not kept together under one name."""
    rest = [one for name, one in shares.items() if name not in kept]
    named = {name: one for name, one in shares.items() if name in kept}
    return {**named, REST: total(rest)} if rest else named
