"""What is open, in order, for every view at once: a change costs what it changes, and not what there is. Pure.

Lists that were asked for are remembered, and forgotten only when a change concerns them: who asks again and is given
the very same list knows that nothing in it has moved.
"""

from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice

from bot.desk.overview.worklist import AT_RISK, DeskView, WorkFilter, WorkItem, values_of
from bot.desk.tickets.lifecycle import UNSOLVED
from bot.desk.tickets.queue_order import Urgency

SHOWN = 60
"""Rows of a list; what is less urgent comes up when these are done."""
REMEMBERED = 500
"""Lists that are remembered; with more they are all made anew."""
PERSONAL = (DeskView.MINE, DeskView.TEAM, DeskView.WATCHED)
"""Views that show each member something else."""
_ORDERED = (DeskView.OPEN, DeskView.WAITING, DeskView.ESCALATED, DeskView.TO_GRANT, DeskView.REPEATS)
_MOMENT = timedelta(microseconds=1)
_NEVER = datetime.min.replace(tzinfo=UTC)
"""For views that do not go by the clock."""


@dataclass(frozen=True)
class Listing:
    """The first of a list, and how many there are."""

    tickets: tuple[str, ...]
    """Their ids, the most urgent first."""
    total: int


@dataclass(frozen=True)
class ListChoice:
    """Which list: of a view what is wanted, by whom if that matters."""

    view: DeskView
    wanted: WorkFilter
    agent: str = ""


def choice_of(view: DeskView, wanted: WorkFilter, agent: str) -> ListChoice:
    """Return which list a member asks for: for most views all members ask for the same."""
    return ListChoice(view, wanted, agent if view in PERSONAL else "")


