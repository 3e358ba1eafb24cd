"""Reads the register: all tickets, the newest first, each with what is written on it. Only reads.

What is looked for by words goes by the index of the search, and a period by the ids, which begin with their time; all
other choices are made of what was read. So a page looks at so many tickets only, and says where to go on.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeVar

from bot.desk.overview.ticket_search import asked_words
from bot.desk.reports.report_period import Period
from storage.ports import Store, UnitOfWork
from storage.records.access_records import Agent
from storage.records.complaint_records import Customer, Note, Occurrence, Promise, SearchEntry, Ticket
from storage.records.resolution_records import Resolution

ON_A_PAGE = 50
"""Rows."""
LOOKED_AT = 20_000
"""Tickets that one page looks at, at most: a rare choice is found by going on."""
_AT_A_TIME = 200
_CLOCKS_APART = timedelta(hours=1)
"""By how much an id and the moment of filing may differ: the clocks of machines do."""
EXACT = ("status", "owner", "script", "language", "outcome_code", "cause", "remedy")
"""Fields of a ticket by whose value tickets are chosen."""
CATEGORY, INCIDENT, WISH = "kind", "since", "remedy"
"""Slots that every shipped script has."""


@dataclass(frozen=True)
class RegisterQuery:
    """Which tickets are wanted; what is empty wants all."""

    words: str = ""
    period: Period | None = None
    """In which they were filed."""
    choice: Mapping[str, str] = field(default_factory=dict)
    """By name of `EXACT`, ``channel`` or ``kind``; a cause of the first level stands for all below it."""

    def takes(self, ticket: Ticket) -> bool:
        """Tell whether a ticket is wanted, its words aside."""
        if self.period and not self.period.begins <= ticket.opened < self.period.ends:
            return False
        return all(_is_of(ticket, name, value) for name, value in self.choice.items())


@dataclass(frozen=True)
class RegisterRow:
    """A ticket with what is written on it, each in the order of time."""

    ticket: Ticket
    customer: Customer | None
    """None where their data were erased long ago."""
    tellings: Sequence[Occurrence]
    promises: Sequence[Promise]
    """Our own and the steps of regulators' clocks."""
    notes: Sequence[Note]
    resolutions: Sequence[Resolution]
    owner: str
    """The name of who has it."""

    @property
    def decided_by(self) -> str:
        """Who decided what the customer was told last; of what somebody else had to grant, who granted it."""
        told = [one for one in self.resolutions if one.status in ("told", "granted")]
        return (told[-1].judge_name or told[-1].name) if told else ""

    @property
    def confirmed(self) -> str:
        """What the customer says of the outcome: ``yes``, ``no``, or nothing yet."""
        if self.ticket.due == self.ticket.opened:
            return ""  # it was taken in, or answered at once, and never open here since: nobody was asked here
        if self.ticket.status == "closed":
            return "yes"
        return "no" if self.ticket.outcome and self.ticket.status in ("open", "investigating") else ""


class Register:
    """The register of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def page(self, query: RegisterQuery, before: str = "") -> tuple[list[RegisterRow], str]:
        """Return the next rows below an id, and the id below which to go on; nothing if there are no more."""
        unit, found, seen = self._store.unit(), list[Ticket](), 0
        async for tickets in self._below(unit, query, before):
            for ticket in tickets:
                seen, last = seen + 1, ticket.id
                found += [ticket] if query.takes(ticket) else []
                if len(found) == ON_A_PAGE or seen == LOOKED_AT:
                    return await _rows(unit, found), last
        return await _rows(unit, found), ""

    async def rows(self, query: RegisterQuery) -> AsyncIterator[list[RegisterRow]]:
        """Yield all rows, some hundreds at a time; what is written meanwhile may be among them."""
        unit = self._store.unit()
        async for tickets in self._below(unit, query, ""):
            yield await _rows(unit, [one for one in tickets if query.takes(one)])
            await asyncio.sleep(0)

    async def row(self, reference: str) -> RegisterRow | None:
        """Return the row of one ticket."""
        unit = self._store.unit()
        ticket = await unit.last(Ticket, reference=reference)
        return (await _rows(unit, [ticket]))[0] if ticket else None

    async def _below(self, unit: UnitOfWork, query: RegisterQuery, before: str) -> AsyncIterator[list[Ticket]]:
        """Yield the tickets that may be wanted, the newest first."""
        if named := await unit.last(Ticket, reference=query.words.strip().upper()):
            yield [] if before else [named]
            return
        words = tuple(asked_words(query.words)) if query.words.strip() else ()
        last = min(filter(None, (before, id_of(query.period.ends + _CLOCKS_APART) if query.period else "")), default="")
        first = id_of(query.period.begins - _CLOCKS_APART) if query.period else None
        while page := await self._page(unit, words, first, last or None):
            last = page[0].id
            if words:
                page = await unit.find_each(Ticket, "id", [one.id for one in page])
            yield [one for one in reversed(page) if isinstance(one, Ticket)]

    async def _page(
        self, unit: UnitOfWork, words: tuple[str, ...], first: str | None, last: str | None
    ) -> Sequence[Ticket | SearchEntry]:
        if words:
            return await unit.find(SearchEntry, words=words, after=first, before=last, newest=_AT_A_TIME)
        return await unit.find(Ticket, after=first, before=last, newest=_AT_A_TIME)


def id_of(at: datetime, tail: str = "") -> str:
    """Return how the ids begin that were made at a moment, see `bot.ids`; with a tail of six characters a whole one."""
    return f"{int(at.timestamp() * 1_000_000):014x}{tail}"


def _is_of(ticket: Ticket, name: str, value: str) -> bool:
    match name:
        case "channel":
            return ticket.address.partition(":")[0] == value
        case "kind":
            return str(ticket.slots.get(CATEGORY, "")) == value
        case "cause":
            return ticket.cause == value or ticket.cause.startswith(f"{value}/")
    return bool(getattr(ticket, name) == value)


async def _rows(unit: UnitOfWork, tickets: Sequence[Ticket]) -> list[RegisterRow]:
    """Return the rows of some tickets, by one look at each kind."""
    if not tickets:
        return []
    keys = [one.id for one in tickets]
    customers = {one.id: one for one in await unit.find_each(Customer, "id", {one.customer for one in tickets})}
    owners = {one.id: one.name for one in await unit.find_each(Agent, "id", {one.owner for one in tickets} - {""})}
    tellings = _by_ticket(await unit.find_each(Occurrence, "ticket", keys))
    promises = _by_ticket(await unit.find_each(Promise, "ticket", keys))
    notes = _by_ticket(await unit.find_each(Note, "ticket", keys))
    resolutions = _by_ticket(await unit.find_each(Resolution, "ticket", keys))
    return [
        RegisterRow(
            one,
            customers.get(one.customer),
            tellings.get(one.id, ()),
            promises.get(one.id, ()),
            notes.get(one.id, ()),
            resolutions.get(one.id, ()),
            owners.get(one.owner, one.owner),
        )
        for one in tickets
    ]


OnTicket = TypeVar("OnTicket", Occurrence, Promise, Note, Resolution)


def _by_ticket(records: Iterable[OnTicket]) -> Mapping[str, Sequence[OnTicket]]:
    found = defaultdict[str, list[OnTicket]](list)
    for record in records:
        found[record.ticket].append(record)
    return found
