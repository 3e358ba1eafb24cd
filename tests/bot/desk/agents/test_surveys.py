import pytest

from storage.records.complaint_records import Message, Ticket, Timer
from tests.bot.desk.desk_harness import LI, DeskHarness

SOLVED = "We have paid back 128 yuan."
OUTCOME = f"T-2026-000001: {SOLVED}"
QUESTION = f"We've answered your complaint T-2026-000001:\n\n{SOLVED}\n\nDid this solve it for you?"


async def is_asked(desk: DeskHarness) -> Ticket:
    """Let a ticket be resolved and its customer be asked."""
    ticket = await desk.is_owned()
    await desk.resolves(ticket.reference, LI, SOLVED)
    await desk.delivered()
    return ticket


async def surveys(desk: DeskHarness) -> list[Timer]:
    return [timer for timer in await desk.store.unit().find(Timer) if timer.kind == "survey"]


@pytest.mark.parametrize("word", ["yes", "Yes, it's solved", "好了", "1"])
async def test_a_yes_closes_the_ticket(desk: DeskHarness, word: str) -> None:
    await is_asked(desk)
    await desk.says(word)

    assert (await desk.ticket()).status == "closed"


@pytest.mark.parametrize("word", ["no", "Not yet", "还没解决", "2"])
async def test_a_no_opens_it_again_and_hands_over_to_the_same_owner(desk: DeskHarness, word: str) -> None:
    await is_asked(desk)
    desk.clock.forward(hours=1)
    replies = await desk.says(word)
    ticket = await desk.ticket()
    handoff = await desk.handoff(ticket)

    assert replies[0].startswith("I'm sorry it isn't solved yet. T-2026-000001 is open again")
    assert ("investigating", LI.id, "pending") == (ticket.status, ticket.owner, ticket.promise)
    assert (handoff.reason, handoff.status) == ("not-helped", "waiting")
    assert (ticket.due - desk.clock.now).total_seconds() == 24 * 3600


async def test_anger_is_a_no(desk: DeskHarness) -> None:
    await is_asked(desk)
    await desk.says("You are a joke, nothing works")

    assert (await desk.ticket()).status == "investigating"


async def test_calling_a_person_opens_it_again_and_keeps_what_was_told(desk: DeskHarness) -> None:
    await is_asked(desk)
    before = await desk.ticket()
    await desk.says("/human")
    ticket = await desk.ticket()

    assert ("investigating", before.slots, before.description) == (ticket.status, ticket.slots, ticket.description)


async def test_a_second_tap_on_yes_changes_nothing(desk: DeskHarness) -> None:
    await is_asked(desk)
    data = desk.button("Yes, it's solved")
    await desk.taps(data)
    closed = await desk.ticket()
    at_once = await desk.taps(data)
    desk.clock.forward(minutes=1)
    later = await desk.taps(data)

    assert (at_once, later) == ([], [desk.common("closed-button")])
    assert closed == await desk.ticket()


async def test_silence_is_not_a_yes(desk: DeskHarness) -> None:
    await is_asked(desk)
    await desk.passes(days=30)

    assert (await desk.ticket()).status == "resolved"


async def test_a_customer_in_another_dialog_is_told_at_once_and_asked_later(desk: DeskHarness) -> None:
    ticket = await desk.is_owned()
    await desk.says("My parcel with the new phone never arrived", "No, something new")
    await desk.resolves(ticket.reference, LI, SOLVED)
    told = await desk.delivered()
    on_the_ticket = [one.text for one in await desk.store.unit().find(Message, ticket=ticket.id)]
    await desk.says("/cancel")

    assert told == [OUTCOME]
    assert on_the_ticket[-1] == OUTCOME
    assert await desk.passes(minutes=5) == [QUESTION]
    assert await surveys(desk) == []


async def test_who_is_still_busy_is_asked_later_still(desk: DeskHarness) -> None:
    ticket = await desk.is_owned()
    await desk.says("My parcel with the new phone never arrived", "No, something new")
    await desk.resolves(ticket.reference, LI, SOLVED)
    await desk.delivered()
    first = await desk.passes(minutes=5)
    tries = [timer.attempts for timer in await surveys(desk)]
    await desk.says("/cancel")
    second = await desk.passes(minutes=5)

    assert (first, second) == ([], [QUESTION])
    assert tries == [0]  # it is asked later as planned, not as after a fault


async def test_a_ticket_that_moved_on_meanwhile_is_not_asked_about(desk: DeskHarness) -> None:
    ticket = await desk.is_owned()
    await desk.says("Garden Street: they still keep what they took from me")
    await desk.resolves(ticket.reference, LI, SOLVED)
    await desk.delivered()
    await desk.presses("Yes, the same")

    assert (await desk.ticket()).status == "investigating"
    assert await desk.passes(minutes=5) == []
