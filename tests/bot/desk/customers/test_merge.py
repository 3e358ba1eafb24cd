import asyncio

from bot.channels.port import Incoming
from storage.records import Conversation, Customer, Ticket
from tests.bot.desk.house import BILL, LI, WANG, House
from tests.bot.desk.two_chats import (
    NEW,
    OTHER,
    PHONE,
    code,
    customer,
    gives_the_number,
    is_joined,
    is_offered_a_code,
    said,
)


async def test_the_older_customer_stays_with_the_addresses_and_numbers_of_both(house: House) -> None:
    await house.says("/link 13900139000", to=NEW)
    sent = await is_offered_a_code(house)
    older, younger = sorted([await customer(house, WANG), await customer(house, NEW)], key=lambda one: one.id)
    await house.says(sent, to=NEW)
    joined = await customer(house, WANG)

    assert joined == await customer(house, NEW)
    assert joined.id == older.id
    assert set(joined.identities) == {WANG, NEW}
    assert joined.phones == ("13900139000", PHONE)
    assert joined.since == older.since
    assert await house.store.unit().get(Customer, younger.id) is None


async def test_all_tickets_and_conversations_are_of_the_one_customer(house: House) -> None:
    await house.files(answers=("2", "128", "skip", "13900139000", "2", "1"), to=NEW)
    await house.files()
    await house.says(f"/link {PHONE}", to=NEW)
    await house.says(await code(house), to=NEW)
    joined, unit = await customer(house, WANG), house.store.unit()

    assert {ticket.customer for ticket in await unit.find(Ticket)} == {joined.id}
    assert {conversation.customer for conversation in await unit.find(Conversation)} == {joined.id}


async def test_tickets_are_still_answered_where_they_were_told(house: House) -> None:
    await is_joined(house)
    ticket = await house.ticket()
    await house.handoffs.claim(ticket.reference, LI)
    await house.handoffs.reply(ticket.reference, LI, "We are on it.")

    assert ticket.address == WANG
    assert "We are on it." in await house.delivered(WANG)


async def test_the_dialog_at_hand_comes_to_its_end_as_a_ticket_of_the_one_customer(house: House) -> None:
    await is_joined(house)
    await house.says("2", "1", to=NEW)

    assert [ticket.address for ticket in await house.tickets(WANG)] == [WANG, NEW]


async def test_a_third_chat_joins_the_two(house: House) -> None:
    await is_joined(house)
    house.clock.forward(minutes=10)
    await house.says("2", to=NEW)
    await gives_the_number(house, OTHER)
    await house.says(await code(house, NEW), to=OTHER)  # where the customer was heard last

    assert set((await customer(house, OTHER)).identities) == {WANG, NEW, OTHER}
    assert len({(await customer(house, at)).id for at in (WANG, NEW, OTHER)}) == 1


async def test_the_language_spoken_here_is_the_customers(house: House) -> None:
    await house.files()
    await house.says("六月的漫游费扣错了", "2", "128", "跳过", PHONE, to=NEW)
    await house.says(await code(house), to=NEW)

    assert (await customer(house, WANG)).language == "zh"


async def test_what_the_other_chat_says_at_the_same_moment_is_not_lost(house: House) -> None:
    sent = await is_offered_a_code(house)
    texts = [("web:new", sent), *((WANG, text) for text in ("My landline is dead now", "1", "Elm Street", "skip"))]
    plays = [Incoming(address=at, update=house.new_update(), text=text) for at, text in texts]

    async with asyncio.timeout(60):
        await asyncio.gather(*map(house.turns.play, plays))

    joined = await customer(house, WANG)
    assert (await house.conversation()).customer == joined.id
    assert set(joined.identities) == {WANG, NEW}


async def test_the_page_of_a_ticket_names_the_tickets_of_both_chats(house: House) -> None:
    await is_joined(house)
    await house.says("2", "1", to=NEW)
    first, second = await house.tickets()

    assert first.customer == second.customer
    assert BILL in (first.description, second.description)
    assert not [text for text in await said(house, WANG) if second.reference in text]
