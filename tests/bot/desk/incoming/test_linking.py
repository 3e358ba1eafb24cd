import asyncio
from datetime import timedelta

import pytest

from bot.channels.port import Incoming, Undeliverable, Unreachable
from bot.desk.customers.phone_codes import TRIES
from bot.desk.incoming.linking import REASSIGNED
from storage.records.complaint_records import JournalEntry
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
    is_joined,
    is_offered_a_code,
    proofs,
    said,
    shares_contact,
)

WRONG = "123456"


async def test_the_right_code_shows_the_complaints_and_the_dialog_goes_on(desk: DeskHarness) -> None:
    sent = await is_offered_a_code(desk)
    replies = await desk.says(sent, to=NEW)
    reference = (await desk.ticket()).reference

    assert replies[0].startswith(desk.common("link-done", count="1"))
    assert f"{reference} · “{BILL}”" in replies[0]
    assert replies[1].startswith("Last question: what would put this right for you?")


async def test_a_code_is_good_once(desk: DeskHarness) -> None:
    await is_joined(desk)

    assert await proofs(desk) == []


async def test_in_chinese_it_is_told_in_chinese(desk: DeskHarness) -> None:
    await desk.files()
    await desk.says("六月的漫游费扣错了", "2", "128", "跳过", PHONE, to=NEW)
    replies = await desk.says(await code(desk), to=NEW)

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
async def test_a_code_is_understood_however_it_is_written(desk: DeskHarness, written: str) -> None:
    sent = await is_offered_a_code(desk)
    replies = await desk.says(written.format(sent), to=NEW)

    assert replies[0].startswith(desk.common("link-done", count="1"))


@pytest.mark.parametrize("written", ["{}1", "it may be {} or so", "-{}"])
async def test_what_is_more_than_a_code_is_an_answer(desk: DeskHarness, written: str) -> None:
    sent = await is_offered_a_code(desk)
    await desk.says(written.format(sent), to=NEW)

    assert [proof.tries for proof in await proofs(desk)] == [0]


async def test_a_code_is_neither_in_the_transcript_of_who_typed_it_nor_in_the_journal(desk: DeskHarness) -> None:
    sent = await is_offered_a_code(desk)
    await desk.says(WRONG, sent, to=NEW)
    here = await desk.conversation(NEW)
    journal = await desk.store.unit().find(JournalEntry, conversation=here.id)

    assert [text for author, text in await desk.transcript(NEW) if author == "customer"][-2:] == ["••••••", "••••••"]
    assert sent not in str(journal)
    assert WRONG not in str(journal)


async def test_a_wrong_code_changes_nothing_and_is_told_with_the_tries_that_are_left(desk: DeskHarness) -> None:
    await is_offered_a_code(desk)
    step = await desk.step(NEW)
    replies = await desk.says(WRONG, to=NEW)

    assert replies == [desk.common("link-wrong", left="4")]
    assert await desk.step(NEW) == step
    assert (await customer(desk, NEW)).id != (await customer(desk, WANG)).id


async def test_after_a_wrong_code_the_right_one_still_counts(desk: DeskHarness) -> None:
    sent = await is_offered_a_code(desk)
    replies = await desk.says(*[WRONG] * (TRIES - 1), sent, to=NEW)

    assert replies[0].startswith(desk.common("link-done", count="1"))


async def test_five_wrong_codes_end_it_even_for_the_right_one(desk: DeskHarness) -> None:
    sent = await is_offered_a_code(desk)
    fifth = await desk.says(*[WRONG] * TRIES, to=NEW)
    right = await desk.says(sent, to=NEW)

    assert fifth == [desk.common("link-over")]
    assert right == [desk.common("link-late")]
    assert (await customer(desk, NEW)).id != (await customer(desk, WANG)).id


async def test_wrong_codes_at_the_same_moment_are_all_counted(desk: DeskHarness) -> None:
    await is_offered_a_code(desk)
    tries = [Incoming(address=NEW, update=desk.new_update(), text=f"12345{last}") for last in range(4)]
    await asyncio.gather(*map(desk.turns.play, tries))

    assert [proof.tries for proof in await proofs(desk)] == [4]


