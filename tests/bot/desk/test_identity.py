import asyncio
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from bot.channels.port import Incoming, Undeliverable
from bot.desk.identity import CODE_FOR, CODES, with_numbers
from storage.records import Customer, OutboxRow
from tests.bot.desk.house import BILL, WANG, House
from tests.bot.desk.two_chats import (
    NEW,
    OTHER,
    OTHER_BILL,
    PHONE,
    code,
    codes,
    customer,
    gives_the_number,
    is_offered_a_code,
    proofs,
    said,
    shares_contact,
)

NOBODY = Customer(id="1", identities=("web:1",), since=datetime(2026, 11, 4, tzinfo=UTC))


async def test_a_number_that_a_dialog_asked_for_is_noted(house: House) -> None:
    await gives_the_number(house, number="+86 138-0013-8000")

    assert (await customer(house, NEW)).phones == (PHONE,)
    assert (await customer(house, NEW)).proven == ()


async def test_a_number_in_the_first_telling_is_noted_as_well(house: House) -> None:
    await house.says(f"{BILL}, call me on {PHONE}")

    assert (await customer(house, WANG)).phones == (PHONE,)


async def test_a_number_that_nobody_else_gave_is_not_spoken_of(house: House) -> None:
    replies = await gives_the_number(house)

    assert len(replies) == 1
    assert await proofs(house) == []


async def test_a_number_known_from_another_chat_leads_to_a_code_there_and_an_offer_here(house: House) -> None:
    await house.files()
    replies = await gives_the_number(house)
    told = await house.delivered(WANG)

    assert replies[0] == house.common("link-offer")
    assert replies[1].startswith("Last question: what would put this right for you?")
    where = house.common("channel-web")
    assert told == [house.common("link-code", code=await code(house), channel=where)]


async def test_the_code_is_told_in_the_language_of_the_other_chat(house: House) -> None:
    await house.files("十月份的账单多扣了我128元", ("2", "128", "跳过", PHONE, "2", "1"))
    await gives_the_number(house)

    assert f"请在10分钟内把{await code(house)}发到那边" in (await said(house, WANG))[-1]


@pytest.mark.parametrize(("address", "key"), [("telegram:1", "channel-telegram"), ("terminal:1", "channel-other")])
async def test_the_code_tells_on_which_channel_it_is_awaited(house: House, address: str, key: str) -> None:
    await house.files()
    for text in (OTHER_BILL, "2", "128", "skip", PHONE):
        await house.turns.play(Incoming(address=address, update=house.new_update(), text=text))

    assert house.common(key) in (await said(house, WANG))[-1]


async def test_whoever_watches_the_other_chat_is_told_at_once(house: House) -> None:
    await house.files()
    await house.says(OTHER_BILL, "2", "128", "skip", to=NEW)
    with house.store.changes.watch() as changes:
        await house.turns.play(Incoming(address=NEW, update=house.new_update(), text=PHONE))

        assert {await anext(changes), await anext(changes)} == {NEW, WANG}


async def test_the_code_is_kept_only_as_a_digest_and_for_ten_minutes(house: House) -> None:
    sent = await is_offered_a_code(house)
    [proof] = await proofs(house)

    assert proof.code == sha256(f"{proof.id}{sent}".encode()).hexdigest()
    assert (proof.address, proof.customer) == (NEW, (await customer(house, WANG)).id)
    assert proof.expires == house.clock.now + CODE_FOR


async def test_nothing_of_the_other_customer_is_shown_before_the_proof(house: House) -> None:
    ticket = await house.files()
    await gives_the_number(house)
    await house.says("/status", "/link", BILL, to=NEW)
    shown = "\n".join(await said(house, NEW))

    assert ticket.reference not in shown
    assert BILL not in shown


async def test_a_customer_gets_no_code_for_the_own_number(house: House) -> None:
    await house.files()
    await house.says(OTHER_BILL, "2", "128", "skip", PHONE)

    assert await proofs(house) == []


async def test_a_customer_without_a_ticket_gets_no_code(house: House) -> None:
    await gives_the_number(house, OTHER)
    await gives_the_number(house, NEW)

    assert await proofs(house) == []


async def test_one_whom_nothing_reaches_gets_no_code(house: House) -> None:
    await house.files()
    house.channel.faults = [Undeliverable("the customer blocked the bot")]
    await house.says("/help")
    replies = await gives_the_number(house)

    assert len(replies) == 1
    assert await proofs(house) == []


