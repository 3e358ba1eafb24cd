"""The lists of the desk: reads the tickets of a view in their order, with what a row says to choose by.

Which ticket belongs where is decided in `worklist`; what is read in detail is only what is shown.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.desk.agents.handoffs import Handoffs
from bot.desk.core.errors import Refused
from bot.desk.outcomes.named_matters import CATEGORY
from bot.desk.overview.board import Board
from bot.desk.overview.ordered_lists import SHOWN, ListChoice, Listing, choice_of
from bot.desk.overview.row_reader import RowReader, ScriptOf
from bot.desk.overview.ticket_search import TicketSearch
from bot.desk.overview.worklist import (
    SOLVED,
    DeskView,
    PromiseBand,
    WorkFilter,
    WorkItem,
    is_free,
    is_kept,
    promise_band,
    values_of,
)
from bot.desk.tickets.queue_order import DANGER_TO_PEOPLE, gravest
from storage.ports import Store, UnitOfWork
from storage.records.access_records import Agent
from storage.records.complaint_records import Handoff, Ticket

LOOKED_THROUGH = 300
"""Solved tickets of each status that a filter looks through, the newest."""
PRAISED_WITHIN = timedelta(days=7)
"""How long praise is shown."""
SETTLED = (DeskView.CLOSED, DeskView.PRAISE)
"""Views of what waits for nothing."""


@dataclass(frozen=True)
class WorkRow:
    """A ticket as one row of a list."""

    key: str
    """The id of the ticket."""
    stamp: int
    """How often it has changed, by which what was made of it is known; 0 where that is not followed."""
    reference: str
    words: str
    """The first words of what was told; empty if nothing was."""
    customer: str
    """The name, else the end of a number; empty until one is known."""
    reason: str
    """Why a person was called; empty if none was."""
    is_danger: bool
    """Whether the reason is a danger to people."""
    level: str
    since: datetime | None
    """Since when a person is waited for; None if none is."""
    told: int
    language: str
    channel: str
    owner: str
    """The name of the owner; empty until it is claimed."""
    is_mine: bool
    is_unread: bool
    status: str
    opened: datetime
    due: datetime
    band: PromiseBand


@dataclass(frozen=True)
class Worklist:
    """A view, as it is now."""

    rows: Sequence[WorkRow]
    total: int
    """Tickets of the view that the filter keeps, shown or not."""
    counts: Mapping[DeskView, int]
    """Tickets of each view; those that are solved are not counted."""
    choices: Mapping[str, Sequence[tuple[str, str]]]
    """What can be filtered by: for each field of the filter the values that there are, each with what it is called."""


class Worklists:
    """Reads the lists, and takes from them."""

    def __init__(self, store: Store, script_of: ScriptOf, owner_first: timedelta = timedelta(0)) -> None:
        """``owner_first`` is how long a customer who comes back is kept for the owner."""
        self._owner_first = owner_first
        self._store = store
        self._script_of = script_of
        self._reader = RowReader(script_of)
        self._counts: dict[str, tuple[dict[DeskView, int], dict[DeskView, int]]] = {}
        """By member what the board counts, and that with what else is counted."""
        self._raised: dict[str, set[str]] = {}
        """By member what of their own came first as unread since they opened the list: read, it stays where it is."""
        self.board = Board(store, self._reader)

    async def show(
        self,
        view: DeskView,
        wanted: WorkFilter,
        agent: Agent,
        now: datetime,
        language: str = "en",
        *,
        goes_on: bool = False,
    ) -> Worklist:
        """Return a view for an agent, the most urgent first; of their own first what they have not read.

        Where one ``goes_on`` in a list, what was read meanwhile keeps its place: no row moves away under the pointer.
        """
        board = self.board
        if not goes_on:
            self._raised.pop(agent.id, None)
        await board.settle()
        items, total = await self._items(view, wanted, agent, now)
        await board.words(item.ticket.id for item in items)
        rows = [await self.row(item, agent, now) for item in items]
        shown = items if view in SETTLED else board.lists.items.values()
        return Worklist(rows, total, self.counts(agent, now), self._choices(shown, view, language))

    async def found(self, search: TicketSearch, text: str, agent: Agent, now: datetime) -> list[WorkRow]:
        """Return the tickets that hold what is searched for, solved ones too."""
        await self.board.settle()
        unit = self._store.unit()
        items = [
            WorkItem(ticket, gravest(one for one in await unit.find(Handoff, ticket=ticket.id) if one.status != "done"))
            for ticket in await search.find(text, SHOWN)
        ]
        return [await self.row(item, agent, now) for item in items]

    async def take_next(self, handoffs: Handoffs, agent: Agent, now: datetime) -> str:
        """Have an agent claim the most urgent ticket that is theirs to take; return its reference, if there is one."""
        await self.board.settle()
        items, others = self.board.lists.items, self.board.lists.other_teams(agent.id)
        for key in list(self.board.lists.keys(DeskView.OPEN)):
            item = items.get(key)
            if item is None or not is_free(item, agent, others):
                continue
            if is_kept(item, agent, self.board.staff.get(item.ticket.owner), now, self._owner_first):
                continue
            try:
                await handoffs.claim(item.ticket.reference, agent)
            except Refused:
                continue  # a colleague was faster
            return item.ticket.reference
        return ""

    async def listing(self, choice: ListChoice, agent: Agent, now: datetime) -> Listing:
        """Return a list of what is open; of one's own first what is unread."""
        board = self.board
        listing = board.lists.listing(choice, now)
        if choice.view is DeskView.MINE:
            await board.words(listing.tickets)
            marks = await board.marks_of(agent.id)
            raised = self._raised.get(agent.id, set()).intersection(listing.tickets)
            raised |= {key for key in listing.tickets if board.is_unread(key, marks)}
            self._raised[agent.id] = raised
            keys = sorted(listing.tickets, key=lambda key: key not in raised)
            return Listing(tuple(keys[:SHOWN]), listing.total)
        return listing

    def counts(self, agent: Agent, now: datetime) -> dict[DeskView, int]:
        """Return how many each view holds; those that are solved are not counted.

        It is the same object as before if nothing has changed since.
        """
        held, praise = self.board.lists.counts(agent.id, now), len(self._praise(now))
        known, counts = self._counts.get(agent.id, ({}, {}))
        if known is not held or counts[DeskView.PRAISE] != praise:
            counts = held | {DeskView.PRAISE: praise}
            self._counts[agent.id] = (held, counts)
        return counts

    async def row(self, item: WorkItem, agent: Agent, now: datetime) -> WorkRow:
        """Return a ticket as a row."""
        ticket, handoff, board = item.ticket, item.handoff, self.board
        is_known = ticket.id in board.lists.items
        said = board.words_of(ticket.id) if is_known else await self._reader.words(self._store.unit(), ticket)
        owner = board.staff.get(ticket.owner)
        return WorkRow(
            key=ticket.id,
            stamp=board.stamps[ticket.id] if is_known else 0,
            reference=ticket.reference,
            words=said.words,
            customer=said.customer,
            reason=item.reason,
            is_danger=item.reason in DANGER_TO_PEOPLE,
            level=handoff.level if handoff else "agent",
            since=handoff.requested if handoff and item.is_waiting else None,
            told=ticket.told,
            language=ticket.language,
            channel=item.channel,
            owner=owner.name if owner else "",
            is_mine=item.is_of(agent.id),
            is_unread=item.is_open and is_known and board.is_unread(ticket.id, await board.marks_of(agent.id)),
            status=ticket.status,
            opened=ticket.opened,
            due=ticket.due,
            band=promise_band(ticket, now),
        )

    async def _items(
        self, view: DeskView, wanted: WorkFilter, agent: Agent, now: datetime
    ) -> tuple[list[WorkItem], int]:
        if view in SETTLED:
            all_of = self._praise(now) if view is DeskView.PRAISE else await _solved(self._store.unit())
            kept = [item for item in all_of if wanted.keeps(item, now)]
            return kept[:SHOWN], len(kept)
        listing = await self.listing(choice_of(view, wanted, agent.id), agent, now)
        return [self.board.lists.items[key] for key in listing.tickets], listing.total

    def _praise(self, now: datetime) -> list[WorkItem]:
        young = [one for one in self.board.praise.values() if one.opened >= now - PRAISED_WITHIN]
        return [WorkItem(one) for one in sorted(young, key=lambda one: one.id, reverse=True)]

    def _choices(
        self, items: Iterable[WorkItem], view: DeskView, language: str
    ) -> Mapping[str, Sequence[tuple[str, str]]]:
        """Return what can be filtered by: what there is at all, or of what is solved what is shown."""
        held = self.board.lists.values
        if view in SETTLED:
            held = defaultdict(Counter)
            for item in items:
                for name, value in values_of(item).items():
                    held[name][value] += 1
        found = {name: [value for value, count in held[name].items() if value and count] for name in held}
        staff, labels = self.board.staff, dict[str, Sequence[tuple[str, str]]]()
        for name in WorkFilter.CHOSEN:
            values = found.get(name, [])
            called = {value: value for value in values}
            if name == "category":
                called = {value: self._category(value, found.get("script", ()), language) for value in values}
            elif name == "owner":
                called = {value: staff[value].name for value in values if value in staff}
            labels[name] = sorted(called.items(), key=lambda pair: pair[1])
        return labels

    def _category(self, key: str, scripts: Iterable[str], language: str) -> str:
        """Return what a category is called by the first script that knows it."""
        for script in filter(None, map(self._script_of, scripts)):
            slot = script.slots.get(CATEGORY)
            label = next((one.label for one in slot.choices if one.key == key), {}) if slot else {}
            if label:
                return label.get(language) or next(iter(label.values()))
        return key


async def _solved(unit: UnitOfWork) -> list[WorkItem]:
    """Return what was solved last, the newest first."""
    found = [one for status in SOLVED for one in await unit.find(Ticket, status=status, newest=LOOKED_THROUGH)]
    return [WorkItem(one) for one in sorted(found, key=lambda one: one.resolved or one.opened, reverse=True)]
