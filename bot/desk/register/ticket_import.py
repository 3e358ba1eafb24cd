"""Takes tickets of another system in: silently, with their times and both sides, and each only once.

Nobody is notified: no timer is set, nothing is sent, and what is said at an address that no channel has stays here.
What is there already is passed over, so that a file may be taken in again after a fault or when it has grown.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from itertools import islice
from zoneinfo import ZoneInfo

from bot.desk.core.environment import Environment
from bot.desk.register.import_lines import FileLine, ImportFile, Mapped, mapped
from bot.desk.register.imported_ticket import ImportedTicket, LineProblem, imported_ticket
from bot.desk.register.register import id_of
from bot.desk.reports.fact_gatherer import IMPORTED as CHANNEL
from bot.desk.scripts.registry import ScriptRegistry
from bot.desk.tickets.search_index import search_entry, written_words
from bot.desk.tickets.similar_tickets import words
from dialogs.model.script import Script
from dialogs.model.state import State, state_to_json
from storage.ports import Conflict, Store, UnitOfWork
from storage.records.access_records import Agent
from storage.records.complaint_records import Conversation, Customer, Message, Occurrence, Ticket
from storage.records.record import Record

AT_A_TIME = 50
"""Tickets of one commit."""
MOST_PROBLEMS = 50
"""Lines that are named."""
_OURS = "T-"
"""How our own references begin: those of others are told apart from them."""
_LOCK = "import"
_TRIES = 10
"""Times that one commit is tried against changes from elsewhere."""


@dataclass
class ImportTally:
    """What became of the lines so far."""

    done: int = 0
    added: int = 0
    refused: int = 0
    problems: dict[str, str] = field(default_factory=dict)
    """By number of the line: why, for the first of them."""

    @property
    def known(self) -> int:
        """Lines whose ticket was there already."""
        return self.done - self.added - self.refused


Tell = Callable[[ImportTally], Awaitable[None]]


class TicketImport:
    """Takes files in."""

    def __init__(
        self, store: Store, environment: Environment, scripts: ScriptRegistry, zone: Callable[[], ZoneInfo]
    ) -> None:
        self._store = store
        self._environment = environment
        self._scripts = scripts
        self._zone = zone

    async def take(self, file: ImportFile, mapping: Mapped, tell: Tell) -> ImportTally:
        """Take a file in; ``tell`` is told after each commit how far it got.

        Raises:
            Unavailable: if nothing can be written now; what was taken in stays.
            Conflict: if others go on changing what it writes; what was taken in stays.
        """
        script, tally, lines = self._scripts.script(self._scripts.main), ImportTally(), file.lines()
        owners = {one.name.casefold(): one.id for one in await self._store.unit().find(Agent)}
        while page := await asyncio.to_thread(lambda: list(islice(lines, AT_A_TIME))):
            read = await asyncio.to_thread(self._read, page, mapping, script, tally)
            tally.added += await self._write(read, owners)
            tally.done += len(page)
            await tell(tally)
        return tally

    def preview(self, file: ImportFile, mapping: Mapped) -> list[ImportedTicket | str]:
        """Return what the first lines would become, or why they would not."""
        script = self._scripts.script(self._scripts.main)
        return [self._one(line, mapping, script) for line in file.first]

    def _read(
        self, page: Iterable[tuple[int, FileLine | None]], mapping: Mapped, script: Script | None, tally: ImportTally
    ) -> list[ImportedTicket]:
        found = []
        for number, line in page:
            one = self._one(line, mapping, script)
            if isinstance(one, ImportedTicket):
                found.append(one)
                continue
            tally.refused += 1
            if len(tally.problems) < MOST_PROBLEMS:
                tally.problems[str(number)] = one
        return found

    def _one(self, line: FileLine | None, mapping: Mapped, script: Script | None) -> ImportedTicket | str:
        if line is None:
            return "unreadable"
        try:
            return imported_ticket(mapped(line, mapping), self._zone(), self._environment.now(), script)
        except LineProblem as problem:
            return problem.reason

    async def _write(self, read: Sequence[ImportedTicket], owners: Mapping[str, str]) -> int:
        """Write what is not there yet in one commit; tell how many that are."""
        by_reference = {_reference(one): one for one in read}
        fault = Conflict("others go on changing what an import writes")
        for _ in range(_TRIES):
            async with self._store.unit() as unit:
                await unit.hold(_LOCK)
                there = {one.reference for one in await unit.find_each(Ticket, "reference", by_reference)}
                fresh = [one for reference, one in by_reference.items() if reference not in there]
                customers = await _customers(unit, fresh)
                for one in fresh:
                    for record in self._records(one, customers[one.person], owners):
                        unit.add(record)
                try:
                    await unit.commit()
                except Conflict as conflict:  # a turn has changed a customer meanwhile
                    fault = conflict
                    continue
            return len(fresh)
        raise fault

    def _records(self, one: ImportedTicket, customer: Customer, owners: Mapping[str, str]) -> list[Record]:
        script, reference = self._scripts.main, _reference(one)
        key, talk = _key(one.received, reference), _key(one.received, f"{reference} conversation")
        address = one.address or customer.identities[0]
        language = one.language or _language_of(one.text)
        ticket = Ticket(
            id=key,
            reference=reference,
            customer=customer.id,
            address=address,
            conversation=talk,
            language=language,
            script=script,
            status=one.status,
            description=one.text,
            slots=dict(one.slots),
            owner=owners.get(one.owner.casefold(), ""),
            outcome=one.explanation,
            opened=one.received,
            due=one.received,  # nothing that we promised
            promise="kept" if one.resolved else "pending",
            resolved=one.resolved,
            told=len(one.tellings),
            outcome_code=one.outcome_code,
            cause=one.cause,
            remedy=one.remedy,  # type: ignore[arg-type]  # it was looked at when it was read
            amount=one.amount,
            currency=one.currency,
        )
        state = State(status="closed", language=language, slots=dict(one.slots))
        conversation = Conversation(
            id=talk,
            address=address,
            customer=customer.id,
            script=script,
            version=self._scripts.current(script),
            state=state_to_json(state),
            status="closed",
            heard=max((said.at for said in one.messages if said.author == "customer"), default=one.received),
            ticket=key,
            started=one.received,
        )
        tellings, messages = _tellings(one, ticket), _messages(one, ticket)
        found = search_entry(ticket, customer, tellings, written_words(messages))
        return [ticket, conversation, *tellings, *messages, found]


def _tellings(one: ImportedTicket, ticket: Ticket) -> list[Occurrence]:
    """Return each time that it was told."""
    return [
        Occurrence(
            id=_key(said.at, f"{ticket.reference} telling {number}"),
            ticket=ticket.id,
            conversation=ticket.conversation,
            at=said.at,
            text=said.text,
            words=words(said.text),
        )
        for number, said in enumerate(one.tellings)
    ]


def _messages(one: ImportedTicket, ticket: Ticket) -> list[Message]:
    """Return what both sides said."""
    return [
        Message(
            id=_key(said.at, ticket.reference, number),
            address=ticket.address,
            conversation=ticket.conversation,
            at=said.at,
            author=said.author,
            name=said.name if said.author == "agent" else "",
            text=said.text,
            ticket=ticket.id,
        )
        for number, said in enumerate(one.messages)
    ]


async def _customers(unit: UnitOfWork, fresh: Sequence[ImportedTicket]) -> dict[str, Customer]:
    """Return the customers of some tickets by what names them; those who are not known yet are written."""
    keys = {one.person: f"{CHANNEL}-{_digest(one.person)[:20]}" for one in fresh}
    there = {one.id: one for one in await unit.find_each(Customer, "id", keys.values())}
    found: dict[str, Customer] = {}
    for one in fresh:
        known = found.get(one.person) or there.get(keys[one.person]) or await _known(unit, one)
        if known is None:
            identity = f"{CHANNEL}:{_digest(one.person)[:20]}"
            numbers = (one.phone,) if one.phone else ()
            known = Customer(
                id=keys[one.person],
                identities=(one.address or identity,),
                name=one.name,
                language=one.language,
                phones=numbers,
                proven=numbers,
                unreachable=() if one.address else (identity,),
                since=one.received,
            )
            unit.add(known)
        found[one.person] = known
    return found


async def _known(unit: UnitOfWork, one: ImportedTicket) -> Customer | None:
    """Return who is known under this address, under what they were taken in by before, or has proven this number.

    A number that somebody only typed leads to nobody: it may be anybody's.
    """
    for identity in filter(None, (one.address, f"{CHANNEL}:{_digest(one.person)[:20]}")):
        if known := await unit.last(Customer, identities=identity):
            return known
    sharing = await unit.find(Customer, phones=one.phone) if one.phone else []
    return next((customer for customer in sharing if one.phone in customer.proven), None)


def _reference(one: ImportedTicket) -> str:
    return f"X-{one.reference}" if one.reference.startswith(_OURS) else one.reference


def _key(at: datetime, what: str, number: int = 0) -> str:
    """Return an id that sorts by its time and is the same each time: other systems know whole minutes or days only."""
    digest = _digest(what)
    within = timedelta(microseconds=int(digest[6:14], 16) % 59_000_000)
    return id_of(at + within + timedelta(microseconds=number), digest[:6])


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "replace")).hexdigest()


def _language_of(text: str) -> str:
    return "zh" if any("\u4e00" <= character <= "\u9fff" for character in text) else "en"
