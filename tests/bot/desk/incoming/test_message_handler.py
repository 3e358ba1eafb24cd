import pytest

from storage.records.complaint_records import Message
from tests.bot.desk.desk_harness import ALL_ANSWERS, BILL, LI, ROAMING, WANG, DeskHarness


async def test_a_button_answers_its_question(desk: DeskHarness) -> None:
    await desk.says(BILL)
    replies = await desk.presses("Bill or charges")

    assert replies == ["How much money is it about, in yuan? A rough figure is fine."]


async def test_what_stood_on_a_button_is_in_the_transcript(desk: DeskHarness) -> None:
    await desk.says(BILL)
    await desk.presses("Bill or charges")

    assert ("customer", "Bill or charges") in await desk.transcript()


async def test_two_clicks_on_one_button_answer_once(desk: DeskHarness) -> None:
    await desk.says(BILL)
    data = desk.button("Bill or charges")
    await desk.taps(data)
    at_once = await desk.taps(data)
    desk.clock.forward(seconds=10)
    later = await desk.taps(data)

    assert (at_once, later) == ([], [desk.common("stale")])
    assert await desk.step() == "ask-amount"


async def test_two_taps_that_send_a_complaint_are_answered_with_the_reference_alone(desk: DeskHarness) -> None:
    await desk.says(BILL, *ALL_ANSWERS[:-1])
    data = desk.button("Send it")
    filed, again = await desk.taps(data), await desk.taps(data)

    assert (len(filed), again) == (1, [])
    assert [text for author, text in await desk.transcript() if author == "customer"].count("Send it") == 1


async def test_a_button_of_a_closed_conversation_is_answered_kindly(desk: DeskHarness) -> None:
    await desk.says(BILL)
    data = desk.button("Bill or charges")
    await desk.says("/cancel")
    replies = await desk.taps(data)

    assert [desk.common("closed-button")] == replies


async def test_a_button_of_an_earlier_conversation_does_nothing_in_the_next(desk: DeskHarness) -> None:
    await desk.says(BILL)
    data = desk.button("Bill or charges")
    await desk.says("/cancel", BILL)
    replies = await desk.taps(data)

    assert [desk.common("stale")] == replies
    assert await desk.step() == "ask-kind"


@pytest.mark.parametrize(
    "data", ["x", ":", "::", "a:b:c", "a:１:c", "a:99999999999:c", "\ud800:1:a", "a:1:" + "k" * 100, "language:0:fr"]
)
async def test_a_button_that_nobody_made_breaks_nothing(desk: DeskHarness, data: str) -> None:
    await desk.says(BILL)
    await desk.taps(data)

    assert await desk.step() == "ask-kind"


@pytest.mark.parametrize("key", ["\ud800", "k" * 1000, "\x00", "nothing"])
async def test_an_invented_choice_of_the_question_at_hand_is_stale(desk: DeskHarness, key: str) -> None:
    await desk.says(BILL)
    conversation = await desk.conversation()
    replies = await desk.taps(f"{conversation.id}:{conversation.state['question']}:{key}")

    assert [desk.common("stale")] == replies


async def test_the_button_of_another_customer_is_stale(desk: DeskHarness) -> None:
    await desk.says(BILL, to="web:zhao")
    await desk.says(BILL)
    replies = await desk.taps(desk.button("Bill or charges", to="web:zhao"))

    assert [desk.common("stale")] == replies
    assert await desk.step("web:zhao") == "ask-kind"


async def test_the_longest_message_that_telegram_sends_in_one_part_is_a_telling(desk: DeskHarness) -> None:
    telling = f"{BILL}. ".ljust(4095, "a") + "."
    replies = await desk.says(telling)

    assert replies[-1] == "What is it mainly about?"
    assert (await desk.conversation()).state["slots"]["problem"] == telling


@pytest.mark.parametrize("length", [4_097, 8_000, 20_000])
async def test_a_long_telling_is_one_telling_and_kept_whole(desk: DeskHarness, length: int) -> None:
    telling = ("The line is dead again. " * 1_000)[: length - 5].strip() + " help"
    await desk.says(telling)
    (said,) = [one.text for one in await desk.store.unit().find(Message) if one.author == "customer"]

    assert telling == said
    assert (await desk.conversation()).state["slots"]["problem"] == telling


