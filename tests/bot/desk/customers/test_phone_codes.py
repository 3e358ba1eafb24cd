import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from bot.channels.port import Incoming, Undeliverable, Unreachable
from bot.desk.customers.phone_codes import CODE_FOR, CODES, COUNTED_FOR, with_numbers
from storage.records.complaint_records import Customer
from storage.records.traffic_records import OutboxRow
from tests.bot.desk.desk_harness import BILL, WANG, DeskHarness
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


async def test_a_number_that_a_dialog_asked_for_is_noted(desk: DeskHarness) -> None:
    await gives_the_number(desk, number="+86 138-0013-8000")

    assert (await customer(desk, NEW)).phones == (PHONE,)
    assert (await customer(desk, NEW)).proven == ()


async def test_a_number_in_the_first_telling_is_noted_as_well(desk: DeskHarness) -> None:
    await desk.says(f"{BILL}, call me on {PHONE}")

    assert (await customer(desk, WANG)).phones == (PHONE,)


async def test_a_number_that_nobody_else_gave_is_not_spoken_of(desk: DeskHarness) -> None:
    replies = await gives_the_number(desk)

    assert len(replies) == 1
    assert await proofs(desk) == []


async def test_a_number_known_from_another_chat_leads_to_a_code_there_and_an_offer_here(desk: DeskHarness) -> None:
    await desk.files()
    replies = await gives_the_number(desk)
    told = await desk.delivered(WANG)

    assert replies[0] == desk.common("link-offer")
    assert replies[1].startswith("Last question: what would put this right for you?")
    where = desk.common("channel-web")
    assert told == [desk.common("link-code", code=await code(desk), channel=where)]


async def test_the_code_is_told_in_the_language_of_the_other_chat(desk: DeskHarness) -> None:
    await desk.files("十月份多收了我128元", ("2", "跳过", PHONE, "2", "1"))
    await gives_the_number(desk)

    assert f"请在10分钟内把{await code(desk)}发到那边" in (await said(desk, WANG))[-1]


@pytest.mark.parametrize(("address", "key"), [("telegram:1", "channel-telegram"), ("terminal:1", "channel-other")])
async def test_the_code_tells_on_which_channel_it_is_awaited(desk: DeskHarness, address: str, key: str) -> None:
    await desk.files()
    for text in (OTHER_BILL, "2", "128", "skip", PHONE):
        await desk.turns.play(Incoming(address=address, update=desk.new_update(), text=text))

    assert desk.common(key) in (await said(desk, WANG))[-1]


async def test_whoever_watches_the_other_chat_is_told_at_once(desk: DeskHarness) -> None:
    await desk.files()
    await desk.says(OTHER_BILL, "2", "128", "skip", to=NEW)
    with desk.store.changes.watch() as changes:
        await desk.turns.play(Incoming(address=NEW, update=desk.new_update(), text=PHONE))

        assert {await anext(changes), await anext(changes)} == {NEW, WANG}


async def test_the_code_is_kept_only_as_a_digest_and_for_ten_minutes(desk: DeskHarness) -> None:
    sent = await is_offered_a_code(desk)
    [proof] = await proofs(desk)

    assert proof.code == sha256(f"{proof.id}{sent}".encode()).hexdigest()
    assert (proof.address, proof.customer) == (NEW, (await customer(desk, WANG)).id)
    assert proof.expires == desk.clock.now + CODE_FOR


async def test_nothing_of_the_other_customer_is_shown_before_the_proof(desk: DeskHarness) -> None:
    ticket = await desk.files()
    await gives_the_number(desk)
    await desk.says("/status", "/link", BILL, to=NEW)
    shown = "\n".join(await said(desk, NEW))

    assert ticket.reference not in shown
    assert BILL not in shown


async def test_a_customer_gets_no_code_for_the_own_number(desk: DeskHarness) -> None:
    await desk.files()
    await desk.says(OTHER_BILL, "2", "128", "skip", PHONE)

    assert await proofs(desk) == []


async def test_a_customer_without_a_ticket_gets_no_code(desk: DeskHarness) -> None:
    await gives_the_number(desk, OTHER)
    await gives_the_number(desk, NEW)

    assert await proofs(desk) == []


async def test_one_whom_nothing_reaches_gets_no_code(desk: DeskHarness) -> None:
    await desk.files()
    desk.channel.faults = [Unreachable("the customer blocked the bot")]
    await desk.says("/help")
    replies = await gives_the_number(desk)

    assert len(replies) == 1
    assert await proofs(desk) == []


async def test_who_shut_us_out_before_anything_was_lost_there_gets_no_code(desk: DeskHarness) -> None:
    await desk.files()
    await desk.plays(Incoming(address=WANG, update=desk.new_update(), presence="left"))
    await gives_the_number(desk)

    assert await proofs(desk) == []


async def test_one_message_that_could_not_be_shown_does_not_keep_codes_back(desk: DeskHarness) -> None:
    await desk.files()
    desk.channel.faults = [Undeliverable("the text is refused")]
    await desk.says("/help")
    replies = await gives_the_number(desk)

    assert replies[0] == desk.common("link-offer")
    assert len(await codes(desk)) == 1