async def test_of_several_with_the_number_the_one_who_was_heard_last_gets_the_code(house: House) -> None:
    await house.files(to=OTHER)
    house.clock.forward(minutes=20)
    await house.files(to=WANG)
    house.clock.forward(minutes=20)
    await house.says("/help", to=OTHER)  # a command begins nothing
    await gives_the_number(house)

    assert [proof.customer for proof in await proofs(house)][-1] == (await customer(house, WANG)).id


async def test_whoever_has_proven_the_number_gets_the_code_before_others(house: House) -> None:
    await house.files()
    await shares_contact(house, WANG)
    house.clock.forward(minutes=20)
    await house.files(to=OTHER)
    house.clock.forward(minutes=20)
    before = len(await codes(house, WANG))
    await gives_the_number(house)

    assert len(await codes(house, WANG)) == before + 1


async def test_a_number_gets_one_code_in_ten_minutes(house: House) -> None:
    await is_offered_a_code(house)
    again = await gives_the_number(house, OTHER)
    house.clock.forward(minutes=10)
    later = await gives_the_number(house, "web:third")

    assert len(again) == 1
    assert later[0] == house.common("link-offer")
    assert len(await codes(house)) == 2


async def test_a_number_gets_three_codes_a_day(house: House) -> None:
    await house.files()
    for number in range(2 * CODES):
        await gives_the_number(house, f"web:new-{number}")
        house.clock.forward(minutes=11)
    in_a_day = len(await codes(house))
    house.clock.forward(days=1)
    await gives_the_number(house, OTHER)

    assert in_a_day == CODES
    assert len(await codes(house)) == CODES + 1


async def test_one_chat_can_ask_for_three_codes_a_day_whatever_the_numbers(house: House) -> None:
    numbers = [f"1380013800{last}" for last in range(CODES + 2)]
    for number in numbers:
        await house.files(answers=("2", "128", "skip", number, "2", "1"), to=f"web:of-{number}")
    for number in numbers:
        await house.says(f"/link {number}", to=NEW)

    assert len(await proofs(house)) == CODES


async def test_two_who_get_codes_from_each_other_at_once_do_not_wait_for_each_other(house: House) -> None:
    for address, number in ((WANG, "13800138000"), (NEW, "13900139000")):
        await house.files(answers=("2", "128", "skip", number, "2", "1"), to=address)

    async with asyncio.timeout(60):
        await asyncio.gather(house.says("/link 13900139000"), house.says("/link 13800138000", to=NEW))

    assert len(await codes(house, WANG)) == len(await codes(house, NEW)) == 1


async def test_of_many_who_write_with_one_number_at_once_all_are_heard_and_one_gets_a_code(house: House) -> None:
    await house.files()

    async with asyncio.timeout(60):
        for text in (OTHER_BILL, f"/link {PHONE}"):  # together from the second on: the first opens connections
            plays = [Incoming(address=f"web:{one}", update=house.new_update(), text=text) for one in range(8)]
            await asyncio.gather(*map(house.turns.play, plays))

    assert {(await customer(house, f"web:{number}")).phones for number in range(8)} == {(PHONE,)}
    assert len(await codes(house)) == 1


async def test_what_is_said_to_the_other_does_not_touch_the_conversation_there(house: House) -> None:
    await house.files()
    before = await house.conversation()
    await gives_the_number(house)

    assert await house.conversation() == before


async def test_a_bot_that_is_cut_short_by_a_person_says_so_no_more(house: House) -> None:
    """A code is dropped with all else that the bot had to say under an older epoch."""
    await is_offered_a_code(house)
    unit = house.store.unit()
    here = await house.conversation()
    unit.put(replace(here, owner_epoch=here.owner_epoch + 1))
    await unit.commit()

    assert await house.delivered(WANG) == []
    assert await house.store.unit().find(OutboxRow, address=WANG) == []


def test_the_newest_numbers_are_kept_each_once() -> None:
    given = with_numbers(NOBODY, "abcdeaf", ())

    assert given.phones == ("c", "d", "e", "a", "f")


def test_what_is_proven_goes_last() -> None:
    given = with_numbers(NOBODY, "pabcdefg", "p")

    assert given.phones == ("d", "e", "f", "g", "p")
    assert given.proven == ("p",)


def test_a_number_given_now_is_kept_however_many_are_proven() -> None:
    given = with_numbers(NOBODY, "pqrstn", "pqrst")

    assert given.proven == ("r", "s", "t")
    assert given.phones[-4:] == ("n", "r", "s", "t")
