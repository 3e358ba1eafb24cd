"""Crosses out words, a message or a file on a ticket for good, wherever they are kept of it, by the staff, on record.

What a customer should not have sent goes from the transcript, tellings, answers, notes, the journal of the dialog, and
what was written behind it: of this ticket, and of those that it was merged with. A backup from before still holds it.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.desk.briefing.queries import conversations_about
from bot.desk.core.environment import Environment
from bot.desk.core.errors import Refusal, Refused
from bot.desk.core.kept_files import let_go
from bot.desk.privacy.holdings import all_of, of_conversation, of_ticket
from bot.desk.privacy.spelling import Spelling
from bot.desk.staff.audit import Actor, put_on_record
from bot.desk.tickets.search_index import keep_findable
from bot.desk.tickets.similar_tickets import words
from bot.desk.tickets.ticket_links import merged_into
from storage.file_store import FileStore
from storage.ports import Store, UnitOfWork
from storage.records.complaint_records import Conversation, JournalEntry, Message, Note, Occurrence, Promise, Ticket
from storage.records.desk_records import UnsentText
from storage.records.finding_records import Label, Suspicion
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
    Promise: ("reason", "why_missed"),
    UnsentText: ("text",),
    Suspicion: ("samples", "words", "title", "reason"),
    Resolution: ("explanation", "reason", "answers"),
    Attachment: ("name",),
    Conversation: ("state",),
    JournalEntry: ("event", "reading"),
}
"""The fields in which people's words stand."""
_OURS = frozenset(
    {
        *("kind", "status", "step", "language", "track", "version", "at", "now", "acts", "signals", "event", "act"),
        *("reason", "chosen", "tried", "checked", "accepted", "picked", "trail", "tones", "flags", "unheard_act"),
    }
)
"""Keys of JSON under which the program's own words stand, unless there is more JSON."""
_BY_ITSELF = 12
"""Characters from which on a message is found within other texts; a shorter one only where it is all that stands."""


class CrossingOut:
    """Crosses out what stands on tickets."""

    def __init__(self, store: Store, environment: Environment, files: FileStore) -> None:
        self._store = store
        self._environment = environment
        self._files = files

    async def words(self, reference: str, text: str, by: Actor) -> int:
        """Cross out words, however they are spelt (see `Spelling`), and return in how many records they stood.

        Raises:
            Refused: if there is no such ticket, it is on legal hold, or nothing or one character is said.
            Conflict: if somebody else has just changed one of them; nothing was done.
        """
        if len(text.strip()) < SHORTEST:
            raise Refused(Refusal.EMPTY)
        spelling = Spelling([text])
        return await self._cross_out(reference, by, lambda one: without(one, spelling))

    async def message(self, reference: str, key: str, by: Actor) -> int:
        """Cross out a message of a ticket by its id, whoever said it, with its versions and all that was kept of it.

        Its files stay, as each is removed by itself, and so does what people said again. Returns in how many records
        it stood.

        Raises:
            Refused: if there is no such ticket, no such message of it, or it is on legal hold.
            Conflict: if somebody else has just changed something of it; nothing was done.
        """
        message = await self._store.unit().get(Message, key)
        if message is None or not message.text.strip() or message.text == GONE:
            raise Refused(Refusal.NOT_ON_TICKET)
        spelling = Spelling([message.text], alone=len(message.text.strip()) < _BY_ITSELF)

        def what_is_left(one: Record) -> Record:
            match one:
                case Message() if one.id == key:
                    return replace(one, text=GONE, choices=())
                case Message() if one.author != "bot":  # the bot repeats what it was told, people say it anew
                    return one
                case Edit():
                    return replace(one, text=GONE) if one.message == key else one
            return without(one, spelling)

        return await self._cross_out(reference, by, what_is_left, message)

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
                raise Refused(Refusal.NOT_ON_TICKET)
            unit.put(replace(found, status="lost", digest="", name="", source="", unique=""))
            await let_go(unit, self._files, [found])
            await put_on_record(unit, self._environment, "redacted", by, subject=ticket.id, about=reference)
            await unit.commit()

    async def _cross_out(
        self, reference: str, by: Actor, left: Callable[[Record], Record], wanted: Message | None = None
    ) -> int:
        """Write what is left of each record of a ticket; ``wanted`` is the message that must be among them."""
        async with self._store.unit() as unit:
            ticket, held = await self._held(unit, reference)
            if wanted is not None and wanted not in held:
                raise Refused(Refusal.NOT_ON_TICKET)
            changed = [(one, new) for one in held if (new := left(one)) != one]
            for one, new in changed:
                _write(unit, one, new)
            if changed:
                written = {one.id for one in unit.written(Ticket)}
                for one in held:
                    if isinstance(one, Ticket) and one.id not in written:
                        unit.put(one)  # so that it is not found by them any more
                await keep_findable(unit, anew=True)
                await put_on_record(unit, self._environment, "redacted", by, subject=ticket.id, about=reference)
                await unit.commit()
        if changed:
            await self._store.forget()
        return len(changed)

    async def _held(self, unit: UnitOfWork, reference: str) -> tuple[Ticket, list[Record]]:
        """Return a ticket, and all that is kept of it and of those it was merged with, under their locks."""
        known = await _merged(self._store.unit(), reference)
        for address in sorted({one.address for one in known}):
            await unit.hold(address)
        tickets = await _merged(unit, reference)
        held: list[Record] = []
        for ticket in tickets:
            if await unit.get(LegalHold, ticket.id):
                raise Refused(Refusal.ON_HOLD)
            held += await _kept_of(unit, ticket)
        ids = {one.id for one in tickets}
        async for suspicions in all_of(unit, Suspicion):
            held += [one for one in suspicions if ids.intersection(one.tickets)]
        named = next(one for one in tickets if one.reference == reference)
        return named, list({(type(one), one.id): one for one in held}.values())


