from dataclasses import replace
from datetime import timedelta

import pytest

from bot.desk.scripts.replay_runner import NoSuchConversation, ReplayedDraft, ReplayReport, replay_all, replay_one
from dialogs.versions.journal_replay import Parting
from storage.records.complaint_records import Conversation, JournalEntry
from tests.bot.desk.desk_harness import BILL, NOON, DeskHarness
from tests.bot.desk.texts import TELECOM

ZHAO = "web:zhao"
SHORTER = "otherwise: ask-phone\n    goto: ask-phone\n\n  ask-account"


def draft(old: str = "", new: str = "") -> ReplayedDraft:
    """Return the telecom script with some of its text replaced."""
    return ReplayedDraft("telecom", TELECOM.text.replace(old, new, 1) if old else TELECOM.text)


async def played(desk: DeskHarness, on: ReplayedDraft, **ago: float) -> ReplayReport:
    return await replay_all(desk.store, desk.context.scripts, on, NOON - timedelta(**ago))


async def test_what_is_in_force_plays_everything_as_before(desk: DeskHarness) -> None:
    await desk.files()
    await desk.says(BILL, to=ZHAO)
    report = await played(desk, draft())

    assert (len(report.replayed), report.differing, report.unreadable) == (2, (), [])
    assert report.old() == report.draft()


async def test_a_step_that_is_left_out_is_found(desk: DeskHarness) -> None:
    await desk.files()
    report = await played(desk, draft("otherwise: ask-account\n    goto: ask-account\n\n  ask-account", SHORTER))

    assert [one.reference for one in report.differing] == [(await desk.ticket()).reference]
    assert report.differing[0].rehearsal.parting == Parting(3, "ask-account", "ask-phone")


async def test_conversations_that_began_earlier_are_left_out(desk: DeskHarness) -> None:
    await desk.says(BILL)
    desk.clock.forward(days=1)
    await desk.says(BILL, to=ZHAO)

    assert len((await played(desk, draft())).replayed) == 2
    assert len((await played(desk, draft(), days=-0.5)).replayed) == 1


async def test_conversations_of_other_scripts_are_left_out(desk: DeskHarness) -> None:
    await desk.says(BILL)

    assert (await played(desk, replace(draft(), key="hotel"))).replayed == []


async def test_what_cannot_be_played_any_more_is_named(desk: DeskHarness) -> None:
    await desk.says(BILL)
    unit = desk.store.unit()
    unit.add(replace(await desk.conversation(), id="old", version="gone", revision=0))
    unit.add(JournalEntry(id="0", conversation="old", at=NOON, event={"event": "Started", "language": "en"}))
    await unit.commit()
    report = await played(desk, draft())

    assert (len(report.replayed), report.unreadable) == (1, ["old"])


async def test_nothing_is_changed(desk: DeskHarness) -> None:
    await desk.files()
    before = await desk.store.unit().find(Conversation), await desk.store.unit().find(JournalEntry)
    await played(desk, draft())

    assert before == (await desk.store.unit().find(Conversation), await desk.store.unit().find(JournalEntry))


async def test_one_conversation_is_told_turn_by_turn_each_with_its_time(desk: DeskHarness) -> None:
    await desk.says(BILL)
    desk.clock.forward(minutes=5)
    await desk.says("2")
    retold = await replay_one(desk.store, desk.context.scripts, (await desk.conversation()).id)

    assert [at for at, _ in retold.turns] == [NOON, NOON + timedelta(minutes=5)]
    assert retold.turns[-1][1].after.step == await desk.step()
    assert (retold.reference, retold.versions) == ("", (TELECOM.id,))


async def test_a_conversation_can_be_named_by_its_ticket(desk: DeskHarness) -> None:
    ticket = await desk.files()
    retold = await replay_one(desk.store, desk.context.scripts, ticket.reference.lower())

    assert retold.conversation == await desk.conversation()
    assert retold.reference == ticket.reference


async def test_a_name_that_nobody_knows_is_refused(desk: DeskHarness) -> None:
    with pytest.raises(NoSuchConversation, match="no conversation nothing"):
        await replay_one(desk.store, desk.context.scripts, "nothing")


async def test_a_conversation_on_a_lost_version_is_refused(desk: DeskHarness) -> None:
    await desk.says(BILL)
    conversation = await desk.conversation()
    unit = desk.store.unit()
    unit.put(replace(conversation, version="gone"))
    for one in await unit.find(JournalEntry, conversation=conversation.id):
        unit.delete(one)
        unit.add(replace(one, id=f"{one.id}-old", version="gone"))
    await unit.commit()

    with pytest.raises(NoSuchConversation, match="cannot read any more"):
        await replay_one(desk.store, desk.context.scripts, conversation.id)
