"""The lists of the desk: reads the tickets of a view in their order, with what a row says to choose by.

Which ticket belongs where is decided in `worklist`; what is read in detail is only what is shown.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta

from bot.desk.agents.handoffs import Handoffs
from bot.desk.core.errors import Refused
from bot.desk.overview.ticket_search import TicketSearch
from bot.desk.overview.worklist import (
    CATEGORY,
    SOLVED,
    DeskView,
    PromiseBand,
    WorkFilter,
    WorkItem,
    is_in,
    promise_band,
    to_take,
)
from bot.desk.signals.signal_reader import SignalReader
from bot.desk.tickets.lifecycle import UNSOLVED, shortened
from bot.desk.tickets.queue_order import DANGER_TO_PEOPLE, gravest
from bot.matching.normalise import tokens
from dialogs.model.script import Script
from storage.ports import Store, UnitOfWork
from storage.records import Agent, Customer, Handoff, Message, ReadMark, Ticket

FIRST_WORDS = 90
"""Characters of a description that a row shows."""
SHOWN = 60
"""Rows of a list; what is less urgent comes up when these are done."""
LOOKED_THROUGH = 300
"""Solved tickets of each status that a filter looks through, the newest."""
PRAISED_WITHIN = timedelta(days=7)
"""How long praise is shown."""
ONLY_A_WISH = 8
"""Words up to which a wish for a person tells nothing besides."""
LOOKED_BACK = 40
"""Messages of a conversation in which something told is looked for."""

ScriptOf = Callable[[str], Script | None]


@dataclass(frozen=True)
class WorkRow:
    """A ticket as one row of a list."""

    reference: str
    words: str
    """The first words of what was told; empty if nothing was."""
    customer: str
    """The name, else a number; empty until one is known."""
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

    def __init__(self, store: Store, script_of: ScriptOf) -> None:
        self._store = store
        self._script_of = script_of
        self._signals = SignalReader()

    async def show(
        self, view: DeskView, wanted: WorkFilter, agent: Agent, now: datetime, language: str = "en"
    ) -> Worklist:
        """Return a view for an agent, the most urgent first; of their own first what they have not read."""
        unit = self._store.unit()
        staff = {one.id: one for one in await unit.find(Agent)}
        marks = await _marks(unit, agent)
        everything = await _open_items(unit)
        praise = await _praise(unit, now)
        counts: dict[DeskView, int] = {
            one: sum(is_in(one, item, agent.id, now) for item in everything)
            for one in DeskView
            if one is not DeskView.CLOSED
        }
        counts[DeskView.PRAISE] = len(praise)
        if view is DeskView.CLOSED:
            items = await _solved(unit)
        elif view is DeskView.PRAISE:
            items = praise
        else:
            items = sorted((one for one in everything if is_in(view, one, agent.id, now)), key=lambda one: one.urgency)
        kept = [item for item in items if wanted.keeps(item)]
        if view is DeskView.MINE:
            unread = {one.ticket.id for one in kept if await _is_unread(unit, one.ticket, marks)}
            kept = sorted(kept, key=lambda one: (one.ticket.id not in unread, one.urgency))
        rows = [await self._row(unit, item, staff, marks, agent, now) for item in kept[:SHOWN]]
        return Worklist(rows, len(kept), counts, self._choices(items, staff, language))

    async def found(self, search: TicketSearch, text: str, agent: Agent, now: datetime) -> list[WorkRow]:
        """Return the tickets that hold what is searched for, solved ones too."""
        unit = self._store.unit()
        staff, marks = {one.id: one for one in await unit.find(Agent)}, await _marks(unit, agent)
        items = [
            WorkItem(ticket, gravest(one for one in await unit.find(Handoff, ticket=ticket.id) if one.status != "done"))
            for ticket in await search.find(text, SHOWN)
        ]
        return [await self._row(unit, item, staff, marks, agent, now) for item in items]

    async def take_next(self, handoffs: Handoffs, agent: Agent) -> str:
        """Have an agent claim the most urgent ticket that is theirs to take; return its reference, if there is one."""
        for item in to_take(await _open_items(self._store.unit()), agent):
            try:
                await handoffs.claim(item.ticket.reference, agent)
            except Refused:
                continue  # a colleague was faster
            return item.ticket.reference
        return ""

    async def _row(
        self,
        unit: UnitOfWork,
        item: WorkItem,
        staff: Mapping[str, Agent],
        marks: Mapping[str, str],
        agent: Agent,
        now: datetime,
    ) -> WorkRow:
        ticket, handoff = item.ticket, item.handoff
        customer = await unit.get(Customer, ticket.customer)
        owner = staff.get(ticket.owner)
        return WorkRow(
            reference=ticket.reference,
            words=shortened(ticket.description or await self._told_near(unit, ticket), FIRST_WORDS),
            customer=(customer.name if customer else "") or self._number(ticket, customer),
            reason=item.reason,
            is_danger=item.reason in DANGER_TO_PEOPLE,
            level=handoff.level if handoff else "agent",
            since=handoff.requested if handoff and item.is_waiting else None,
            told=ticket.told,
            language=ticket.language,
            channel=item.channel,
            owner=owner.name if owner else "",
            is_mine=item.is_of(agent.id),
            is_unread=item.is_open and await _is_unread(unit, ticket, marks),
            status=ticket.status,
            opened=ticket.opened,
            due=ticket.due,
            band=promise_band(ticket, now),
        )

    def _number(self, ticket: Ticket, customer: Customer | None) -> str:
        script = self._script_of(ticket.script)
        slots = script.slots if script else {}
        given = (str(value) for key, value in ticket.slots.items() if key in slots and slots[key].type == "phone")
        return next(filter(None, given), "") or next(iter(customer.phones if customer else ()), "")

    async def _told_near(self, unit: UnitOfWork, ticket: Ticket) -> str:
        """Return the most that was said before or after by whoever only asked for a person."""
        before = await unit.find(Message, conversation=ticket.conversation, limit=LOOKED_BACK)
        after = await unit.find(Message, ticket=ticket.id, newest=LOOKED_BACK)
        said = [one.text for one in (*before, *after) if one.author == "customer" and not one.text.startswith("/")]
        told = [text for text in said if not self._only_wishes(text)]
        return max(told or said, key=len, default="")

    def _only_wishes(self, text: str) -> bool:
        return len(tokens(text)) <= ONLY_A_WISH and "wants-person" in self._signals.read(text)

    def _choices(
        self, items: Iterable[WorkItem], staff: Mapping[str, Agent], language: str
    ) -> Mapping[str, Sequence[tuple[str, str]]]:
        every, labels = WorkFilter(), defaultdict[str, dict[str, str]](dict)
        for item in items:
            for name, value in every.of(item).items():
                if value:
                    labels[name].setdefault(value, value)
            if item.category:
                labels["category"][item.category] = self._category(item, language)
        labels["owner"] = {key: staff[key].name for key in labels["owner"] if key in staff}
        return {one.name: sorted(labels[one.name].items(), key=lambda pair: pair[1]) for one in fields(WorkFilter)}

    def _category(self, item: WorkItem, language: str) -> str:
        script = self._script_of(item.ticket.script)
        slot = script.slots.get(CATEGORY) if script else None
        label = next((one.label for one in slot.choices if one.key == item.category), {}) if slot else {}
        return label.get(language) or next(iter(label.values()), item.category)


async def _open_items(unit: UnitOfWork) -> list[WorkItem]:
    """Return all on which somebody has something to do, in no order."""
    called = defaultdict[str, list[Handoff]](list)
    for handoff in [one for status in ("waiting", "claimed") for one in await unit.find(Handoff, status=status)]:
        called[handoff.ticket].append(handoff)
    tickets = {one.id: one for status in UNSOLVED for one in await unit.find(Ticket, status=status)}
    for key in called.keys() - tickets.keys():
        if ticket := await unit.get(Ticket, key):
            tickets[key] = ticket
    return [WorkItem(ticket, gravest(called.get(key, ()))) for key, ticket in tickets.items()]


async def _solved(unit: UnitOfWork) -> list[WorkItem]:
    """Return what was solved last, the newest first."""
    found = [one for status in SOLVED for one in await unit.find(Ticket, status=status, newest=LOOKED_THROUGH)]
    return [WorkItem(one) for one in sorted(found, key=lambda one: one.resolved or one.opened, reverse=True)]


async def _praise(unit: UnitOfWork, now: datetime) -> list[WorkItem]:
    newest = await unit.find(Ticket, status="praise", newest=LOOKED_THROUGH)
    return [WorkItem(one) for one in reversed(newest) if one.opened >= now - PRAISED_WITHIN]


async def _marks(unit: UnitOfWork, agent: Agent) -> Mapping[str, str]:
    """Return up to which message an agent has read each ticket that they have seen."""
    return {one.ticket: one.message for one in await unit.find(ReadMark, agent=agent.id)}


async def _is_unread(unit: UnitOfWork, ticket: Ticket, marks: Mapping[str, str]) -> bool:
    """Tell whether the customer has said something that the agent with these marks has not seen."""
    if ticket.id not in marks:
        return True
    later = await unit.find(Message, ticket=ticket.id, after=marks[ticket.id], newest=LOOKED_BACK)
    return any(one.author == "customer" for one in later)
