import asyncio
from datetime import timedelta

import pytest

from bot.channels.port import Incoming
from bot.desk.customers.phone_codes import TRIES
from bot.desk.incoming.linking import REASSIGNED
from storage.records import JournalEntry
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
    is_joined,
    is_offered_a_code,
    proofs,
    said,
    shares_contact,
)

WRONG = "123456"


async def test_the_right_code_shows_the_complaints_and_the_dialog_goes_on(house: House) -> None:
    sent = await is_offered_a_code(house)
    replies = await house.says(sent, to=NEW)
    reference = (await house.ticket()).reference

    assert replies[0].startswith(house.common("link-done", count="1"))
    assert f"{reference} · “{BILL}”" in replies[0]
    assert replies[1].startswith("Last question: what would put this right for you?")


async def test_a_code_is_good_once(house: House) -> None:
    await is_joined(house)

    assert await proofs(house) == []


async def test_in_chinese_it_is_told_in_chinese(house: House) -> None:
    await house.files()
    await house.says("六月的漫游费扣错了", "2", "128", "跳过", PHONE, to=NEW)
    replies = await house.says(await code(house), to=NEW)

    assert replies[0].startswith("好的，确认是您本人了。您在我们这里的投诉（共1件）：\nT-2026-000001")
    assert "怎么处理" in replies[1]


@pytest.mark.parametrize(
    "written",
    [
        "{}",
        " {} ",
        "{}.",
        "code {}",
        "The code is {}",
        "验证码：{}",
        "验证码是{}。",
        "我的验证码是{}",
        "my code is {}",
        "here: {}",
        "It's {}!",
        "700 001",
        "７０００01",
    ],
)
async def test_a_code_is_understood_however_it_is_written(house: House, written: str) -> None:
    sent = await is_offered_a_code(house)
    replies = await house.says(written.format(sent), to=NEW)

    assert replies[0].startswith(house.common("link-done", count="1"))


@pytest.mark.parametrize("written", ["{}1", "it may be {} or so", "-{}"])
async def test_what_is_more_than_a_code_is_an_answer(house: House, written: str) -> None:
    sent = await is_offered_a_code(house)
    await house.says(written.format(sent), to=NEW)

    assert [proof.tries for proof in await proofs(house)] == [0]


async def test_a_code_is_neither_in_the_transcript_of_who_typed_it_nor_in_the_journal(house: House) -> None:
    sent = await is_offered_a_code(house)
    await house.says(WRONG, sent, to=NEW)
    here = await house.conversation(NEW)
    journal = await house.store.unit().find(JournalEntry, conversation=here.id)

    assert [text for author, text in await house.transcript(NEW) if author == "customer"][-2:] == ["••••••", "••••••"]
    assert sent not in str(journal)
    assert WRONG not in str(journal)


async def test_a_wrong_code_changes_nothing_and_is_told_with_the_tries_that_are_left(house: House) -> None:
    await is_offered_a_code(house)
    step = await house.step(NEW)
    replies = await house.says(WRONG, to=NEW)

    assert replies == [house.common("link-wrong", left="4")]
    assert await house.step(NEW) == step
    assert (await customer(house, NEW)).id != (await customer(house, WANG)).id


async def test_after_a_wrong_code_the_right_one_still_counts(house: House) -> None:
    sent = await is_offered_a_code(house)
    replies = await house.says(*[WRONG] * (TRIES - 1), sent, to=NEW)

    assert replies[0].startswith(house.common("link-done", count="1"))


async def test_five_wrong_codes_end_it_even_for_the_right_one(house: House) -> None:
    sent = await is_offered_a_code(house)
    fifth = await house.says(*[WRONG] * TRIES, to=NEW)
    right = await house.says(sent, to=NEW)

    assert fifth == [house.common("link-over")]
    assert right == [house.common("link-late")]
    assert (await customer(house, NEW)).id != (await customer(house, WANG)).id


async def test_wrong_codes_at_the_same_moment_are_all_counted(house: House) -> None:
    await is_offered_a_code(house)
    tries = [Incoming(address=NEW, update=house.new_update(), text=f"12345{last}") for last in range(4)]
    await asyncio.gather(*map(house.turns.play, tries))

    assert [proof.tries for proof in await proofs(house)] == [4]


async def test_a_code_that_comes_too_late_is_told_so_and_changes_nothing(house: House) -> None:
    sent = await is_offered_a_code(house)
    house.clock.forward(minutes=10)
    replies = await house.says(sent, to=NEW)

    assert replies == [house.common("link-late")]
    assert len(await house.tickets(NEW)) == 0


async def test_when_no_code_is_awaited_six_digits_are_an_answer(house: House) -> None:
    await house.says(OTHER_BILL, "2", to=NEW)
    await house.says("123456", to=NEW)

    assert (await house.conversation(NEW)).state["slots"]["amount"] == "123456.00"


async def test_when_the_code_is_over_other_digits_are_an_answer(house: House) -> None:
    await is_offered_a_code(house)
    house.clock.forward(minutes=10)
    await house.says(WRONG, to=NEW)

    assert house.common("link-late") not in await said(house, NEW)
    assert ("customer", WRONG) in await house.transcript(NEW)


async def test_a_code_counts_only_where_it_is_awaited(house: House) -> None:
    sent = await is_offered_a_code(house)
    await house.says(sent, to=OTHER)

    assert await house.tickets(OTHER) == []
    assert (await customer(house, NEW)).id != (await customer(house, WANG)).id