async def test_who_blocked_the_bot_and_came_back_gets_codes_again(desk: DeskHarness) -> None:
    await desk.files()
    desk.channel.faults = [Unreachable("the customer blocked the bot")]
    await desk.says("/help")
    await desk.plays(Incoming(address=WANG, update=desk.new_update(), presence="back"))
    replies = await gives_the_number(desk)

    assert replies[0] == desk.common("link-offer")
    assert len(await codes(desk)) == 1


async def test_of_several_with_the_number_the_one_who_was_heard_last_gets_the_code(desk: DeskHarness) -> None:
    await desk.files(to=OTHER)
    desk.clock.forward(minutes=20)
    await desk.files(to=WANG)
    desk.clock.forward(minutes=20)
    await desk.says("/help", to=OTHER)  # a command begins nothing
    await gives_the_number(desk)

    assert [proof.customer for proof in await proofs(desk)][-1] == (await customer(desk, WANG)).id


async def test_whoever_has_proven_the_number_gets_the_code_before_others(desk: DeskHarness) -> None:
    await desk.files()
    await shares_contact(desk, WANG)
    desk.clock.forward(minutes=20)
    await desk.files(to=OTHER)
    desk.clock.forward(minutes=20)
    before = len(await codes(desk, WANG))
    await gives_the_number(desk)

    assert len(await codes(desk, WANG)) == before + 1


async def test_a_number_gets_one_code_in_ten_minutes(desk: DeskHarness) -> None:
    await is_offered_a_code(desk)
    again = await gives_the_number(desk, OTHER)
    desk.clock.forward(minutes=10)
    later = await gives_the_number(desk, "web:third")

    assert len(again) == 1
    assert later[0] == desk.common("link-offer")
    assert len(await codes(desk)) == 2


async def test_a_number_gets_three_codes_a_day(desk: DeskHarness) -> None:
    await desk.files()
    for number in range(2 * CODES):
        await gives_the_number(desk, f"web:new-{number}")
        desk.clock.forward(minutes=11)
    in_a_day = len(await codes(desk))
    desk.clock.forward(days=1)
    await gives_the_number(desk, OTHER)

    assert in_a_day == CODES
    assert len(await codes(desk)) == CODES + 1


async def test_a_code_counts_for_a_day_and_no_longer(desk: DeskHarness) -> None:
    await desk.files()
    begun = desk.clock.now
    for number in range(CODES):
        await gives_the_number(desk, f"web:new-{number}")
        desk.clock.forward(minutes=11)
    desk.clock.now = begun + COUNTED_FOR - timedelta(seconds=1)
    await gives_the_number(desk, OTHER)
    in_a_day = len(await codes(desk))
    desk.clock.forward(seconds=1)
    await gives_the_number(desk, "web:third")

    assert (in_a_day, len(await codes(desk))) == (CODES, CODES + 1)


async def test_one_chat_can_ask_for_three_codes_a_day_whatever_the_numbers(desk: DeskHarness) -> None:
    numbers = [f"1380013800{last}" for last in range(CODES + 2)]
    for number in numbers:
        await desk.files(answers=("2", "128", "skip", number, "2", "1"), to=f"web:of-{number}")
    for number in numbers:
        await desk.says(f"/link {number}", to=NEW)

    assert len(await proofs(desk)) == CODES


async def test_two_who_get_codes_from_each_other_at_once_do_not_wait_for_each_other(desk: DeskHarness) -> None:
    for address, number in ((WANG, "13800138000"), (NEW, "13900139000")):
        await desk.files(answers=("2", "128", "skip", number, "2", "1"), to=address)

    async with asyncio.timeout(60):
        await asyncio.gather(desk.says("/link 13900139000"), desk.says("/link 13800138000", to=NEW))

    assert len(await codes(desk, WANG)) == len(await codes(desk, NEW)) == 1


async def test_of_many_who_write_with_one_number_at_once_all_are_heard_and_one_gets_a_code(desk: DeskHarness) -> None:
    await desk.files()

    async with asyncio.timeout(60):
        for text in (OTHER_BILL, f"/link {PHONE}"):  # together from the second on: the first opens connections
            plays = [Incoming(address=f"web:{one}", update=desk.new_update(), text=text) for one in range(8)]
            await asyncio.gather(*map(desk.turns.play, plays))

    assert {(await customer(desk, f"web:{number}")).phones for number in range(8)} == {(PHONE,)}
    assert len(await codes(desk)) == 1


async def test_what_is_said_to_the_other_does_not_touch_the_conversation_there(desk: DeskHarness) -> None:
    await desk.files()
    before = await desk.conversation()
    await gives_the_number(desk)

    assert await desk.conversation() == before


async def test_a_bot_that_is_cut_short_by_a_person_says_so_no_more(desk: DeskHarness) -> None:
    """A code is dropped with all else that the bot had to say under an older epoch."""
    await is_offered_a_code(desk)
    unit = desk.store.unit()
    here = await desk.conversation()
    unit.put(replace(here, owner_epoch=here.owner_epoch + 1))
    await unit.commit()

    assert await desk.delivered(WANG) == []
    assert await desk.store.unit().find(OutboxRow, address=WANG) == []


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