async def _merged(unit: UnitOfWork, reference: str) -> list[Ticket]:
    """Return a ticket and those it was merged with, directly or not: what was told on one may stand on the other."""
    ticket = await unit.last(Ticket, reference=reference)
    if ticket is None:
        raise Refused(Refusal.NO_SUCH_TICKET)
    top = ticket
    while top.merged_into and (further := await unit.get(Ticket, top.merged_into)):
        top = further
    below = [await unit.get(Ticket, key) for key in await merged_into(unit, top.id)]
    return list({one.id: one for one in (top, ticket, *below) if one}.values())


async def _kept_of(unit: UnitOfWork, ticket: Ticket) -> list[Record]:
    held = [*await of_ticket(unit, ticket), *await unit.find(Message, ticket=ticket.id)]
    for key in await conversations_about(unit, ticket, await unit.find(Occurrence, ticket=ticket.id)):
        if conversation := await unit.get(Conversation, key):
            held += await of_conversation(unit, conversation)
            held += await unit.find(Label, conversation=key)
    return held


def without(record: Record, spelling: Spelling) -> Record:
    """Return a record in whose texts a mark stands in place of some words."""
    held = {name: getattr(record, name) for name in _TEXTS.get(type(record), ())}
    new = {name: _crossed(value, spelling) for name, value in held.items()}
    if new == held:
        return record
    if isinstance(record, Occurrence):
        new["words"] = words(new["text"])
    return replace(record, **new)


def _crossed(value: Any, spelling: Spelling) -> Any:
    match value:
        case str():
            return spelling.replaced(value, GONE)
        case dict():
            return {key: one if _is_ours(key, one) else _crossed(one, spelling) for key, one in value.items()}
        case list():
            return [_crossed(one, spelling) for one in value]
        case tuple():
            return tuple(_crossed(one, spelling) for one in value)
    return value


def _is_ours(key: str, value: Any) -> bool:
    return key in _OURS and not isinstance(value, dict)


def _write(unit: UnitOfWork, old: Record, new: Record) -> None:
    if hasattr(new, "revision"):
        unit.put(new)
        return
    unit.delete(old)
    unit.add(new)