async def test_what_is_not_read_is_on_record_all_the_same(desk: DeskHarness) -> None:
    await desk.says("Hello")
    await desk.says("my password is hunter2 " + "x" * 20_001)
    said = [one.text for one in await desk.store.unit().find(Message) if one.author == "customer"]

    assert [len(text) for text in said] == [5, 20_024]
    assert said[1].startswith("my password is ••••••• x")


async def test_a_secret_that_the_message_before_named_is_not_kept(desk: DeskHarness) -> None:
    await desk.says("I cannot sign in. my password is")
    await desk.says("hunter2xyz")

    assert ("customer", "••••••••••") in await desk.transcript()


async def test_a_message_of_a_megabyte_is_asked_for_in_parts(desk: DeskHarness) -> None:
    await desk.says("Hello")
    replies = await desk.says("x" * 1_000_000)

    assert [desk.common("too-long")] == replies
    assert await desk.step() == "ask-problem"


async def test_a_message_of_a_megabyte_as_the_first_word_is_asked_for_in_parts(desk: DeskHarness) -> None:
    replies = await desk.says("宽" * 1_000_000)

    assert [desk.common("too-long")] == replies


@pytest.mark.parametrize("text", ["", "  ", "\x00\x1b", "\ud800\udfff\ud83d", "\u202e"])
async def test_a_message_without_a_readable_character_is_asked_for_in_words(desk: DeskHarness, text: str) -> None:
    replies = await desk.says(text)

    assert [desk.common("unreadable")] == replies


async def test_control_characters_and_lone_surrogates_are_taken_out_of_a_telling(desk: DeskHarness) -> None:
    await desk.says("My bill\x00 is \ud83dwrong\u202e since October")
    await desk.says(*ALL_ANSWERS)

    assert (await desk.ticket()).description == "My bill is wrong since October"


async def test_a_sticker_is_what_its_emoji_says(desk: DeskHarness) -> None:
    await desk.says(BILL)
    await desk.says("👍", attachment="sticker")

    assert ("customer", "👍") in await desk.transcript()


async def test_a_sticker_is_no_file_where_one_is_asked_for(desk: DeskHarness) -> None:
    replies = await desk.says("", attachment="sticker")

    assert [desk.common("unreadable")] == replies


async def test_the_words_under_a_picture_are_taken(desk: DeskHarness) -> None:
    replies = await desk.says(BILL, attachment="photo")

    assert replies[1] == "What is it mainly about?"
    assert ("customer", f"[photo] {BILL}") in await desk.transcript()


async def test_with_a_person_the_bot_is_silent_but_writes_everything_down(desk: DeskHarness) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.handoffs.claim(ticket.reference, LI)
    await desk.delivered()
    replies = [
        *await desk.says("Are you there?"),
        *await desk.says("", attachment="photo"),
        *await desk.presses("Bill or charges"),
    ]
    heard = [text for author, text in await desk.transcript() if author == "customer"]

    assert replies == []
    assert heard[-3:] == ["Are you there?", "[photo]", "Bill or charges"]


@pytest.mark.parametrize("words", ["yes", "ok", "好的", "是的"])
async def test_a_nod_after_the_end_begins_no_new_complaint(desk: DeskHarness, words: str) -> None:
    await desk.files()
    (reply,) = await desk.says(words)

    assert reply in (desk.common("all-right"), desk.common("all-right", "zh"))


async def test_thanks_after_the_end_begin_no_new_complaint(desk: DeskHarness) -> None:
    await desk.files()
    replies = await desk.says("Thank you!")

    assert [desk.common("thanks")] == replies
    assert (await desk.conversation()).status == "closed"


async def test_thanks_after_a_command_are_no_complaint(desk: DeskHarness) -> None:
    replies = await desk.says("/status", "thanks")

    assert [desk.common("thanks")] == replies


async def test_whoever_writes_after_the_end_begins_anew(desk: DeskHarness) -> None:
    ticket = await desk.files()
    await desk.says(ROAMING)

    assert (await desk.conversation()).id != ticket.conversation
    assert (await desk.conversation()).address == WANG
