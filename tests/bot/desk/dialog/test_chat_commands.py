import pytest

from bot.desk.dialog.chat_commands import language_wished
from tests.bot.desk.house import BILL, LI, House
from tests.bot.desk.two_chats import NEW, PHONE, code, codes, gives_the_number

STATUS_EN = (
    "T-2026-000001 · “The shop in Garden Street took far too much in October”: "
    "with our team, an answer promised by Thu 5 Nov, 12:00. Opened 4 Nov."
)
STATUS_ZH = (
    "T-2026-000001 · “The shop in Garden Street took far too much in October”："
    "11月4日提交，等待处理，承诺在11月5日（周四）12:00前答复您。"
)


@pytest.mark.parametrize("command", ["/help", "/unknown", "/", "/ ", "/状态", "/statuss", "/" + "x" * 3000])
async def test_an_unknown_command_is_answered_with_what_there_is(house: House, command: str) -> None:
    replies = await house.says(command)

    assert [house.common("help")] == replies


async def test_an_unknown_command_does_not_answer_the_question_at_hand(house: House) -> None:
    await house.says("hello", "/unknown")

    assert await house.step() == "ask-problem"


async def test_start_greets_and_asks(house: House) -> None:
    replies = await house.says("/start")

    assert replies[1] == "What happened, and since when? Just use your own words."


async def test_start_in_the_middle_asks_the_question_at_hand_once_more(house: House) -> None:
    await house.says(BILL)
    replies = await house.says("/start")

    assert replies == ["What is it mainly about?"]


async def test_start_with_a_person_changes_nothing(house: House) -> None:
    await house.waits_for_a_person()
    replies = await house.says("/start")

    assert [house.common("cancel-with-person")] == replies
    assert (await house.conversation()).status == "with-person"


async def test_start_leaves_the_question_whether_it_is_solved_for_a_new_complaint(house: House) -> None:
    ticket = await house.is_owned()
    await house.handoffs.resolve(ticket.reference, LI, "128 yuan are on their way.")
    replies = await house.says("/start")

    assert replies[-1] == "What happened, and since when? Just use your own words."
    assert (await house.ticket()).status == "resolved"


async def test_start_does_not_end_the_talk_about_what_was_not_solved(house: House) -> None:
    ticket = await house.is_owned()
    await house.handoffs.resolve(ticket.reference, LI, "128 yuan are on their way.")
    await house.delivered()
    await house.presses("Not yet")
    replies = await house.says("/start")

    assert [house.common("cancel-with-person")] == replies
    assert (await house.conversation()).status == "with-person"


async def test_status_without_a_complaint_says_so(house: House) -> None:
    replies = await house.says("/status")

    assert [house.common("status-none")] == replies


async def test_status_tells_in_english_where_a_complaint_stands(house: House) -> None:
    await house.files()
    replies = await house.says("/status")

    assert replies == [STATUS_EN]


async def test_status_tells_in_chinese_where_a_complaint_stands(house: House) -> None:
    await house.files()
    await house.says("/language 中文")
    replies = await house.says("/STATUS")

    assert replies == [STATUS_ZH]


async def test_status_lists_the_newest_five_first(house: House) -> None:
    for number in range(6):
        await house.says(f"/start {number}", "/human")
        await house.handoffs.claim((await house.ticket()).reference, LI)
        await house.handoffs.resolve((await house.ticket()).reference, LI, "Done.")
        await house.says("/cancel")
    replies = await house.says("/status")
    listed = [line.partition(" ")[0] for line in replies[0].splitlines()]

    assert [f"T-2026-{number:06}" for number in (6, 5, 4, 3, 2)] == listed


async def test_status_shows_nothing_of_another_customer(house: House) -> None:
    await house.files()
    replies = await house.says("/status", to="web:zhao")

    assert [house.common("status-none")] == replies


async def test_language_in_the_middle_of_a_dialog_asks_the_question_in_that_language(house: House) -> None:
    await house.says(BILL)
    replies = await house.says("/language zh")

    assert replies == ["好的，我们接下来用中文。", "这主要是哪方面的问题？"]


async def test_language_offers_what_there_is_and_a_tap_chooses(house: House) -> None:
    await house.says(BILL)
    await house.says("/language klingon")
    offered = house.labels
    replies = await house.presses("中文")

    assert offered == ["English", "中文"]
    assert replies == ["好的，我们接下来用中文。", "这主要是哪方面的问题？"]


async def test_a_chosen_language_is_that_of_the_next_conversation(house: House) -> None:
    await house.says("/language zh")
    replies = await house.says("/human")

    assert "编号是T-2026-000001" in replies[-1]


async def test_human_calls_a_person_from_anywhere(house: House) -> None:
    await house.says(BILL)
    replies = await house.says("/human please")

    assert replies[0].startswith("I'm passing you to a colleague")
    assert (await house.handoff(await house.ticket())).reason == "wants-person"


async def test_human_as_the_first_word_opens_a_ticket_and_calls_a_person(house: House) -> None:
    await house.says("/human")

    assert (await house.handoff(await house.ticket())).status == "waiting"


