"""What must hold when a crowd has played over several processes, whichever of them were killed."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator, Sequence

from bot.desk.scripts.registry import ScriptRegistry
from bot.desk.scripts.replay_runner import read_journal
from dialogs.model.state import state_from_json
from dialogs.versions.journal_replay import retell
from storage.ports import Store, UnitOfWork
from storage.records.complaint_records import Conversation, Customer, JournalEntry, Message, Ticket
from storage.records.traffic_records import OutboxRow
from tests.processes.crowd import HUNG, PLAY, Told


async def delivered(store: Store) -> None:
    """Wait until nothing is on its way any more."""
    async with asyncio.timeout(HUNG):
        while await store.unit().find(OutboxRow, limit=1):  # noqa: ASYNC110  # other processes tell nobody
            await asyncio.sleep(0.05)


async def faults(store: Store, customers: int, told: Told) -> list[str]:
    """Return what is wrong, a line each."""
    unit, scripts = store.unit(), ScriptRegistry("telecom")
    await scripts.open(unit)
    found = [fault async for fault in _wrong_references(unit, customers)]
    for number in range(customers):
        address = f"web:{number:05}"
        said = await unit.find(Message, address=address)
        wrong = [*_wrong_transcript(said), *_wrong_sendings(said, address, told)]
        wrong += [fault async for fault in _wrong_conversation(unit, scripts, address)]
        found += [f"{address}: {fault}" for fault in wrong]
    return found


async def _wrong_references(unit: UnitOfWork, customers: int) -> AsyncIterator[str]:
    references = sorted(ticket.reference for ticket in await unit.find(Ticket))
    numbers = [int(reference.rpartition("-")[2]) for reference in references]
    if numbers != list(range(1, customers + 1)):
        yield f"the references are not 1 to {customers}"


def _wrong_transcript(said: Sequence[Message]) -> Iterator[str]:
    texts = [message.text for message in said if message.author == "customer"]
    if texts != list(PLAY):
        yield f"the transcript holds {texts}"


def _wrong_sendings(said: Sequence[Message], address: str, told: Told) -> Iterator[str]:
    sendings = sorted(told.sent[address])
    first = list(dict.fromkeys(message for _, message, _ in sendings))
    if first != [message.id for message in said if message.author == "bot"]:
        yield "the messages were not all sent, or not in their order"
    again = Counter(message for _, message, _ in sendings)
    for message, times in again.items():
        by = [process for _, sent, process in sendings if sent == message]
        # What was on its way when a process died is sent again by another; never by the same, and never two of them.
        if len(set(by)) < times:
            yield f"{message} was sent {times} times by {by}"
    if sum(times - 1 for times in again.values()) > told.kills:
        yield "more was sent twice than processes were killed"


async def _wrong_conversation(unit: UnitOfWork, scripts: ScriptRegistry, address: str) -> AsyncIterator[str]:
    customers = await unit.find(Customer, identities=address)
    conversations = await unit.find(Conversation, address=address)
    if (len(customers), len(conversations)) != (1, 1):
        yield f"{len(customers)} customers, {len(conversations)} conversations"
        return
    conversation = conversations[0]
    tickets = await unit.find(Ticket, customer=customers[0].id)
    if (conversation.status, len(tickets)) != ("closed", 1):
        yield f"{conversation.status} with {len(tickets)} tickets"
    journal = read_journal(scripts, conversation, await unit.find(JournalEntry, conversation=conversation.id))
    moments = retell(journal.script, journal.events, journal.moved) if journal else ()
    if not moments or moments[-1].state != state_from_json(conversation.state):
        yield "the journal does not rebuild the state"
