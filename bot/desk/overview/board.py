"""One projection of what is open, a process: kept in step with the store by its hints, and read by every page.

A hint names an address; what is about its customer is read again, and nothing else. What a row says besides is read
when it is shown for the first time, and again when something happens to it. Without anybody who follows the hints all
is read anew each time, which is right, and slow.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar

from bot.desk.overview.ordered_lists import OrderedLists
from bot.desk.overview.row_reader import RowReader, RowWords
from bot.desk.overview.worklist import WorkItem
from bot.desk.staff.credentials import STAFF
from bot.desk.tickets.lifecycle import UNSOLVED
from bot.desk.tickets.queue_order import gravest
from storage.ports import EVERYWHERE, Store, UnitOfWork
from storage.records.access_records import Agent
from storage.records.complaint_records import Alert, Customer, Handoff, ReadMark, Ticket
from storage.records.desk_records import Team, WatchedTicket
from storage.records.record import Record

R = TypeVar("R", bound=Record)

MOST_STALE = 2000
"""Addresses of which each is read again; with more all is, once."""
_PAGE = 500


@dataclass
class BoardNews:
    """What has happened since somebody asked."""

    hints: set[str] = field(default_factory=set)
    """Where; `EVERYWHERE` if it may be anywhere."""
    revised: set[str] = field(default_factory=set)
    """The ids of tickets whose row says something else."""
    told: set[str] = field(default_factory=set)
    """The ids of members who were told of a ticket."""

    @property
    def is_of_all(self) -> bool:
        """Whether it concerns every page."""
        return EVERYWHERE in self.hints or STAFF in self.hints


class Board:
    """All that is open, as the store holds it."""

    def __init__(self, store: Store, reader: RowReader) -> None:
        self.lists = OrderedLists()
        self.staff: Mapping[str, Agent] = {}
        self.praise: dict[str, Ticket] = {}
        """Praise that is still shown, by id."""
        self.stamps: defaultdict[str, int] = defaultdict(int)
        """By ticket how often its row has changed."""
        self.stirred = asyncio.Event()
        """Something may have happened."""
        self._store = store
        self._reader = reader
        self._stale: set[str] = {EVERYWHERE}
        self._following = False
        self._reading = asyncio.Lock()
        self._words: dict[str, RowWords] = {}
        self._at: defaultdict[str, set[str]] = defaultdict(set)
        """By address the ids of what is open there."""
        self._marks: dict[str, dict[str, str]] = {}
        """By member, of those who look, how far they have read each ticket."""
        self._alerts: dict[str, frozenset[str]] = {}
        self._news = BoardNews()

    async def serve(self) -> None:
        """Follow the hints, for ever."""
        with self._store.changes.watch() as hints:
            self._following, self._stale = True, {EVERYWHERE}
            try:
                async for hint in hints:
                    self.heed(hint)
            finally:
                self._following = False

    def heed(self, hint: str) -> None:
        """Have what is at an address read again before anybody is shown it."""
        self._stale.add(hint)
        if len(self._stale) > MOST_STALE:
            self._stale = {EVERYWHERE}
        self.stirred.set()

    async def settle(self) -> None:
        """Bring all in step with the store.

        Raises:
            Unavailable: if the store cannot be read; it is tried again the next time.
        """
        async with self._reading:
            if not self._following:
                self._stale.add(EVERYWHERE)
            while self._stale:
                stale, self._stale = self._stale, set()
                try:
                    await self._read_again(stale)
                except BaseException:  # also where it is called off: what is stale is still to be read
                    self._stale |= stale
                    raise
                self._news.hints |= stale
                if not self._following:
                    self._stale.clear()

    def take_news(self) -> BoardNews:
        """Return what has happened since this was asked last."""
        news, self._news = self._news, BoardNews()
        return news

    async def words(self, keys: Iterable[str]) -> None:
        """Have read what the rows of these tickets say, where that is not known yet."""
        for key in keys:
            if key not in self._words and (item := self.lists.items.get(key)):
                self._words[key] = await self._reader.words(self._store.unit(), item.ticket)

    def words_of(self, key: str) -> RowWords:
        """Return what the row of a ticket says, which was read before."""
        return self._words.get(key) or RowWords()

    async def marks_of(self, agent: str) -> Mapping[str, str]:
        """Return up to which message a member has read each ticket that they have seen."""
        if agent not in self._marks or not self._following:
            found = await self._store.unit().find(ReadMark, agent=agent)
            self._marks[agent] = {one.ticket: one.message for one in found}
        return self._marks[agent]

    def is_unread(self, key: str, marks: Mapping[str, str]) -> bool:
        """Tell whether the customer has said something that a member with these marks has not seen."""
        return key not in marks or self.words_of(key).heard > marks[key]

    def state_for(self, agent: str, key: str) -> tuple[int, bool]:
        """Return by what a row differs for a member: how often it has changed, and whether they have read it."""
        return self.stamps[key], self.is_unread(key, self._marks.get(agent, {}))

    async def _read_again(self, stale: set[str]) -> None:
        unit = self._store.unit()
        if EVERYWHERE in stale:
            await self._read_all(unit)
            return
        if STAFF in stale:
            await self._read_staff(unit)
        for address in stale - {STAFF}:
            customer = await unit.last(Customer, identities=address)
            theirs = await unit.find(Ticket, customer=customer.id) if customer else []
            found = {one.id: one for one in theirs}
            for key in self._at[address] - found.keys():
                ticket = await unit.get(Ticket, key)
                self._leave_out(key) if ticket is None else found.setdefault(key, ticket)
            for ticket in found.values():
                await self._read_ticket(unit, ticket)

    async def _read_all(self, unit: UnitOfWork) -> None:
        await self._read_staff(unit)
        called = defaultdict[str, list[Handoff]](list)
        for status in ("waiting", "claimed"):
            async for some in _pages(unit, Handoff, status=status):
                for handoff in some:
                    called[handoff.ticket].append(handoff)
        watchers = defaultdict[str, set[str]](set)
        async for watches in _pages(unit, WatchedTicket):
            for one in watches:
                watchers[one.ticket].add(one.agent)
        there = set[str]()
        for unsolved in UNSOLVED:
            async for tickets in _pages(unit, Ticket, status=unsolved):
                for ticket in tickets:
                    self._keep(WorkItem(ticket, gravest(called.get(ticket.id, ()))), watchers[ticket.id])
                    there.add(ticket.id)
        for key in called.keys() - there:
            if (solved := await unit.get(Ticket, key)) is not None:
                self._keep(WorkItem(solved, gravest(called[key])), watchers[key])
                there.add(key)
        for key in self.lists.items.keys() - there:
            self._leave_out(key)
        self.praise = {one.id: one for one in await unit.find(Ticket, status="praise", newest=_PAGE)}
        self._words.clear()
        self._marks.clear()
        self._alerts.clear()
        for key in there:
            self.stamps[key] += 1
        self.lists.forget_all()

    async def _read_staff(self, unit: UnitOfWork) -> None:
        self.staff = {one.id: one for one in await unit.find(Agent)}
        teams = defaultdict[str, set[str]](set)
        for team in await unit.find(Team):
            for member in team.members:
                teams[member].add(team.id)
        self.lists.take_teams({member: frozenset(of) for member, of in teams.items()})

    async def _read_ticket(self, unit: UnitOfWork, ticket: Ticket) -> None:
        """Take a ticket as it is now, with what its row says if that was shown."""
        if ticket.status == "praise":
            self.praise[ticket.id] = ticket
        alerts = await unit.find(Alert, ticket=ticket.id)
        if (known := frozenset(one.id for one in alerts)) != self._alerts.get(ticket.id):
            self._alerts[ticket.id] = known
            self._news.told |= {agent for one in alerts for agent in one.to}
        handoffs = [one for one in await unit.find(Handoff, ticket=ticket.id) if one.status != "done"]
        if ticket.status not in UNSOLVED and not handoffs:
            self._leave_out(ticket.id)
            return
        watchers = {one.agent for one in await unit.find(WatchedTicket, ticket=ticket.id)}
        self._keep(WorkItem(ticket, gravest(handoffs)), watchers)
        for mark in await unit.find(ReadMark, ticket=ticket.id):
            if mark.agent in self._marks and self._marks[mark.agent].get(ticket.id) != mark.message:
                self._marks[mark.agent][ticket.id] = mark.message
                self._news.revised.add(ticket.id)
        if ticket.id in self._words:
            before, said = self._words[ticket.id], await self._reader.words(unit, ticket)
            self._words[ticket.id] = said
            if replace(said, heard="") != replace(before, heard=""):
                self._revise(ticket.id)
            elif said != before:  # the row may be unread now, which is not the same for all
                self._news.revised.add(ticket.id)

    def _keep(self, item: WorkItem, watchers: Iterable[str]) -> None:
        key = item.ticket.id
        before = self.lists.items.get(key)
        if before and before.ticket.address != item.ticket.address:
            self._at[before.ticket.address].discard(key)
        self._at[item.ticket.address].add(key)
        if self.lists.put(item, watchers):
            self._revise(key)

    def _leave_out(self, key: str) -> None:
        if item := self.lists.items.get(key):
            self._at[item.ticket.address].discard(key)
        if self.lists.drop(key):
            self._revise(key)
        self._words.pop(key, None)
        self._alerts.pop(key, None)

    def _revise(self, key: str) -> None:
        self.stamps[key] += 1
        self._news.revised.add(key)


async def _pages(unit: UnitOfWork, kind: type[R], **where: str) -> AsyncIterator[list[R]]:
    """Yield what is found page by page, so that customers come first."""
    last = ""
    while page := await unit.find(kind, after=last, before=None, limit=_PAGE, newest=None, filled="", **where):
        yield page
        await asyncio.sleep(0)
        last = page[-1].id
