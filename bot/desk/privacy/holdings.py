"""All that is kept of one customer, of a ticket, of a conversation: what goes, and what a copy holds. Only reads."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from typing import TypeVar

from storage.ports import UnitOfWork
from storage.records.access_records import Audit
from storage.records.complaint_records import (
    Alert,
    Conversation,
    Customer,
    Handoff,
    JournalEntry,
    Message,
    Note,
    Occurrence,
    Promise,
    ReadMark,
    SearchEntry,
    Ticket,
    Timer,
)
from storage.records.desk_records import UnsentText, WatchedTicket
from storage.records.finding_records import Label, Proof, Suspicion
from storage.records.privacy_records import DataRequest
from storage.records.record import Record
from storage.records.resolution_records import Resolution, TicketLink
from storage.records.traffic_records import (
    Attachment,
    Edit,
    InboxMark,
    InboxRow,
    MessageRef,
    OutboxRow,
    Pause,
    StaffNotice,
    Topic,
)

R = TypeVar("R", bound=Record)

_PAGE = 500


@dataclass(frozen=True)
class Holdings:
    """What there is of one customer, each record once."""

    customer: Customer
    records: tuple[Record, ...]
    """The customer first."""

    def of(self, kind: type[R]) -> list[R]:
        """Return those of a kind, in the order of their ids."""
        return sorted((one for one in self.records if isinstance(one, kind)), key=lambda one: one.id)


async def of_ticket(unit: UnitOfWork, ticket: Ticket) -> list[Record]:
    """Return a ticket with all that is written on it."""
    key = ticket.id
    handoffs = await unit.find(Handoff, ticket=key)
    held: list[Record] = [ticket, *await unit.find(Occurrence, ticket=key), *await unit.find(Note, ticket=key)]
    topic = await unit.get(Topic, key)
    promises = await unit.find(Promise, ticket=key)
    held += [*handoffs, *([topic] if topic else []), *await unit.find(StaffNotice, topic=key)]
    held += [*promises, *await unit.find(Alert, ticket=key), *await unit.find(ReadMark, ticket=key)]
    held += [*await unit.find(UnsentText, ticket=key), *await unit.find(WatchedTicket, ticket=key)]
    entry = await unit.get(SearchEntry, key)
    held += [entry] if entry else []
    held += await unit.find(Resolution, ticket=key)
    held += [*await unit.find(TicketLink, ticket=key), *await unit.find(TicketLink, other=key)]
    return held + await _timers(unit, [ticket, *handoffs, *promises])


async def of_conversation(unit: UnitOfWork, conversation: Conversation) -> list[Record]:
    """Return a conversation with all that was said in it and may still come of it."""
    key = conversation.id
    handoffs = await unit.find(Handoff, conversation=key)
    rows = await unit.find(OutboxRow, address=conversation.address)
    held: list[Record] = [conversation, *handoffs, *(row for row in rows if row.conversation == key)]
    for kind in (Message, JournalEntry, MessageRef, Edit, Attachment):
        held += await unit.find(kind, conversation=key)
    return held + await _timers(unit, [conversation, *handoffs])


async def of_customer(unit: UnitOfWork, customer: Customer) -> Holdings:
    """Return all there is of a customer, wherever it is kept."""
    held = await kept_of(unit, customer)
    held += await _found_in_findings(unit, held)
    return Holdings(customer, _once(held))


async def kept_of(unit: UnitOfWork, customer: Customer) -> list[Record]:
    """Return all that is kept under a customer, but for what findings quote of it; the customer first."""
    held: list[Record] = [customer, *await unit.find(Proof, customer=customer.id)]
    held += await unit.find(DataRequest, customer=customer.id)
    for ticket in await unit.find(Ticket, customer=customer.id):
        held += await of_ticket(unit, ticket)
    for address in customer.identities:
        for conversation in await unit.find(Conversation, address=address):
            held += await of_conversation(unit, conversation)
        held += await _at(unit, address)
    return list(_once(held))


def _once(records: Iterable[Record]) -> tuple[Record, ...]:
    return tuple({(type(record), record.id): record for record in records}.values())


async def all_of(unit: UnitOfWork, kind: type[R]) -> AsyncIterator[list[R]]:
    """Yield the records of a kind, page by page."""
    page = await unit.find(kind, limit=_PAGE)
    while page:
        yield page
        await asyncio.sleep(0)  # customers come first
        page = await unit.find(kind, after=page[-1].id, limit=_PAGE)


def count(records: Iterable[Record]) -> Counter[str]:
    """Return how many records there are, by kind."""
    return Counter(type(record).__name__ for record in records)


async def _at(unit: UnitOfWork, address: str) -> list[Record]:
    """Return what is kept under an address, be it of no conversation."""
    held: list[Record] = []
    for kind in (Message, InboxRow, OutboxRow, Proof):
        held += await unit.find(kind, address=address)
    pause = await unit.get(Pause, address)
    held += [pause] if pause else []
    # The browsers' updates are called by the address; a colon is followed by a semicolon in the order of the signs.
    return [*held, *await unit.find(InboxMark, after=f"{address}:", before=f"{address};")]


async def _found_in_findings(unit: UnitOfWork, held: Iterable[Record]) -> list[Record]:
    """Return labels with the customer's words, suspicions that quote them, and lines on record that name a file."""
    held = list(held)
    ids = {kind: {one.id for one in held if isinstance(one, kind)} for kind in (Conversation, Ticket, Attachment)}
    told = {one.text for one in held if isinstance(one, Occurrence)}
    found: list[Record] = []
    async for labels in all_of(unit, Label):
        found += [one for one in labels if one.conversation in ids[Conversation] or one.text in told]
    async for suspicions in all_of(unit, Suspicion):
        found += [one for one in suspicions if ids[Ticket].intersection(one.tickets)]
    async for lines in all_of(unit, Audit):
        # Since schema 8 a line holds nothing of theirs, and is sealed.
        found += [one for one in lines if one.subject in ids[Attachment] and not one.number]
    return found


async def _timers(unit: UnitOfWork, subjects: Iterable[Record]) -> list[Timer]:
    return [timer for subject in subjects for timer in await unit.find(Timer, subject=subject.id)]