async def test_a_code_that_comes_too_late_is_told_so_and_changes_nothing(desk: DeskHarness) -> None:
    sent = await is_offered_a_code(desk)
    desk.clock.forward(minutes=10)
    replies = await desk.says(sent, to=NEW)

    assert replies == [desk.common("link-late")]
    assert len(await desk.tickets(NEW)) == 0


async def test_when_no_code_is_awaited_six_digits_are_an_answer(desk: DeskHarness) -> None:
    await desk.says(OTHER_BILL, "2", to=NEW)
    await desk.says("123456", to=NEW)

    assert (await desk.conversation(NEW)).state["slots"]["amount"] == "123456.00"


async def test_when_the_code_is_over_other_digits_are_an_answer(desk: DeskHarness) -> None:
    await is_offered_a_code(desk)
    desk.clock.forward(minutes=10)
    await desk.says(WRONG, to=NEW)

    assert desk.common("link-late") not in await said(desk, NEW)
    assert ("customer", WRONG) in await desk.transcript(NEW)


async def test_a_code_counts_only_where_it_is_awaited(desk: DeskHarness) -> None:
    sent = await is_offered_a_code(desk)
    await desk.says(sent, to=OTHER)

    assert await desk.tickets(OTHER) == []
    assert (await customer(desk, NEW)).id != (await customer(desk, WANG)).id


async def test_a_code_counts_while_a_person_has_the_conversation(desk: DeskHarness) -> None:
    sent = await is_offered_a_code(desk)
    await desk.says("/human", to=NEW)
    replies = await desk.says(sent, to=NEW)

    assert len(replies) == 1
    assert replies[0].startswith("Thank you, now I know it's you.")


async def test_a_code_of_a_customer_who_is_gone_is_over(desk: DeskHarness) -> None:
    sent = await is_offered_a_code(desk)
    unit = desk.store.unit()
    unit.delete(await customer(desk, WANG))
    await unit.commit()

    assert await desk.says(sent, to=NEW) == [desk.common("link-late")]


async def test_two_who_sent_codes_to_each_other_type_both_at_once(desk: DeskHarness) -> None:
    for address, number in ((WANG, "13800138000"), (NEW, "13900139000")):
        await desk.files(answers=("2", "128", "skip", number, "2", "1"), to=address)
    await desk.says("/link 13900139000")
    await desk.says("/link 13800138000", to=NEW)
    typed = ((WANG, await code(desk, NEW)), (NEW, await code(desk, WANG)))
    plays = [Incoming(address=at, update=desk.new_update(), text=sent) for at, sent in typed]

    async with asyncio.timeout(60):
        await asyncio.gather(*map(desk.turns.play, plays))

    assert (await customer(desk, NEW)) == (await customer(desk, WANG))
    assert await proofs(desk) == []
    assert len(await desk.tickets()) == 2


async def test_a_repeat_is_recognised_over_both_chats_after_the_proof(desk: DeskHarness) -> None:
    await is_joined(desk)
    await desk.says("/cancel", to=NEW)
    replies = await desk.says(f"{BILL}, still", to=NEW)

    assert (await desk.ticket()).reference in replies[-1]


async def test_a_shared_number_is_noted_as_proven_and_the_dialog_begins(desk: DeskHarness) -> None:
    replies = await shares_contact(desk)

    assert (await customer(desk, NEW)).phones == (await customer(desk, NEW)).proven == (PHONE,)
    assert replies[0] == desk.common("contact-noted")
    assert replies[-1] == "What happened, and since when? Just use your own words."


async def test_a_shared_number_answers_the_question_for_it(desk: DeskHarness) -> None:
    await desk.says(OTHER_BILL, "2", "128", "skip", to=NEW)
    replies = await shares_contact(desk)

    assert len(replies) == 1
    assert (await desk.conversation(NEW)).state["slots"]["phone"] == PHONE


async def test_at_another_question_a_shared_number_is_noted_and_the_question_asked_again(desk: DeskHarness) -> None:
    asked = (await desk.says(BILL, to=NEW))[-1]
    replies = await shares_contact(desk)

    assert replies == [desk.common("contact-noted"), asked]


