"""Crosses out words or a file on a ticket for good, wherever they are kept of it, by one of the staff and on record.

What a customer should not have sent goes from the transcript, tellings, answers, notes, the journal of the dialog, and
what was written behind it. A backup from before still holds it.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.desk.briefing.queries import conversations_about
from bot.desk.core.environment import Environment
from bot.desk.core.errors import Refusal, Refused
from bot.desk.privacy.holdings import of_conversation, of_ticket
from bot.desk.staff.audit import Actor, put_on_record
from bot.desk.tickets.search_index import keep_findable
from bot.desk.tickets.similar_tickets import words
from storage.file_store import FileStore
from storage.ports import Store, UnitOfWork
from storage.records.complaint_records import Conversation, JournalEntry, Message, Note, Occurrence, Promise, Ticket
from storage.records.finding_records import Label
from storage.records.privacy_records import LegalHold
from storage.records.record import Record
from storage.records.resolution_records import Resolution
from storage.records.traffic_records import Attachment, Edit

GONE = "••••"
"""What stands where words were; it does not tell how many."""
SHORTEST = 2
"""Characters: one alone stands everywhere."""
_TEXTS: Mapping[type[Record], tuple[str, ...]] = {
    Ticket: ("description", "outcome", "slots"),
    Occurrence: ("text",),
    Message: ("text",),
    Edit: ("text",),
    Note: ("text",),
    Label: ("text",),
    Promise: ("reason",),
    Resolution: ("explanation", "reason", "answers"),
    Attachment: ("name",),
    Conversation: ("state",),
    JournalEntry: ("event", "reading"),
}
"""The fields in which people's words stand."""
_OURS = frozenset({"kind", "status", "step", "language", "track", "version", "at", "now", "acts", "signals"})
"""Keys of JSON under which the program's own words stand."""


class CrossingOut:
    """Crosses out what stands on tickets."""

    def __init__(self, store: Store, environment: Environment, files: FileStore) -> None:
        self._store = store
        self._environment = environment
        self._files = files

    async def words(self, reference: str, text: str, by: Actor) -> int:
        """Cross out words, however they are capitalised, and return in how many records they stood.

        Raises:
            Refused: if there is no such ticket, it is on legal hold, or nothing or one character is said.
            Conflict: if somebody else has just changed one of them; nothing was done.
        """
        if len(text.strip()) < SHORTEST:
            raise Refused(Refusal.EMPTY)
        pattern = re.compile(re.escape(text.strip()), re.IGNORECASE)
        async with self._store.unit() as unit:
            ticket, held = await self._held(unit, reference)
            changed = [(one, new) for one in held if (new := without(one, pattern)) != one]
            for one, new in changed:
                _write(unit, one, new)
            if changed:
                if ticket not in [one for one, _ in changed]:
                    unit.put(ticket)  # so that it is not found by them any more
                await keep_findable(unit)
                await put_on_record(unit, self._environment, "redacted", by, subject=ticket.id, about=reference)
                await unit.commit()
        if changed:
            await self._store.forget()
        return len(changed)

    async def file(self, reference: str, key: str, by: Actor) -> None:
        """Remove a file of a ticket; that there was one stays.

        Raises:
            Refused: if there is no such ticket or file, or it is on legal hold.
            Conflict: if somebody else has just changed it.
        """
        async with self._store.unit() as unit:
            ticket, held = await self._held(unit, reference)
            found = next((one for one in held if isinstance(one, Attachment) and one.id == key), None)
            if found is None:
                raise Refused(Refusal.NO_FILE_HERE)
            unit.put(replace(found, status="lost", digest="", name="", source="", unique=""))
            await put_on_record(unit, self._environment, "redacted", by, subject=ticket.id, about=reference)
            await unit.commit()
        if found.digest and not await self._store.unit().find(Attachment, digest=found.digest, limit=1):
            await self._files.remove(found.digest)

    async def _held(self, unit: UnitOfWork, reference: str) -> tuple[Ticket, list[Record]]:
        ticket = await unit.last(Ticket, reference=reference)
        if ticket is None:
            raise Refused(Refusal.NO_SUCH_TICKET)
        await unit.hold(ticket.address)
        if await unit.get(LegalHold, ticket.id):
            raise Refused(Refusal.ON_HOLD)
        held = [*await of_ticket(unit, ticket), *await unit.find(Message, ticket=ticket.id)]
        held += await unit.find(Resolution, ticket=ticket.id)
        for key in await conversations_about(unit, ticket, await unit.find(Occurrence, ticket=ticket.id)):
            if conversation := await unit.get(Conversation, key):
                held += await of_conversation(unit, conversation)
                held += await unit.find(Label, conversation=key)
        return ticket, list({(type(one), one.id): one for one in held}.values())


def without(record: Record, pattern: re.Pattern[str]) -> Record:
    """Return a record in whose texts a mark stands in place of some words."""
    held = {name: getattr(record, name) for name in _TEXTS.get(type(record), ())}
    new = {name: _crossed(value, pattern) for name, value in held.items()}
    if new == held:
        return record
    if isinstance(record, Occurrence):
        new["words"] = words(new["text"])
    return replace(record, **new)


def _crossed(value: Any, pattern: re.Pattern[str]) -> Any:
    match value:
        case str():
            return pattern.sub(GONE, value)
        case dict():
            return {key: one if key in _OURS else _crossed(one, pattern) for key, one in value.items()}
        case list():
            return [_crossed(one, pattern) for one in value]
    return value


def _write(unit: UnitOfWork, old: Record, new: Record) -> None:
    if hasattr(new, "revision"):
        unit.put(new)
        return
    unit.delete(old)
    unit.add(new)
