import pytest

from tests.bot.desk.house import ALL_ANSWERS, BILL, LI, ROAMING, WANG, House


async def test_a_button_answers_its_question(house: House) -> None:
    await house.says(BILL)
    replies = await house.presses("Bill or charges")

    assert replies == ["How much money is it about, in yuan? A rough figure is fine."]


async def test_what_stood_on_a_button_is_in_the_transcript(house: House) -> None:
    await house.says(BILL)
    await house.presses("Bill or charges")

    assert ("customer", "Bill or charges") in await house.transcript()


async def test_two_clicks_on_one_button_answer_once(house: House) -> None:
    await house.says(BILL)
    data = house.button("Bill or charges")
    await house.taps(data)
    at_once = await house.taps(data)
    house.clock.forward(seconds=10)
    later = await house.taps(data)

    assert (at_once, later) == ([], [house.common("stale")])
    assert await house.step() == "ask-amount"


async def test_two_taps_that_send_a_complaint_are_answered_with_the_reference_alone(house: House) -> None:
    await house.says(BILL, *ALL_ANSWERS[:-1])
    data = house.button("Send it")
    filed, again = await house.taps(data), await house.taps(data)

    assert (len(filed), again) == (1, [])
    assert [text for author, text in await house.transcript() if author == "customer"].count("Send it") == 1


async def test_a_button_of_a_closed_conversation_is_answered_kindly(house: House) -> None:
    await house.says(BILL)
    data = house.button("Bill or charges")
    await house.says("/cancel")
    replies = await house.taps(data)

    assert [house.common("closed-button")] == replies


async def test_a_button_of_an_earlier_conversation_does_nothing_in_the_next(house: House) -> None:
    await house.says(BILL)
    data = house.button("Bill or charges")
    await house.says("/cancel", BILL)
    replies = await house.taps(data)

    assert [house.common("stale")] == replies
    assert await house.step() == "ask-kind"


@pytest.mark.parametrize(
    "data", ["x", ":", "::", "a:b:c", "a:１:c", "a:99999999999:c", "\ud800:1:a", "a:1:" + "k" * 100, "language:0:fr"]
)
async def test_a_button_that_nobody_made_breaks_nothing(house: House, data: str) -> None:
    await house.says(BILL)
    await house.taps(data)

    assert await house.step() == "ask-kind"


@pytest.mark.parametrize("key", ["\ud800", "k" * 1000, "\x00", "nothing"])
async def test_an_invented_choice_of_the_question_at_hand_is_stale(house: House, key: str) -> None:
    await house.says(BILL)
    conversation = await house.conversation()
    replies = await house.taps(f"{conversation.id}:{conversation.state['question']}:{key}")

    assert [house.common("stale")] == replies


async def test_the_button_of_another_customer_is_stale(house: House) -> None:
    await house.says(BILL, to="web:zhao")
    await house.says(BILL)
    replies = await house.taps(house.button("Bill or charges", to="web:zhao"))

    assert [house.common("stale")] == replies
    assert await house.step("web:zhao") == "ask-kind"


async def test_the_longest_message_that_telegram_sends_in_one_part_is_a_telling(house: House) -> None:
    telling = f"{BILL}. ".ljust(4095, "a") + "."
    replies = await house.says(telling)

    assert replies[-1] == "What is it mainly about?"
    assert (await house.conversation()).state["slots"]["problem"] == telling


async def test_a_message_of_a_megabyte_is_asked_for_in_parts(house: House) -> None:
    await house.says("Hello")
    replies = await house.says("x" * 1_000_000)

    assert [house.common("too-long")] == replies
    assert await house.step() == "ask-problem"


async def test_a_message_of_a_megabyte_as_the_first_word_is_asked_for_in_parts(house: House) -> None:
    replies = await house.says("宽" * 1_000_000)

    assert [house.common("too-long")] == replies


@pytest.mark.parametrize("text", ["", "  ", "\x00\x1b", "\ud800\udfff\ud83d", "\u202e"])
async def test_a_message_without_a_readable_character_is_asked_for_in_words(house: House, text: str) -> None:
    replies = await house.says(text)

    assert [house.common("unreadable")] == replies


async def test_control_characters_and_lone_surrogates_are_taken_out_of_a_telling(house: House) -> None:
    await house.says("My bill\x00 is \ud83dwrong\u202e since October")
    await house.says(*ALL_ANSWERS)

    assert (await house.ticket()).description == "My bill is wrong since October"


async def test_a_sticker_is_what_its_emoji_says(house: House) -> None:
    await house.says(BILL)
    await house.says("👍", attachment="sticker")

    assert ("customer", "👍") in await house.transcript()


async def test_a_sticker_is_no_file_where_one_is_asked_for(house: House) -> None:
    replies = await house.says("", attachment="sticker")

    assert [house.common("unreadable")] == replies


async def test_the_words_under_a_picture_are_taken(house: House) -> None:
    replies = await house.says(BILL, attachment="photo")

    assert replies[1] == "What is it mainly about?"
    assert ("customer", f"[photo] {BILL}") in await house.transcript()


async def test_with_a_person_the_bot_is_silent_but_writes_everything_down(house: House) -> None:
    ticket = await house.waits_for_a_person()
    await house.handoffs.claim(ticket.reference, LI)
    await house.delivered()
    replies = [
        *await house.says("Are you there?"),
        *await house.says("", attachment="photo"),
        *await house.presses("Bill or charges"),
    ]
    heard = [text for author, text in await house.transcript() if author == "customer"]

    assert replies == []
    assert heard[-3:] == ["Are you there?", "[photo]", "Bill or charges"]


@pytest.mark.parametrize("words", ["yes", "ok", "好的", "是的"])
async def test_a_nod_after_the_end_begins_no_new_complaint(house: House, words: str) -> None:
    await house.files()
    replies = await house.says(words)

    assert replies == [house.common("thanks")]


async def test_thanks_after_the_end_begin_no_new_complaint(house: House) -> None:
    await house.files()
    replies = await house.says("Thank you!")

    assert [house.common("thanks")] == replies
    assert (await house.conversation()).status == "closed"


async def test_thanks_after_a_command_are_no_complaint(house: House) -> None:
    replies = await house.says("/status", "thanks")

    assert [house.common("thanks")] == replies


async def test_whoever_writes_after_the_end_begins_anew(house: House) -> None:
    ticket = await house.files()
    await house.says(ROAMING)

    assert (await house.conversation()).id != ticket.conversation
    assert (await house.conversation()).address == WANG
