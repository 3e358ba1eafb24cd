from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.channels.port import Incoming
from bot.desk.jobs.scheduler import Scheduler
from storage.records.complaint_records import JournalEntry, Message, Ticket, Timer
from tests.bot.desk.desk_harness import ALL_ANSWERS, BILL, LI, WANG, DeskHarness, open_desk

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


async def filed(desk: DeskHarness) -> Ticket:
    """Let a customer complain to the end, with a pause after the telling."""
    await desk.says(BILL)
    await desk.passes(seconds=SETTLE)
    await desk.says(*ALL_ANSWERS)
    return await desk.ticket()


async def test_an_agent_who_claims_finds_what_the_customer_has_just_written_read(desk: DeskHarness) -> None:
    ticket = await filed(desk)
    await desk.says("My internet is down since Monday")
    before = await desk.conversation()
    await desk.handoffs.claim(ticket.reference, LI)
    said = await desk.store.unit().find(Message, address=WANG)
    newest = next(one for one in reversed(said) if one.author == "customer")
    after = await desk.conversation()

    assert ((newest.id,), ()) == (before.unread, after.unread)
    assert newest.conversation != ""


async def test_words_after_the_end_belong_to_no_conversation_before_they_are_read(desk: DeskHarness) -> None:
    await filed(desk)
    await desk.says("The technician has never come to my flat.")
    kept = await desk.store.unit().last(Message, address=WANG)
    await desk.passes(seconds=SETTLE)
    said = await desk.store.unit().find(Message, address=WANG)
    read = next(one for one in said if kept and one.id == kept.id)

    assert kept is not None
    assert (kept.conversation, kept.ticket) == ("", "")
    assert (await desk.conversation()).id == read.conversation


@pytest.mark.parametrize("text", ["thanks", "yes", "English please", "/status", "482915", "2"])
async def test_what_asks_for_an_answer_now_is_answered_at_once(desk: DeskHarness, text: str) -> None:
    await filed(desk)

    assert await desk.says(text)


async def test_a_later_version_is_what_is_read(desk: DeskHarness) -> None:
    await desk.says("My internet is down since Monday", ref=f"{WANG}:1")
    edited = await desk.says("My internet is down since Sunday", edits=f"{WANG}:1")
    await desk.passes(seconds=SETTLE)

    assert edited == []
    assert await told(desk) == "My internet is down since Sunday"


async def test_what_has_no_room_in_the_telling_is_read_after_it(desk: DeskHarness) -> None:
    long = "My internet is down since Monday. " * 300
    await desk.says(long, long)

    assert (await desk.conversation()).unread == ()
    assert long.strip() == (await told(desk))[: len(long)].strip()


async def test_the_clock_is_looked_at_again_when_the_pause_ends(desk: DeskHarness) -> None:
    looks = list[float]()

    async def sleep(seconds: float) -> None:
        looks.append(seconds)
        desk.clock.forward(seconds=seconds)
        if len(looks) == 3:
            raise InterruptedError

    await desk.says(f"{BILL}.")
    scheduler = Scheduler(desk.store, desk.context.environment, desk.turns, sleep, pauses=True)
    with pytest.raises(InterruptedError):
        await scheduler.serve()

    assert looks == [1.0, 0.5, 1.0]
    assert (await desk.conversation()).unread == ()


async def test_a_digit_is_no_telling_and_a_question_with_buttons_is_answered_at_once(desk: DeskHarness) -> None:
    await desk.says(BILL)
    await desk.passes(seconds=SETTLE)

    assert await desk.says("it is about my bill")


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