async def test_human_with_a_person_calls_no_second_one(house: House) -> None:
    ticket = await house.waits_for_a_person()
    first = await house.handoff(ticket)
    replies = await house.says("/human")

    assert [house.common("cancel-with-person")] == replies
    assert first == await house.handoff(ticket)


async def test_cancel_ends_the_dialog_and_files_nothing(house: House) -> None:
    await house.says(BILL)
    replies = await house.says("/cancel")

    assert [house.common("cancelled")] == replies
    assert await house.tickets() == []


@pytest.mark.parametrize("before", [(), ("/help",), (BILL, "/cancel")])
async def test_cancel_of_nothing_says_so(house: House, before: tuple[str, ...]) -> None:
    await house.says(*before)
    replies = await house.says("/cancel")

    assert [house.common("nothing-to-cancel")] == replies


async def test_cancel_with_a_person_leaves_it_to_the_person(house: House) -> None:
    await house.waits_for_a_person()
    replies = await house.says("/cancel")

    assert [house.common("cancel-with-person")] == replies


async def test_who_asks_to_link_without_a_number_is_told_how(house: House) -> None:
    assert await house.says("/link") == [house.common("link-how")]


async def test_link_sends_a_code_for_the_number_given(house: House) -> None:
    await house.files()
    replies = await house.says(f"/link {PHONE}", to=NEW)
    joined = await house.says(await code(house), to=NEW)

    assert replies == [house.common("link-sent")]
    assert joined[0].startswith(house.common("link-done", count="1"))


async def test_link_sends_a_code_for_the_numbers_that_are_known(house: House) -> None:
    await house.files()
    await gives_the_number(house)
    house.clock.forward(minutes=10)
    replies = await house.says("/link", to=NEW)

    assert replies == [house.common("link-sent")]
    assert len(await codes(house)) == 2


@pytest.mark.parametrize("number", [PHONE, "13900139000"])
async def test_link_answers_the_same_whether_or_not_the_number_is_known(house: House, number: str) -> None:
    await house.files()
    first = await house.says(f"/link {number}", to=NEW)
    again = await house.says(f"/link {number}", to=NEW)

    assert first == again == [house.common("link-sent")]


async def test_link_with_something_that_is_no_number_is_told_how(house: House) -> None:
    assert await house.says("/link please") == [house.common("link-how")]


async def test_a_link_that_begins_a_chat_leaves_its_name_on_the_conversation(house: House) -> None:
    await house.says("/start invoice-2026_11")
    ticket = await house.files()

    assert (await house.conversation()).campaign == "invoice-2026_11"
    assert ticket.conversation == (await house.conversation()).id


@pytest.mark.parametrize("words", ["", "two words", "x" * 65, "发票", "<b>"])
async def test_what_no_link_can_carry_is_no_name_of_one(house: House, words: str) -> None:
    await house.says(f"/start {words}")

    assert (await house.conversation()).campaign == ""


async def test_the_first_link_counts(house: House) -> None:
    await house.says("/start first", "/start second")

    assert (await house.conversation()).campaign == "first"


async def test_status_in_the_middle_of_a_complaint_says_that_it_is_not_filed_yet(house: House) -> None:
    before = await house.says("/start", "/status")
    first = await house.says(BILL, "/status")
    await house.says("/cancel")
    ticket = await house.files()
    after, second = await house.says("/status"), await house.says("My calls keep dropping at home", "/status")

    assert before == [house.common("status-none")]
    assert first == [house.common("status-unfinished")]
    assert [house.common("status-unfinished") in text for text in (*after, *second)] == [False, True]
    assert ticket.reference in second[0]


async def test_status_owns_up_to_a_promise_that_was_not_kept(house: House) -> None:
    ticket = await house.files()
    await house.passes(hours=25)
    replies = await house.says("/status")
    await house.handoffs.claim(ticket.reference, LI)
    await house.handoffs.resolve(ticket.reference, LI, "128 yuan are on their way.")
    await house.delivered()

    assert house.common("status-late", due="Thu 5 Nov, 12:00") in replies[0]
    assert "are late" not in (await house.says("/status"))[0]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("English please", "en"),
        ("Can we speak English?", "en"),
        ("请用英文", "en"),
        ("说中文吧", "zh"),
        ("Chinese, please!", "zh"),
        ("I was told in English that it is free", ""),
        ("中文客服骂我", ""),
    ],
)
def test_a_language_is_asked_for_in_words(text: str, language: str) -> None:
    assert language_wished(text) == language


async def test_the_question_at_hand_is_asked_in_the_language_that_is_wished_for(house: House) -> None:
    await house.says(BILL)
    replies = await house.says("请说中文")

    assert replies == ["好的，我们接下来用中文。", "这主要是哪方面的问题？"]


async def test_to_a_person_a_wish_for_a_language_is_said_like_everything(house: House) -> None:
    await house.waits_for_a_person()

    assert await house.says("Chinese please") == []
