import asyncio
from dataclasses import replace

from bot.channels.port import Incoming
from bot.desk.agents.queries import Board
from storage.records import Customer, Handoff, Timer
from tests.bot.desk.house import BILL, LI, WANG, House
from tests.bot.desk.two_chats import NEW, is_joined

AGAIN = f"{BILL}, still"


async def repeats_it_here(house: House, *more: str) -> list[str]:
    """Let a customer with two chats tell in the new one again what was told in the old one."""
    await is_joined(house)
    return await house.says("/cancel", AGAIN, "1", *more, to=NEW)


async def test_a_ticket_is_answered_where_it_was_told_again(house: House) -> None:
    await repeats_it_here(house)
    ticket = await house.ticket()
    await house.handoffs.claim(ticket.reference, LI)
    await house.handoffs.reply(ticket.reference, LI, "We are on it.")

    assert ticket.address == NEW
    assert "We are on it." in await house.delivered(NEW)


async def test_a_ticket_of_which_nothing_is_said_here_stays(house: House) -> None:
    await is_joined(house)
    await house.says("2", "1", to=NEW)

    assert [ticket.address for ticket in await house.tickets()] == [WANG, NEW]


async def test_who_asks_for_a_person_in_another_chat_gets_one_there(house: House) -> None:
    await is_joined(house)
    await house.says("/cancel", "/human", to=NEW)
    ticket = await house.ticket()
    await house.handoffs.claim(ticket.reference, LI)
    joined = await house.delivered(NEW)
    await house.handoffs.resolve(ticket.reference, LI, "We have paid it back.")

    assert ticket.address == NEW
    assert joined == [house.common("agent-joined", name="Li Wei")]
    assert "We have paid it back." in (await house.delivered(NEW))[0]
    assert (await house.conversation(NEW)).script == "after-answer"


async def test_a_person_who_is_asked_for_here_is_not_waited_for_there_any_more(house: House) -> None:
    await is_joined(house)
    await house.says("/human")
    await house.says("/cancel", "/human", to=NEW)
    unit = house.store.unit()
    ticket = await house.ticket(NEW)
    there, here = await unit.find(Handoff, ticket=ticket.id)

    assert (there.status, here.status) == ("done", "waiting")
    assert await unit.find(Timer, subject=there.id) == []
    assert (await house.conversation(WANG)).status == "closed"
    assert ticket.address == NEW


async def test_a_talk_with_a_person_goes_on_where_it_is_while_the_customer_only_tells_more_here(house: House) -> None:
    await is_joined(house)
    await house.says("/human")
    ticket = await house.ticket()
    await house.handoffs.claim(ticket.reference, LI)
    await house.says("/cancel", AGAIN, "1", to=NEW)

    assert (await house.ticket()).address == WANG
    assert (await house.conversation(WANG)).status == "with-person"


async def test_what_was_said_in_both_chats_is_on_the_page_of_the_ticket(house: House) -> None:
    await is_joined(house)
    await house.says("/human", "Please hurry")
    await house.says("/cancel", "/human", "I am here now", to=NEW)
    board = Board(house.store, house.desk.scripts.script, house.desk.recognition.weights)
    view = await board.ticket((await house.ticket()).reference)

    assert view is not None
    assert {"Please hurry", "I am here now"} <= {message.text for message in view.messages}


async def test_what_an_agent_does_while_the_ticket_moves_arrives_somewhere(house: House) -> None:
    await is_joined(house)
    await house.says("/cancel", to=NEW)
    ticket = await house.ticket()
    await house.handoffs.claim(ticket.reference, LI)
    plays = Incoming(address=NEW, update=house.new_update(), text="/human")

    async with asyncio.timeout(60):
        await asyncio.gather(house.handoffs.reply(ticket.reference, LI, "We are on it."), house.turns.play(plays))

    told = [text for at in (WANG, NEW) for _, text in await house.transcript(at)]
    assert told.count("We are on it.") == 1


async def test_a_repeat_that_is_taken_back_lets_the_ticket_go_back_to_its_chat(house: House) -> None:
    ticket = await house.files()
    unit = house.store.unit()
    customer = await unit.get(Customer, ticket.customer)
    assert customer is not None
    unit.put(replace(customer, identities=(WANG, "web:phone")))
    await unit.commit()
    await house.says(BILL, to="web:phone")
    moved = (await house.ticket()).address
    await house.presses("No, something new", to="web:phone")

    assert (moved, (await house.ticket()).address) == ("web:phone", WANG)
