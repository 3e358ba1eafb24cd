from dataclasses import replace

import pytest

from bot.desk.dialog.chat_commands import language_wished
from storage.records.complaint_records import Message
from tests.bot.desk.desk_harness import BILL, LI, WANG, DeskHarness
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
async def test_an_unknown_command_is_answered_with_what_there_is(desk: DeskHarness, command: str) -> None:
    replies = await desk.says(command)

    assert [desk.common("help")] == replies


async def test_an_unknown_command_does_not_answer_the_question_at_hand(desk: DeskHarness) -> None:
    await desk.says("hello", "/unknown")

    assert await desk.step() == "ask-problem"


async def test_start_greets_and_asks(desk: DeskHarness) -> None:
    replies = await desk.says("/start")

    assert replies[1] == "What happened, and since when? Just use your own words."


async def test_start_in_the_middle_asks_the_question_at_hand_once_more(desk: DeskHarness) -> None:
    await desk.says(BILL)
    replies = await desk.says("/start")

    assert replies == ["What is it mainly about?"]


async def test_start_with_a_person_changes_nothing(desk: DeskHarness) -> None:
    await desk.has_a_person()
    replies = await desk.says("/start")

    assert [desk.common("cancel-with-person")] == replies
    assert (await desk.conversation()).status == "with-person"


async def test_start_leaves_the_question_whether_it_is_solved_for_a_new_complaint(desk: DeskHarness) -> None:
    ticket = await desk.is_owned()
    await desk.resolves(ticket.reference, LI, "128 yuan are on their way.")
    replies = await desk.says("/start")

    assert replies[-1] == "What happened, and since when? Just use your own words."
    assert (await desk.ticket()).status == "resolved"


async def test_start_does_not_end_the_talk_about_what_was_not_solved(desk: DeskHarness) -> None:
    ticket = await desk.is_owned()
    await desk.resolves(ticket.reference, LI, "128 yuan are on their way.")
    await desk.delivered()
    await desk.presses("Not yet")
    replies = await desk.says("/start")

    assert "nobody has taken it yet" in replies[0]
    assert (await desk.conversation()).status == "with-person"


async def test_status_without_a_complaint_says_so(desk: DeskHarness) -> None:
    replies = await desk.says("/status")

    assert [desk.common("status-none")] == replies


async def test_status_tells_in_english_where_a_complaint_stands(desk: DeskHarness) -> None:
    await desk.files()
    replies = await desk.says("/status")

    assert replies == [STATUS_EN]


async def test_status_tells_in_chinese_where_a_complaint_stands(desk: DeskHarness) -> None:
    await desk.files()
    await desk.says("/language 中文")
    replies = await desk.says("/STATUS")

    assert replies == [STATUS_ZH]


async def test_status_lists_the_newest_five_first(desk: DeskHarness) -> None:
    for number in range(6):
        await desk.says(f"/start {number}", "/human")
        await desk.handoffs.claim((await desk.ticket()).reference, LI)
        await desk.resolves((await desk.ticket()).reference, LI, "Done.")
        await desk.says("/cancel")
    replies = await desk.says("/status")
    listed = [line.partition(" ")[0] for line in replies[0].splitlines()]

    assert [f"T-2026-{number:06}" for number in (6, 5, 4, 3, 2)] == listed


async def test_status_shows_nothing_of_another_customer(desk: DeskHarness) -> None:
    await desk.files()
    replies = await desk.says("/status", to="web:zhao")

    assert [desk.common("status-none")] == replies


async def test_language_in_the_middle_of_a_dialog_asks_the_question_in_that_language(desk: DeskHarness) -> None:
    await desk.says(BILL)
    replies = await desk.says("/language zh")

    assert replies == ["好的，我们接下来用中文。", "这主要是哪方面的问题？"]


async def test_language_offers_what_there_is_and_a_tap_chooses(desk: DeskHarness) -> None:
    await desk.says(BILL)
    await desk.says("/language klingon")
    offered = desk.labels
    replies = await desk.presses("中文")

    assert offered == ["English", "中文", "繁體中文"]
    assert replies == ["好的，我们接下来用中文。", "这主要是哪方面的问题？"]


async def test_a_chosen_language_is_that_of_the_next_conversation(desk: DeskHarness) -> None:
    await desk.says("/language zh")
    replies = await desk.says("/human")

    assert "编号是T-2026-000001" in replies[-1]


async def test_human_calls_a_person_from_anywhere(desk: DeskHarness) -> None:
    await desk.says(BILL)
    replies = await desk.says("/human please")

    assert replies[0].startswith("I'm passing you to a colleague")
    assert (await desk.handoff(await desk.ticket())).reason == "wants-person"


async def test_human_as_the_first_word_opens_a_ticket_and_calls_a_person(desk: DeskHarness) -> None:
    await desk.says("/human")

    assert (await desk.handoff(await desk.ticket())).status == "waiting"


async def test_human_with_a_person_calls_no_second_one(desk: DeskHarness) -> None:
    ticket = await desk.has_a_person()
    first = await desk.handoff(ticket)
    replies = await desk.says("/human")

    assert [desk.common("cancel-with-person")] == replies
    assert first == await desk.handoff(ticket)


async def test_cancel_ends_the_dialog_and_files_nothing(desk: DeskHarness) -> None:
    await desk.says(BILL)
    replies = await desk.says("/cancel")

    assert [desk.common("cancelled")] == replies
    assert await desk.tickets() == []


@pytest.mark.parametrize("before", [(), ("/help",), (BILL, "/cancel")])
async def test_cancel_of_nothing_says_so(desk: DeskHarness, before: tuple[str, ...]) -> None:
    await desk.says(*before)
    replies = await desk.says("/cancel")

    assert [desk.common("nothing-to-cancel")] == replies