class OrderedLists:
    """All that is open, and who it belongs to."""

    def __init__(self) -> None:
        self.items: dict[str, WorkItem] = {}
        """By the id of the ticket."""
        self.values: defaultdict[str, Counter[str]] = defaultdict(Counter)
        """What can be filtered by: for each field how often each value is there."""
        self._orders: dict[DeskView, list[Urgency]] = {view: [] for view in _ORDERED}
        self._risks: list[tuple[datetime, str]] = []
        """From when on each promise is at risk."""
        self._of: defaultdict[str, set[str]] = defaultdict(set)
        """By the id of a member or a team what is theirs."""
        self._watched: dict[str, frozenset[str]] = {}
        """By ticket who watches it."""
        self._teams: dict[str, frozenset[str]] = {}
        """By member their teams."""
        self._listings: dict[ListChoice, Listing] = {}
        self._personal_counts: dict[str, dict[DeskView, int]] = {}
        """By member, of those who look, how many each view holds that shows each something else."""
        self._counts: dict[str, dict[DeskView, int]] = {}
        """By member how many each view holds, until something changes."""

    def put(self, item: WorkItem, watchers: Iterable[str] = ()) -> bool:
        """Take an item as it is now; tell whether that is news."""
        key, seen = item.ticket.id, frozenset(watchers)
        old = self.items.get(key)
        if old == item and self._watched.get(key, frozenset()) == seen:
            return False
        if old is not None:
            self.drop(key)
        self.items[key] = item
        if seen:
            self._watched[key] = seen
        for order in self._orders_of(item):
            insort(order, item.urgency)
        insort(self._risks, (risk_begins(item), key))
        for one in _theirs(item) | seen:
            self._of[one].add(key)
        for name, value in values_of(item).items():
            self.values[name][value] += 1
        self._forget(item, seen)
        return True

    def drop(self, key: str) -> bool:
        """Leave out a ticket that is not open any more; tell whether it was there."""
        item = self.items.get(key)
        if item is None:
            return False
        watchers = self._watched.get(key, frozenset())
        self._forget(item, watchers)
        for order in self._orders_of(item):
            del order[bisect_left(order, item.urgency)]
        del self._risks[bisect_left(self._risks, (risk_begins(item), key))]
        for one in _theirs(item) | watchers:
            self._of[one].discard(key)
        for name, value in values_of(item).items():
            self.values[name][value] -= 1
        del self.items[key]
        self._watched.pop(key, None)
        return True

    def take_teams(self, teams: Mapping[str, frozenset[str]]) -> None:
        """Take by member in which teams they are."""
        self._teams = dict(teams)
        self.forget_all()

    def other_teams(self, agent: str) -> frozenset[str]:
        """Return the ids of the teams that a member is not in; what waits for a team that is gone is everybody's."""
        return frozenset().union(*self._teams.values()) - self.teams_of(agent)

    def teams_of(self, agent: str) -> frozenset[str]:
        """Return the ids of a member's teams."""
        return self._teams.get(agent, frozenset())

    def forget_all(self) -> None:
        """Remember no list: time has passed, or names have changed."""
        self._listings.clear()
        self._personal_counts.clear()
        self._counts.clear()

    def listing(self, choice: ListChoice, now: datetime) -> Listing:
        """Return a list; the same object as before if nothing in it has changed since."""
        known = self._listings.get(choice)
        if known is None:
            if len(self._listings) >= REMEMBERED:
                self.forget_all()
            known = self._listings[choice] = self._made(choice, now)
        return known

    def keys(self, view: DeskView, agent: str = "", now: datetime = _NEVER) -> Iterator[str]:
        """Return all of a view by their ids, the most urgent first."""
        if view in self._orders:
            return (urgency[-1] for urgency in self._orders[view])
        if view is DeskView.AT_RISK:
            risky = (key for _, key in self._risks[: self._at_risk(now)])
        else:
            risky = (key for key in self._personal(view, agent))
        return iter(sorted(risky, key=lambda key: self.items[key].urgency))

    def counts(self, agent: str, now: datetime) -> dict[DeskView, int]:
        """Return how many each view holds for a member; the same object as before if nothing has changed since."""
        if agent in self._counts:
            return self._counts[agent]
        personal = self._personal_counts.get(agent)
        if personal is None:
            personal = self._personal_counts[agent] = {view: len(self._personal(view, agent)) for view in PERSONAL}
        counts = {view: len(order) for view, order in self._orders.items()}
        counts = self._counts[agent] = counts | personal | {DeskView.AT_RISK: self._at_risk(now)}
        return counts

    def is_in(self, view: DeskView, item: WorkItem, agent: str, watchers: frozenset[str], now: datetime) -> bool:
        """Tell whether an item belongs into a view of a member."""
        if view is DeskView.WATCHED:
            return agent in watchers
        if view is DeskView.TEAM:
            return item.ticket.team in self.teams_of(agent)
        return view.holds(item, agent, now)

    def _personal(self, view: DeskView, agent: str) -> set[str]:
        if view is DeskView.TEAM:
            return {key for team in self.teams_of(agent) for key in self._of[team]}
        mine = {key for key in self._of[agent] if self.items[key].is_of(agent)}
        watched = {key for key in self._of[agent] if agent in self._watched.get(key, ())}
        return mine if view is DeskView.MINE else watched

    def _at_risk(self, now: datetime) -> int:
        return bisect_left(self._risks, (now, ""))

    def _made(self, choice: ListChoice, now: datetime) -> Listing:
        keys = self.keys(choice.view, choice.agent, now)
        if choice.wanted == WorkFilter():
            total = self.counts(choice.agent, now)[choice.view]
            most = None if choice.view is DeskView.MINE else SHOWN  # of one's own the unread comes first
            return Listing(tuple(islice(keys, most)), total)
        kept = [key for key in keys if choice.wanted.keeps(self.items[key], now)]
        return Listing(tuple(kept if choice.view is DeskView.MINE else kept[:SHOWN]), len(kept))

    def _forget(self, item: WorkItem, watchers: frozenset[str]) -> None:
        """Forget the lists in which an item is, or would be, and how many are whose."""
        self._counts.clear()
        for agent in _theirs(item) | watchers:
            self._personal_counts.pop(agent, None)
        if item.ticket.team:
            self._personal_counts.clear()
        concerned = [one for one in self._listings if self._may_hold(one, item, watchers)]
        for one in concerned:
            del self._listings[one]

    def _may_hold(self, choice: ListChoice, item: WorkItem, watchers: frozenset[str]) -> bool:
        if choice.view is not DeskView.AT_RISK and not self.is_in(choice.view, item, choice.agent, watchers, _NEVER):
            return False
        return choice.wanted.keeps(item, None)

    def _orders_of(self, item: WorkItem) -> Iterator[list[Urgency]]:
        for view, order in self._orders.items():
            if view.holds(item, "", _NEVER):
                yield order


def risk_begins(item: WorkItem) -> datetime:
    """Return from when on the promise of an item is at risk; long after all times if nobody waits for it."""
    ticket = item.ticket
    if ticket.status not in UNSOLVED:
        return datetime.max.replace(tzinfo=ticket.due.tzinfo)
    given = ticket.due - ticket.opened
    return ticket.opened + given * AT_RISK if given > timedelta(0) else ticket.due - _MOMENT


def _theirs(item: WorkItem) -> frozenset[str]:
    holder = item.handoff.claimed_by if item.handoff else ""
    return frozenset(filter(None, (item.ticket.owner, holder, item.ticket.team)))
