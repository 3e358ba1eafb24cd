import asyncio
from dataclasses import replace

from bot.channels.port import Incoming
from bot.desk.briefing.queries import DeskQueries
from storage.records.complaint_records import Customer, Handoff, Timer
from tests.bot.desk.desk_harness import BILL, LI, WANG, DeskHarness
from tests.bot.desk.two_chats import NEW, is_joined

AGAIN = f"{BILL}, still"


async def repeats_it_here(desk: DeskHarness, *more: str) -> list[str]:
    """Let a customer with two chats tell in the new one again what was told in the old one."""
    await is_joined(desk)
    return await desk.says("/cancel", AGAIN, "1", *more, to=NEW)


async def test_a_ticket_is_answered_where_it_was_told_again(desk: DeskHarness) -> None:
    await repeats_it_here(desk)
    ticket = await desk.ticket()
    await desk.handoffs.claim(ticket.reference, LI)
    await desk.agent_writes(ticket.reference, LI, "We are on it.")

    assert ticket.address == NEW
    assert "We are on it." in await desk.delivered(NEW)


async def test_a_ticket_of_which_nothing_is_said_here_stays(desk: DeskHarness) -> None:
    await is_joined(desk)
    await desk.says("2", "1", to=NEW)

    assert [ticket.address for ticket in await desk.tickets()] == [WANG, NEW]


async def test_who_asks_for_a_person_in_another_chat_gets_one_there(desk: DeskHarness) -> None:
    await is_joined(desk)
    await desk.says("/cancel", "/human", to=NEW)
    ticket = await desk.ticket()
    await desk.handoffs.claim(ticket.reference, LI)
    joined = await desk.delivered(NEW)
    await desk.resolves(ticket.reference, LI, "We have paid it back.")

    assert ticket.address == NEW
    assert joined == [desk.common("agent-joined", name="Li Wei")]
    assert "We have paid it back." in (await desk.delivered(NEW))[0]
    assert (await desk.conversation(NEW)).script == "after-answer"


async def test_a_person_who_is_asked_for_here_is_not_waited_for_there_any_more(desk: DeskHarness) -> None:
    await is_joined(desk)
    await desk.says("/human")
    await desk.says("/cancel", "/human", to=NEW)
    unit = desk.store.unit()
    ticket = await desk.ticket(NEW)
    there, here = await unit.find(Handoff, ticket=ticket.id)

    assert (there.status, here.status) == ("done", "waiting")
    assert await unit.find(Timer, subject=there.id) == []
    assert (await desk.conversation(WANG)).status == "closed"
    assert ticket.address == NEW


async def test_a_talk_with_a_person_goes_on_where_it_is_while_the_customer_only_tells_more_here(
    desk: DeskHarness,
) -> None:
    await is_joined(desk)
    await desk.says("/human")
    ticket = await desk.ticket()
    await desk.handoffs.claim(ticket.reference, LI)
    await desk.says("/cancel", AGAIN, "1", to=NEW)

    assert (await desk.ticket()).address == WANG
    assert (await desk.conversation(WANG)).status == "with-person"


async def test_a_talk_that_is_over_keeps_no_ticket_where_it_was(desk: DeskHarness) -> None:
    await is_joined(desk)
    await desk.says("/human")
    ticket = await desk.ticket()
    await desk.handoffs.claim(ticket.reference, LI)
    await desk.handoffs.hand_back(ticket.reference, LI)
    await desk.says("/cancel", AGAIN, "1", to=NEW)

    assert (await desk.ticket()).address == NEW


async def test_what_was_said_in_both_chats_is_on_the_page_of_the_ticket(desk: DeskHarness) -> None:
    await is_joined(desk)
    await desk.says("/human", "Please hurry")
    await desk.says("/cancel", "/human", "I am here now", to=NEW)
    board = DeskQueries(desk.store, desk.context.scripts.script, desk.context.recognition.weights)
    view = await board.ticket((await desk.ticket()).reference)

    assert view is not None
    assert {"Please hurry", "I am here now"} <= {message.text for message in view.messages}


async def test_what_an_agent_does_while_the_ticket_moves_arrives_somewhere(desk: DeskHarness) -> None:
    await is_joined(desk)
    await desk.says("/cancel", to=NEW)
    ticket = await desk.ticket()
    await desk.handoffs.claim(ticket.reference, LI)
    plays = Incoming(address=NEW, update=desk.new_update(), text="/human")

    async with asyncio.timeout(60):
        await asyncio.gather(desk.agent_writes(ticket.reference, LI, "We are on it."), desk.turns.play(plays))

    told = [text for at in (WANG, NEW) for _, text in await desk.transcript(at)]
    assert told.count("We are on it.") == 1


async def test_a_repeat_that_is_taken_back_lets_the_ticket_go_back_to_its_chat(desk: DeskHarness) -> None:
    ticket = await desk.files()
    unit = desk.store.unit()
    customer = await unit.get(Customer, ticket.customer)
    assert customer is not None
    unit.put(replace(customer, identities=(WANG, "web:phone")))
    await unit.commit()
    await desk.says(BILL, to="web:phone")
    moved = (await desk.ticket()).address
    await desk.presses("No, something new", to="web:phone")

    assert (moved, (await desk.ticket()).address) == ("web:phone", WANG)