async def test_a_shared_number_in_a_closed_conversation_begins_nothing(desk: DeskHarness) -> None:
    await desk.says(BILL, "/cancel")

    assert await shares_contact(desk, WANG) == [desk.common("contact-noted")]
    assert (await desk.conversation()).status == "closed"


async def test_a_shared_number_is_only_noted_while_a_person_has_the_conversation(desk: DeskHarness) -> None:
    await desk.waits_for_a_person()

    assert await shares_contact(desk, WANG) == []
    assert (await customer(desk, WANG)).proven == (PHONE,)


async def test_a_shared_number_that_is_none_is_a_text(desk: DeskHarness) -> None:
    await desk.says(BILL, "2", to=NEW)
    await shares_contact(desk, number="+128")

    assert (await customer(desk, NEW)).phones == ()


async def test_who_has_proven_the_same_number_is_known_without_a_code(desk: DeskHarness) -> None:
    await desk.files()
    await shares_contact(desk, WANG)
    replies = await shares_contact(desk)

    assert replies[0].startswith(desk.common("link-done", count="1"))
    assert (await customer(desk, NEW)) == (await customer(desk, WANG))
    assert await codes(desk) == []


async def test_one_message_that_could_not_be_shown_does_not_keep_two_apart(desk: DeskHarness) -> None:
    await desk.files()
    await shares_contact(desk, WANG)
    desk.channel.faults = [Undeliverable("the text is refused")]
    await desk.says("/help")
    await shares_contact(desk)

    assert (await customer(desk, NEW)) == (await customer(desk, WANG))


async def test_who_blocked_the_bot_and_came_back_is_known_by_a_proven_number(desk: DeskHarness) -> None:
    await desk.files()
    await shares_contact(desk, WANG)
    desk.channel.faults = [Unreachable("the customer blocked the bot")]
    await desk.says("/help")
    await desk.says("/status")
    await shares_contact(desk)

    assert (await customer(desk, NEW)) == (await customer(desk, WANG))


async def test_two_without_any_ticket_who_are_one_hear_only_that_the_number_is_noted(desk: DeskHarness) -> None:
    await shares_contact(desk, WANG)
    replies = await shares_contact(desk)

    assert replies[0] == desk.common("contact-noted")
    assert (await customer(desk, NEW)) == (await customer(desk, WANG))


async def test_who_only_gave_the_number_is_asked_for_a_code(desk: DeskHarness) -> None:
    await desk.files()
    replies = await shares_contact(desk)

    assert replies[0] == desk.common("link-offer")
    assert (await customer(desk, NEW)).id != (await customer(desk, WANG)).id
    assert len(await codes(desk)) == 1


async def test_a_number_that_may_have_been_given_to_somebody_else_since_needs_a_code(desk: DeskHarness) -> None:
    await desk.files()
    await shares_contact(desk, WANG)
    desk.clock.forward(seconds=(REASSIGNED + timedelta(days=1)).total_seconds())
    replies = await shares_contact(desk)

    assert replies[0] == desk.common("link-offer")
    assert (await customer(desk, NEW)).id != (await customer(desk, WANG)).id


async def test_a_number_only_told_does_not_join_with_who_has_proven_it(desk: DeskHarness) -> None:
    await desk.files()
    await shares_contact(desk, WANG)
    await gives_the_number(desk)

    assert (await customer(desk, NEW)).id != (await customer(desk, WANG)).id
    assert len(await codes(desk)) == 1


async def test_the_number_alone_will_do_after_link_has_asked_for_it(desk: DeskHarness) -> None:
    await desk.files()
    await desk.says("/link", to=NEW)
    replies = await desk.says("138 0013 8000", to=NEW)

    assert replies == [desk.common("link-sent")]
    assert len(await codes(desk)) == 1


async def test_a_code_of_which_only_the_crossed_out_text_was_kept_is_asked_for_again(desk: DeskHarness) -> None:
    sent = await is_offered_a_code(desk)
    replies = await desk.says("my code is ••••••", to=NEW)
    again = await desk.says(sent, to=NEW)

    assert replies == [desk.common("link-again")]
    assert again[0].startswith(desk.common("link-done", count="1"))
