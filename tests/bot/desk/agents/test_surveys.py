import pytest

from storage.records import Ticket, Timer
from tests.bot.desk.house import LI, House

SOLVED = "We have paid back 128 yuan."
OUTCOME = f"T-2026-000001: {SOLVED}"
QUESTION = f"We've answered your complaint T-2026-000001:\n\n{SOLVED}\n\nDid this solve it for you?"


async def is_asked(house: House) -> Ticket:
    """Let a ticket be resolved and its customer be asked."""
    ticket = await house.is_owned()
    await house.handoffs.resolve(ticket.reference, LI, SOLVED)
    await house.delivered()
    return ticket


async def surveys(house: House) -> list[Timer]:
    return [timer for timer in await house.store.unit().find(Timer) if timer.kind == "survey"]


@pytest.mark.parametrize("word", ["yes", "Yes, it's solved", "好了", "1"])
async def test_a_yes_closes_the_ticket(house: House, word: str) -> None:
    await is_asked(house)
    await house.says(word)

    assert (await house.ticket()).status == "closed"


@pytest.mark.parametrize("word", ["no", "Not yet", "还没解决", "2"])
async def test_a_no_opens_it_again_and_hands_over_to_the_same_owner(house: House, word: str) -> None:
    await is_asked(house)
    house.clock.forward(hours=1)
    replies = await house.says(word)
    ticket = await house.ticket()
    handoff = await house.handoff(ticket)

    assert replies[0].startswith("I'm sorry it isn't solved yet. T-2026-000001 is open again")
    assert ("investigating", LI.id, "pending") == (ticket.status, ticket.owner, ticket.promise)
    assert (handoff.reason, handoff.status) == ("not-helped", "waiting")
    assert (ticket.due - house.clock.now).total_seconds() == 24 * 3600


async def test_anger_is_a_no(house: House) -> None:
    await is_asked(house)
    await house.says("You are a joke, nothing works")

    assert (await house.ticket()).status == "investigating"


async def test_calling_a_person_opens_it_again_and_keeps_what_was_told(house: House) -> None:
    await is_asked(house)
    before = await house.ticket()
    await house.says("/human")
    ticket = await house.ticket()

    assert ("investigating", before.slots, before.description) == (ticket.status, ticket.slots, ticket.description)


async def test_a_second_tap_on_yes_changes_nothing(house: House) -> None:
    await is_asked(house)
    data = house.button("Yes, it's solved")
    await house.taps(data)
    closed = await house.ticket()
    at_once = await house.taps(data)
    house.clock.forward(minutes=1)
    later = await house.taps(data)

    assert (at_once, later) == ([], [house.common("closed-button")])
    assert closed == await house.ticket()


async def test_silence_is_not_a_yes(house: House) -> None:
    await is_asked(house)
    await house.passes(days=30)

    assert (await house.ticket()).status == "resolved"


async def test_a_customer_in_another_dialog_is_told_at_once_and_asked_later(house: House) -> None:
    ticket = await house.is_owned()
    await house.says("My parcel with the new phone never arrived", "No, something new")
    await house.handoffs.resolve(ticket.reference, LI, SOLVED)
    told = await house.delivered()
    await house.says("/cancel")

    assert told == [OUTCOME]
    assert await house.passes(minutes=5) == [QUESTION]
    assert await surveys(house) == []


async def test_who_is_still_busy_is_asked_later_still(house: House) -> None:
    ticket = await house.is_owned()
    await house.says("My parcel with the new phone never arrived", "No, something new")
    await house.handoffs.resolve(ticket.reference, LI, SOLVED)
    await house.delivered()
    first = await house.passes(minutes=5)
    await house.says("/cancel")
    second = await house.passes(minutes=5)

    assert (first, second) == ([], [QUESTION])


async def test_a_ticket_that_moved_on_meanwhile_is_not_asked_about(house: House) -> None:
    ticket = await house.is_owned()
    await house.says("Garden Street: they still keep what they took from me")
    await house.handoffs.resolve(ticket.reference, LI, SOLVED)
    await house.delivered()
    await house.presses("Yes, the same")

    assert (await house.ticket()).status == "investigating"
    assert await house.passes(minutes=5) == []