async def test_cancel_with_a_person_leaves_it_to_the_person(desk: DeskHarness) -> None:
    await desk.has_a_person()
    replies = await desk.says("/cancel")

    assert [desk.common("cancel-with-person")] == replies


async def test_who_asks_to_link_without_a_number_is_told_how(desk: DeskHarness) -> None:
    assert await desk.says("/link") == [desk.common("link-how")]


async def test_link_sends_a_code_for_the_number_given(desk: DeskHarness) -> None:
    await desk.files()
    replies = await desk.says(f"/link {PHONE}", to=NEW)
    joined = await desk.says(await code(desk), to=NEW)

    assert replies == [desk.common("link-sent")]
    assert joined[0].startswith(desk.common("link-done", count="1"))


async def test_link_sends_a_code_for_the_numbers_that_are_known(desk: DeskHarness) -> None:
    await desk.files()
    await gives_the_number(desk)
    desk.clock.forward(minutes=10)
    replies = await desk.says("/link", to=NEW)

    assert replies == [desk.common("link-sent")]
    assert len(await codes(desk)) == 2


@pytest.mark.parametrize("number", [PHONE, "13900139000"])
async def test_link_answers_the_same_whether_or_not_the_number_is_known(desk: DeskHarness, number: str) -> None:
    await desk.files()
    first = await desk.says(f"/link {number}", to=NEW)
    again = await desk.says(f"/link {number}", to=NEW)

    assert first == again == [desk.common("link-sent")]


async def test_link_with_something_that_is_no_number_is_told_how(desk: DeskHarness) -> None:
    assert await desk.says("/link please") == [desk.common("link-how")]


async def test_a_link_that_begins_a_chat_leaves_its_name_on_the_conversation(desk: DeskHarness) -> None:
    await desk.says("/start invoice-2026_11")
    ticket = await desk.files()

    assert (await desk.conversation()).campaign == "invoice-2026_11"
    assert ticket.conversation == (await desk.conversation()).id


@pytest.mark.parametrize("words", ["", "two words", "x" * 65, "发票", "<b>"])
async def test_what_no_link_can_carry_is_no_name_of_one(desk: DeskHarness, words: str) -> None:
    await desk.says(f"/start {words}")

    assert (await desk.conversation()).campaign == ""


async def test_the_first_link_counts(desk: DeskHarness) -> None:
    await desk.says("/start first", "/start second")

    assert (await desk.conversation()).campaign == "first"


async def test_status_in_the_middle_of_a_complaint_says_that_it_is_not_filed_yet(desk: DeskHarness) -> None:
    before = await desk.says("/start", "/status")
    first = await desk.says(BILL, "/status")
    await desk.says("/cancel")
    ticket = await desk.files()
    after, second = await desk.says("/status"), await desk.says("My calls keep dropping at home", "/status")

    assert before[0] == desk.common("status-none")
    assert first == [desk.common("status-unfinished"), "What is it mainly about?"]
    assert [desk.common("status-unfinished") in text for text in (*after, second[0])] == [False, True]
    assert ticket.reference in second[0]


async def test_status_owns_up_to_a_promise_that_was_not_kept(desk: DeskHarness) -> None:
    ticket = await desk.files()
    await desk.passes(hours=25)
    replies = await desk.says("/status")
    await desk.handoffs.claim(ticket.reference, LI)
    await desk.resolves(ticket.reference, LI, "128 yuan are on their way.")
    await desk.delivered()

    assert desk.common("status-late", due="Thu 5 Nov, 12:00") in replies[0]
    assert "are late" not in (await desk.says("/status"))[0]


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


async def test_the_question_at_hand_is_asked_in_the_language_that_is_wished_for(desk: DeskHarness) -> None:
    await desk.says(BILL)
    replies = await desk.says("请说中文")

    assert replies == ["好的，我们接下来用中文。", "这主要是哪方面的问题？"]


async def test_who_waits_for_a_person_can_change_the_language(desk: DeskHarness) -> None:
    await desk.waits_for_a_person()

    assert (await desk.says("Chinese please"))[0] == desk.common("language-set", "zh")
    assert (await desk.conversation()).status == "with-person"


async def test_to_a_person_a_wish_for_a_language_is_said_like_everything(desk: DeskHarness) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.handoffs.claim(ticket.reference, LI)
    await desk.says("Hello")

    assert await desk.says("Chinese please") == []


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("我想用中文", "zh"),
        ("說中文", "zh"),
        ("用廣東話", "zh"),
        ("可唔可以講廣東話", "zh"),
        ("can we do this in English", "en"),
        ("speak english pls", "en"),
        ("can we switch to english?", "en"),
        ("my English bill is wrong", ""),
        ("用中文回复我的投诉", ""),
    ],
)
def test_a_wish_for_a_language_is_heard_however_it_is_put(text: str, language: str) -> None:
    assert language == language_wished(text)


async def test_a_language_that_is_not_offered_is_not_spoken_but_where_it_is_spoken_already(desk: DeskHarness) -> None:
    rules = desk.context.rules
    await desk.says("我的宽带断了", to="web:zhao")
    rules.now = replace(rules.now, languages=("en",))
    begun = await desk.says("我的宽带断了")
    await desk.says("/language 中文")
    offered = [label for _, label in (await desk.store.unit().find(Message, address=WANG))[-1].choices]
    going_on = await desk.says("/status", to="web:zhao")

    assert begun[-1].isascii()
    assert "中文" not in offered
    assert not going_on[-1].isascii()