async def test_a_code_counts_while_a_person_has_the_conversation(house: House) -> None:
    sent = await is_offered_a_code(house)
    await house.says("/human", to=NEW)
    replies = await house.says(sent, to=NEW)

    assert len(replies) == 1
    assert replies[0].startswith("Thank you, now I know it's you.")


async def test_a_code_of_a_customer_who_is_gone_is_over(house: House) -> None:
    sent = await is_offered_a_code(house)
    unit = house.store.unit()
    unit.delete(await customer(house, WANG))
    await unit.commit()

    assert await house.says(sent, to=NEW) == [house.common("link-late")]


async def test_two_who_sent_codes_to_each_other_type_both_at_once(house: House) -> None:
    for address, number in ((WANG, "13800138000"), (NEW, "13900139000")):
        await house.files(answers=("2", "128", "skip", number, "2", "1"), to=address)
    await house.says("/link 13900139000")
    await house.says("/link 13800138000", to=NEW)
    typed = ((WANG, await code(house, NEW)), (NEW, await code(house, WANG)))
    plays = [Incoming(address=at, update=house.new_update(), text=sent) for at, sent in typed]

    async with asyncio.timeout(60):
        await asyncio.gather(*map(house.turns.play, plays))

    assert (await customer(house, NEW)) == (await customer(house, WANG))
    assert await proofs(house) == []
    assert len(await house.tickets()) == 2


async def test_a_repeat_is_recognised_over_both_chats_after_the_proof(house: House) -> None:
    await is_joined(house)
    await house.says("/cancel", to=NEW)
    replies = await house.says(f"{BILL}, still", to=NEW)

    assert (await house.ticket()).reference in replies[-1]


async def test_a_shared_number_is_noted_as_proven_and_the_dialog_begins(house: House) -> None:
    replies = await shares_contact(house)

    assert (await customer(house, NEW)).phones == (await customer(house, NEW)).proven == (PHONE,)
    assert replies[0] == house.common("contact-noted")
    assert replies[-1] == "What happened, and since when? Just use your own words."


async def test_a_shared_number_answers_the_question_for_it(house: House) -> None:
    await house.says(OTHER_BILL, "2", "128", "skip", to=NEW)
    replies = await shares_contact(house)

    assert len(replies) == 1
    assert (await house.conversation(NEW)).state["slots"]["phone"] == PHONE


async def test_at_another_question_a_shared_number_is_noted_and_the_question_asked_again(house: House) -> None:
    asked = (await house.says(BILL, to=NEW))[-1]
    replies = await shares_contact(house)

    assert replies == [house.common("contact-noted"), asked]


async def test_a_shared_number_in_a_closed_conversation_begins_nothing(house: House) -> None:
    await house.says(BILL, "/cancel")

    assert await shares_contact(house, WANG) == [house.common("contact-noted")]
    assert (await house.conversation()).status == "closed"


async def test_a_shared_number_is_only_noted_while_a_person_has_the_conversation(house: House) -> None:
    await house.waits_for_a_person()

    assert await shares_contact(house, WANG) == []
    assert (await customer(house, WANG)).proven == (PHONE,)


async def test_a_shared_number_that_is_none_is_a_text(house: House) -> None:
    await house.says(BILL, "2", to=NEW)
    await shares_contact(house, number="+128")

    assert (await customer(house, NEW)).phones == ()


async def test_who_has_proven_the_same_number_is_known_without_a_code(house: House) -> None:
    await house.files()
    await shares_contact(house, WANG)
    replies = await shares_contact(house)

    assert replies[0].startswith(house.common("link-done", count="1"))
    assert (await customer(house, NEW)) == (await customer(house, WANG))
    assert await codes(house) == []


async def test_two_without_any_ticket_who_are_one_hear_only_that_the_number_is_noted(house: House) -> None:
    await shares_contact(house, WANG)
    replies = await shares_contact(house)

    assert replies[0] == house.common("contact-noted")
    assert (await customer(house, NEW)) == (await customer(house, WANG))


async def test_who_only_gave_the_number_is_asked_for_a_code(house: House) -> None:
    await house.files()
    replies = await shares_contact(house)

    assert replies[0] == house.common("link-offer")
    assert (await customer(house, NEW)).id != (await customer(house, WANG)).id
    assert len(await codes(house)) == 1


async def test_a_number_that_may_have_been_given_to_somebody_else_since_needs_a_code(house: House) -> None:
    await house.files()
    await shares_contact(house, WANG)
    house.clock.forward(seconds=(REASSIGNED + timedelta(days=1)).total_seconds())
    replies = await shares_contact(house)

    assert replies[0] == house.common("link-offer")
    assert (await customer(house, NEW)).id != (await customer(house, WANG)).id


async def test_a_number_only_told_does_not_join_with_who_has_proven_it(house: House) -> None:
    await house.files()
    await shares_contact(house, WANG)
    await gives_the_number(house)

    assert (await customer(house, NEW)).id != (await customer(house, WANG)).id
    assert len(await codes(house)) == 1


async def test_the_number_alone_will_do_after_link_has_asked_for_it(house: House) -> None:
    await house.files()
    await house.says("/link", to=NEW)
    replies = await house.says("138 0013 8000", to=NEW)

    assert replies == [house.common("link-sent")]
    assert len(await codes(house)) == 1
