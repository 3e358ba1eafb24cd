"""The program is killed while customers write: what it told them is taken is kept once, and all of it fits together."""

import asyncio
from collections import Counter
from pathlib import Path

import pytest

from bot.desk.scripts.registry import ScriptRegistry
from bot.desk.scripts.replay_runner import read_journal
from dialogs.model.state import state_from_json
from dialogs.versions.journal_replay import retell
from storage.embedded.embedded_store import EmbeddedStore, open_store
from storage.ports import UnitOfWork
from storage.records.complaint_records import Conversation, JournalEntry, Message, Ticket
from tests.campaign import FULL, size, tell
from tests.journeys.crowd import Crowd
from tests.journeys.program import WORDS_ONLY, Program, running

KILLS = size(5, 200)
CUSTOMERS = 6


async def killed_again_and_again(program: Program, crowd: Crowd) -> None:
    async with asyncio.TaskGroup() as customers:
        for _ in range(CUSTOMERS):
            customers.create_task(crowd.visits())
        for _ in range(KILLS):
            await crowd.is_cut_off()
            await crowd.starts()
        crowd.ends()


async def transcript(unit: UnitOfWork, address: str) -> list[str]:
    messages = await unit.find(Message, address=address)
    return [message.text for message in messages if message.author == "customer"]


async def not_replayed(store: EmbeddedStore) -> list[str]:
    """Return the conversations whose journal does not lead to where they stand."""
    unit, scripts = store.unit(), ScriptRegistry("telecom")
    await scripts.open(store.unit())
    found = list[str]()
    for conversation in await unit.find(Conversation):
        entries = await unit.find(JournalEntry, conversation=conversation.id)
        journal = read_journal(scripts, conversation, entries)
        if journal is None:
            found += [conversation.id] if entries else []
        elif retell(journal.script, journal.events, journal.moved)[-1].state != state_from_json(conversation.state):
            found.append(conversation.id)
    return found


@pytest.mark.campaign
async def test_the_program_may_be_killed_at_any_moment_under_load(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    async with running(tmp_path, **(WORDS_ONLY if FULL else {})) as program:
        crowd = Crowd(program, seed=20260301)
        await killed_again_and_again(program, crowd)
    store = await open_store(tmp_path / "data")
    unit = store.unit()
    kept = {address: await transcript(unit, address) for address in crowd.taken}
    tickets = await unit.find(Ticket)
    unlike = await not_replayed(store)
    await store.close()
    taken = f"{sum(map(len, crowd.taken.values()))} messages taken from {len(kept)} browsers"
    tell(capsys, f"{KILLS} kills of the program, {taken}, {crowd.sent_again} sent again, {len(tickets)} tickets")

    assert kept == crowd.taken
    assert [ticket for ticket, times in Counter(ticket.reference for ticket in tickets).items() if times > 1] == []
    assert [of for of, times in Counter(ticket.conversation for ticket in tickets).items() if times > 1] == []
    assert unlike == []
    assert tickets
    assert crowd.sent_again
