"""What happens on the desk when a person was called because of something that the customer did not mean."""

import pytest

from storage.records.complaint_records import Handoff, Timer
from storage.records.finding_records import Label
from tests.bot.desk.desk_harness import BILL, LI, DeskHarness

DYING = "I will kill myself"
NOT_MEANT = "That's not what I meant"


async def waiting(desk: DeskHarness) -> list[Handoff]:
    return await desk.store.unit().find(Handoff, status="waiting")


async def test_a_tap_takes_the_call_for_a_person_back_and_the_question_stands_again(desk: DeskHarness) -> None:
    await desk.says(BILL)
    asked = await desk.step()
    await desk.says(DYING)

    replies = await desk.presses(NOT_MEANT)

    assert await waiting(desk) == []
    assert desk.common("misheard") == replies[0]
    assert (asked, "with-bot") == (await desk.step(), (await desk.conversation()).status)


async def test_the_buttons_of_the_question_come_again_with_it(desk: DeskHarness) -> None:
    await desk.says("My calls are full of crackling")
    labels = desk.labels
    await desk.says(DYING)
    await desk.presses(NOT_MEANT)

    assert labels == desk.labels


async def test_the_ticket_that_was_filed_for_nothing_else_is_withdrawn_and_completed_later(desk: DeskHarness) -> None:
    await desk.says(f"{BILL}, I could die")
    await desk.says(DYING)
    reference = (await desk.ticket()).reference
    await desk.presses(NOT_MEANT)
    withdrawn, timers = await desk.ticket(), await desk.store.unit().find(Timer)
    await desk.says("2", "128", "skip", "13800138000", "2", "1")
    filed = await desk.ticket()

    assert (withdrawn.status, {timer.kind for timer in timers}) == ("withdrawn", {"silence"})
    assert (filed.reference, filed.status, filed.promise) == (reference, "open", "pending")
    assert len(await desk.tickets()) == 1
    assert len(await desk.tellings(filed)) == 1


async def test_what_is_told_while_nobody_has_come_is_not_lost(desk: DeskHarness) -> None:
    await desk.says(DYING)
    await desk.says("It is 128 yuan too high, since October")
    await desk.presses(NOT_MEANT)

    told = (await desk.conversation()).state["slots"]["problem"]
    assert told == f"{DYING} It is 128 yuan too high, since October"


async def test_the_undoing_is_kept_as_a_label(desk: DeskHarness) -> None:
    await desk.says(BILL, DYING)
    await desk.presses(NOT_MEANT)

    labels = await desk.store.unit().find(Label, look="signal")
    assert [(one.about, one.text, one.answer) for one in labels] == [("self-harm", DYING, "undone")]


@pytest.mark.parametrize(
    "words",
    [
        "that's not what I meant",
        "No, that isn’t what I meant!",
        "You misunderstood me",
        "i didn't mean it like that",
        "it's just a figure of speech",
        "我不是这个意思",
        "您误会了",
        "只是打个比方",
    ],
)
async def test_words_undo_it_as_well(desk: DeskHarness, words: str) -> None:
    await desk.says(BILL, DYING)

    await desk.says(words)

    assert await waiting(desk) == []


async def test_what_is_said_in_the_same_breath_is_kept(desk: DeskHarness) -> None:
    await desk.says(DYING)
    await desk.says("That's not what I meant, the bill is 128 yuan too high")

    assert "128 yuan too high" in (await desk.conversation()).state["slots"]["problem"]


@pytest.mark.parametrize("words", ["that is what I meant", "You misunderstood, I want to die", "hello?"])
async def test_other_words_undo_nothing(desk: DeskHarness, words: str) -> None:
    await desk.says(BILL, DYING)

    await desk.says(words)

    assert len(await waiting(desk)) == 1


async def test_whoever_has_come_already_stays_and_reads_it(desk: DeskHarness) -> None:
    await desk.says(BILL, DYING)
    button = desk.button(NOT_MEANT)
    ticket = await desk.ticket()
    await desk.handoffs.claim(ticket.reference, LI)
    await desk.delivered()

    replies = await desk.taps(button) + await desk.says(NOT_MEANT)

    handoff = await desk.handoff(ticket)
    assert (replies, handoff.status) == ([], "claimed")
    assert (await desk.transcript())[-2:] == [("customer", NOT_MEANT)] * 2


async def test_whoever_asks_for_a_person_is_not_asked_whether_that_was_meant(desk: DeskHarness) -> None:
    await desk.says(BILL)
    shown = len(desk.channel.sent)
    await desk.says("I want to talk to a person")

    assert not any(label == NOT_MEANT for out in desk.channel.sent[shown:] for _, label in out.choices)


async def test_a_ticket_that_was_there_before_is_left_alone(desk: DeskHarness) -> None:
    ticket = await desk.files()
    await desk.says("Where is my answer", DYING)
    await desk.presses(NOT_MEANT)

    assert (await desk.tickets())[0] == ticket
