from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channels.port import Incoming
from storage.records import JournalEntry, Message, Timer
from tests.bot.desk.desk_harness import BILL, LI, WANG, DeskHarness, open_desk

SETTLE = 2.0


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[DeskHarness]:
    async with open_desk(tmp_path, settle=SETTLE) as desk:
        yield desk


async def told(desk: DeskHarness) -> str:
    """Return the telling that the conversation holds."""
    slots = (await desk.conversation()).state["slots"]
    return str(slots.get("problem", ""))


async def test_words_are_kept_at_once_and_answered_after_the_pause(desk: DeskHarness) -> None:
    first = await desk.says(f"{BILL}.")
    kept = await desk.transcript()
    early = await desk.passes(seconds=1.4)
    late = await desk.passes(seconds=0.1)

    assert (first, early) == ([], [])
    assert late
    assert [("customer", f"{BILL}.")] == kept


async def test_a_sentence_sent_word_by_word_is_one_telling_with_one_answer(desk: DeskHarness) -> None:
    for word in ("hi", "so", "my", "internet", "is really bad"):
        assert await desk.says(word) == []
        assert await desk.passes(seconds=3.9) == []
    answers = await desk.passes(seconds=0.1)

    assert answers
    assert await told(desk) == "hi so my internet is really bad"
    assert len([one for one in await desk.store.unit().find(JournalEntry) if one.event["event"] == "Started"]) == 1


async def test_what_comes_later_begins_the_pause_anew_but_not_for_ever(desk: DeskHarness) -> None:
    await desk.says("My internet is down since Monday,")
    answers, waited = list[str](), 0.0
    while not answers:
        await desk.says("and nobody has called me back,")
        answers = await desk.passes(seconds=1)
        waited += 1

    assert waited == 15 * SETTLE


async def test_a_tapped_button_and_a_command_read_first_what_is_unread(desk: DeskHarness) -> None:
    await desk.says("My internet is down since Monday")
    answers = await desk.says("/human")
    (ticket,) = await desk.tickets()

    assert ticket.description == "My internet is down since Monday"
    assert answers
    assert (
        await desk.store.unit().find(Timer, subject=(await desk.store.unit().find(Message, address=WANG))[0].id) == []
    )


async def test_an_agent_who_claims_finds_what_the_customer_has_just_written_read(desk: DeskHarness) -> None:
    await desk.says("My internet is down since Monday", "/human")
    ticket = await desk.ticket()
    await desk.says("A second matter: I was charged twice in October.", to="web:ada")
    await desk.handoffs.claim(ticket.reference, LI)

    assert ("customer", "My internet is down since Monday") in await desk.transcript()
    assert (await desk.conversation()).unread == ()


async def test_what_was_kept_before_a_crash_is_read_after_it(tmp_path: Path) -> None:
    async with open_desk(tmp_path, settle=SETTLE) as desk:
        await desk.says("My internet is down")
        clock = desk.clock
        clock.forward(seconds=0.5)
    async with open_desk(tmp_path, settle=SETTLE, clock=clock) as desk:
        await desk.says("since Monday, in Garden Street")
        answers = await desk.passes(seconds=2)

        assert answers
        assert await told(desk) == "My internet is down since Monday, in Garden Street"


async def test_the_terminal_is_answered_at_once(desk: DeskHarness) -> None:
    await desk.plays(Incoming(address=WANG, update="one", text=BILL, at_once=True))

    assert desk.replies
