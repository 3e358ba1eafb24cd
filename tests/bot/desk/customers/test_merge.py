import asyncio
from dataclasses import replace

import pytest

from bot.channels.port import Incoming
from storage.records.complaint_records import Conversation, Customer, Ticket
from tests.bot.desk.desk_harness import BILL, LI, WANG, DeskHarness
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


async def test_the_older_customer_stays_with_the_addresses_and_numbers_of_both(desk: DeskHarness) -> None:
    await desk.says("/link 13900139000", to=NEW)
    sent = await is_offered_a_code(desk)
    older, younger = sorted([await customer(desk, WANG), await customer(desk, NEW)], key=lambda one: one.id)
    await desk.says(sent, to=NEW)
    joined = await customer(desk, WANG)

    assert joined == await customer(desk, NEW)
    assert joined.id == older.id
    assert set(joined.identities) == {WANG, NEW}
    assert joined.phones == ("13900139000", PHONE)
    assert joined.since == older.since
    assert await desk.store.unit().get(Customer, younger.id) is None


async def test_all_tickets_and_conversations_are_of_the_one_customer(desk: DeskHarness) -> None:
    await desk.files(answers=("2", "128", "skip", "13900139000", "2", "1"), to=NEW)
    await desk.files()
    await desk.says(f"/link {PHONE}", to=NEW)
    await desk.says(await code(desk), to=NEW)
    joined, unit = await customer(desk, WANG), desk.store.unit()

    assert {ticket.customer for ticket in await unit.find(Ticket)} == {joined.id}
    assert {conversation.customer for conversation in await unit.find(Conversation)} == {joined.id}


async def test_what_belongs_to_others_stays_theirs(desk: DeskHarness) -> None:
    await desk.files(answers=("2", "128", "skip", "13900139000", "2", "1"), to=OTHER)
    await is_joined(desk)
    stranger = await customer(desk, OTHER)

    assert (await desk.conversation(OTHER)).customer == stranger.id
    assert [ticket.customer for ticket in await desk.tickets(OTHER)] == [stranger.id]


@pytest.mark.parametrize("named", [WANG, NEW])
async def test_the_name_that_is_known_of_one_of_them_is_the_customers(desk: DeskHarness, named: str) -> None:
    sent = await is_offered_a_code(desk)
    unit = desk.store.unit()
    unit.put(replace(await customer(desk, named), name="Wang Fang"))
    await unit.commit()
    await desk.says(sent, to=NEW)

    assert (await customer(desk, WANG)).name == "Wang Fang"


async def test_tickets_are_still_answered_where_they_were_told(desk: DeskHarness) -> None:
    await is_joined(desk)
    ticket = await desk.ticket()
    await desk.handoffs.claim(ticket.reference, LI)
    await desk.agent_writes(ticket.reference, LI, "We are on it.")

    assert ticket.address == WANG
    assert "We are on it." in await desk.delivered(WANG)


async def test_the_dialog_at_hand_comes_to_its_end_as_a_ticket_of_the_one_customer(desk: DeskHarness) -> None:
    await is_joined(desk)
    await desk.says("2", "1", to=NEW)

    assert [ticket.address for ticket in await desk.tickets(WANG)] == [WANG, NEW]


async def test_a_third_chat_joins_the_two(desk: DeskHarness) -> None:
    await is_joined(desk)
    desk.clock.forward(minutes=10)
    await desk.says("2", to=NEW)
    await gives_the_number(desk, OTHER)
    await desk.says(await code(desk, NEW), to=OTHER)  # where the customer was heard last

    assert set((await customer(desk, OTHER)).identities) == {WANG, NEW, OTHER}
    assert len({(await customer(desk, at)).id for at in (WANG, NEW, OTHER)}) == 1


async def test_a_code_that_was_sent_to_one_of_them_is_good_after_they_are_one(desk: DeskHarness) -> None:
    await desk.files()
    await desk.files(answers=("2", "128", "skip", "13900139000", "2", "1"), to=NEW)
    await desk.says("/link 13900139000", to=OTHER)
    outstanding = await code(desk, NEW)
    await desk.says(f"/link {PHONE}", to=NEW)
    await desk.says(await code(desk), to=NEW)
    await desk.says(outstanding, to=OTHER)

    assert set((await customer(desk, OTHER)).identities) == {WANG, NEW, OTHER}


@pytest.mark.parametrize(("blocked", "here"), [(WANG, NEW), (NEW, WANG)])
async def test_where_the_bot_was_blocked_is_known_of_the_one_customer(
    desk: DeskHarness, blocked: str, here: str
) -> None:
    await desk.files(answers=("2", "128", "skip", PHONE, "2", "1"), to=WANG)
    await desk.files(answers=("2", "128", "skip", "13900139000", "2", "1"), to=NEW)
    await desk.says(f"/link {PHONE if blocked == WANG else '13900139000'}", to=here)
    await desk.plays(Incoming(address=blocked, update=desk.new_update(), presence="left"))
    await desk.says(await code(desk, blocked), to=here)
    joined = await customer(desk, here)

    assert set(joined.identities) == {WANG, NEW}
    assert joined.unreachable == (blocked,)


async def test_the_language_spoken_here_is_the_customers(desk: DeskHarness) -> None:
    await desk.files()
    await desk.says("/language English")
    await desk.says("六月的漫游费扣错了", "2", "128", "跳过", PHONE, to=NEW)
    await desk.says(await code(desk), to=NEW)

    assert (await customer(desk, WANG)).language == "zh"


async def test_what_the_other_chat_says_at_the_same_moment_is_not_lost(desk: DeskHarness) -> None:
    sent = await is_offered_a_code(desk)
    texts = [("web:new", sent), *((WANG, text) for text in ("My landline is dead now", "1", "Elm Street", "skip"))]
    plays = [Incoming(address=at, update=desk.new_update(), text=text) for at, text in texts]

    async with asyncio.timeout(60):
        await asyncio.gather(*map(desk.turns.play, plays))

    joined = await customer(desk, WANG)
    assert (await desk.conversation()).customer == joined.id
    assert set(joined.identities) == {WANG, NEW}


async def test_the_page_of_a_ticket_names_the_tickets_of_both_chats(desk: DeskHarness) -> None:
    await is_joined(desk)
    await desk.says("2", "1", to=NEW)
    first, second = await desk.tickets()

    assert first.customer == second.customer
    assert BILL in (first.description, second.description)
    assert not [text for text in await said(desk, WANG) if second.reference in text]
