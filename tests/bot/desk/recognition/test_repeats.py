import pytest

from bot.desk.recognition import repeats
from bot.desk.recognition.repeats import AT_MOST, DETAILS, with_details
from dialogs.model.events import LookUp
from storage.records import Ticket
from tests.bot.desk.house import BILL, LI, NOON, House
from tests.bot.desk.sent_files import photo

KINDS = ("problem", "place")
REFERENCE = "T-2026-000001"


def a_ticket(slots: dict[str, str]) -> Ticket:
    return Ticket(
        id="t1",
        reference=REFERENCE,
        customer="c1",
        address="web:wang",
        conversation="v1",
        language="zh",
        script="telecom",
        status="open",
        description="",
        slots=slots,
        track="full",
        opened=NOON,
        due=NOON,
    )


async def is_offered(house: House, text: str) -> bool:
    replies = await house.says(text)
    return REFERENCE in replies[-1]


@pytest.mark.parametrize(
    "text",
    [
        "In October your shop in Garden Street charged me too much",
        "Garden Street: they still keep what they took from me",
        "still no answer about the Garden Street shop",
        "far to much was takn by the shop in gardn street",
        "still the same",
    ],
)
async def test_a_telling_in_other_words_is_found(house: House, text: str) -> None:
    await house.files()

    assert await is_offered(house, text)


async def test_a_telling_in_chinese_is_found(house: House) -> None:
    await house.files("十月份账单多扣了128元", answers=("还没解决", "2", "128", "跳过", "13800138000", "2", "1"))
    replies = await house.says("账单十月份还是多扣了128元")

    assert REFERENCE in replies[-1]


def test_a_short_telling_is_no_detail_of_itself() -> None:
    asked = LookUp("repeat", "还是没人来修", {"description": "还是没人来修", "place": "翠湖苑6栋"})
    ticket = a_ticket({"description": "光猫红灯一直闪", "place": ""})

    assert with_details(0.5, asked, ticket, KINDS) == 0.5


def test_details_that_agree_raise_the_likelihood_and_others_lower_it() -> None:
    asked = LookUp("repeat", "断网了", {"description": "断网了", "place": "Oak Street"})

    assert with_details(0.5, asked, a_ticket({"place": "oak stret"}), KINDS) == pytest.approx(DETAILS / (DETAILS + 1))
    assert with_details(0.5, asked, a_ticket({"place": "Ginza"}), KINDS) == pytest.approx(1 / (DETAILS + 1))


async def test_something_else_is_no_repeat(house: House) -> None:
    await house.files()

    assert not await is_offered(house, "The staff in the shop were rude")


async def test_a_photo_with_words_is_first_thought_to_belong_to_what_was_told_just_now(house: House) -> None:
    ticket = await house.files()
    at_once = await house.sends(photo(), "here is another one")
    await house.presses("Yes, the same")
    house.clock.forward(hours=2)
    later = await house.sends(photo(), "please look into this")

    assert REFERENCE in at_once[-1]
    assert REFERENCE not in later[-1]
    assert await house.tellings(ticket) == [BILL, "here is another one"]


async def test_what_was_solved_is_found_for_a_year(house: House) -> None:
    ticket = await house.is_owned()
    await house.handoffs.resolve(ticket.reference, LI, "Paid back.")
    await house.delivered()
    await house.says("yes")
    house.clock.forward(days=365)

    assert await is_offered(house, BILL)


async def test_what_is_older_than_a_year_is_forgotten(house: House) -> None:
    await house.files()
    house.clock.forward(days=366)

    assert not await is_offered(house, BILL)


async def test_a_telling_is_compared_with_the_newest_tickets_only(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repeats, "COMPARED", 1)
    await house.files()
    other = "Your hotline in Wuhan hung up on me twice"
    await house.files(other)

    assert not await is_offered(house, BILL)


async def test_a_repeat_is_found_by_the_words_of_any_telling(house: House) -> None:
    await house.files()
    await house.says("Garden Street took too much, and the hotline in Wuhan hung up on me")
    await house.presses("Yes, the same")

    assert await is_offered(house, "your hotline in Wuhan hung up")


async def test_at_most_two_earlier_tickets_are_offered_the_newest_first(house: House) -> None:
    await house.files()
    for _ in range(2):
        await house.says(BILL)
        await house.says(house.labels[-1], "2", "128", "skip", "13800138000", "2", "1")
    await house.says(BILL)

    assert len(house.labels) == AT_MOST + 1
    assert [label.partition(" ")[0] for label in house.labels[:AT_MOST]] == ["T-2026-000003", "T-2026-000002"]


async def test_one_of_several_can_be_chosen(house: House) -> None:
    await house.files()
    await house.says(BILL, "No, something new", "2", "128", "skip", "13800138000", "2", "1", BILL)
    await house.says("2")
    first, second = await house.tickets()

    assert await house.tellings(first) == [BILL, BILL]
    assert await house.tellings(second) == [BILL]


async def test_the_very_same_telling_is_stated_and_not_asked(house: House) -> None:
    ticket = await house.files()
    replies = await house.says(BILL)

    assert "I recognise this one" in replies[-2]
    assert await house.tellings(ticket) == [BILL, BILL]
    assert house.labels == ["No, something new"]


async def test_a_repeat_that_was_stated_is_taken_back_with_one_tap(house: House) -> None:
    ticket = await house.files()
    await house.says(BILL)
    replies = await house.presses("No, something new")

    assert house.common("taken-back") in replies
    assert await house.tellings(ticket) == [BILL]
    assert await house.step() == "ask-kind"


async def test_it_is_taken_back_in_words_as_well(house: House) -> None:
    ticket = await house.files()
    await house.says(BILL, "no, something new")

    assert await house.tellings(ticket) == [BILL]


async def test_what_was_taken_back_becomes_a_ticket_of_its_own_and_nothing_is_asked_twice(house: House) -> None:
    old = await house.files()
    await house.says(BILL, "no, something new", "2", "128", "skip", "13800138000", "2", "1")
    new = await house.ticket()

    assert new.id != old.id
    assert new.description == BILL


async def test_it_cannot_be_taken_back_once_another_conversation_has_begun(house: House) -> None:
    ticket = await house.files()
    await house.says(BILL)
    undo = house.button("No, something new")
    await house.says("The lift in your shop smells")
    await house.taps(undo)

    assert await house.tellings(ticket) == [BILL, BILL]


async def test_what_was_solved_is_asked_about_and_never_stated(house: House) -> None:
    ticket = await house.is_owned()
    await house.handoffs.resolve(ticket.reference, LI, "Paid back.")
    await house.delivered()
    await house.says("yes", BILL)

    assert "Yes, the same" in house.labels


@pytest.mark.parametrize(
    "text",
    [
        "no its not the same thing",
        "No, this is a different problem",
        "that's not what I meant",
        "不是同一件事",
        "你搞错了，不是那件事",
    ],
)
async def test_it_is_taken_back_in_many_words_also_after_a_thank_you(house: House, text: str) -> None:
    ticket = await house.files()
    replies = await house.says(BILL, "thanks", text)

    assert house.common("taken-back") in replies
    assert await house.tellings(ticket) == [BILL]


@pytest.mark.parametrize("text", ["yea same thing", "it's the same problem", "是同一件事", "係同一件事", "就是那件事"])
async def test_that_it_is_the_same_can_be_said_in_many_words_and_both_languages(house: House, text: str) -> None:
    ticket = await house.files()
    await house.says("still no answer about the Garden Street shop", text)

    assert len(await house.tellings(ticket)) == 2


async def test_a_brief_telling_that_names_its_matter_is_asked_about_that_one_alone(house: House) -> None:
    await house.files()
    for problem in ("someone leaked my personal data to scammers", "strangers know my new address from you"):
        await house.files(problem, ("6", "skip", "yes", "3", "1"))
    replies = await house.says("Garden Street still took too much")

    assert len(await house.tickets()) == 3
    assert REFERENCE in replies[-1]
    assert house.labels == ["Yes, the same", "No, something new"]


@pytest.mark.parametrize("text", ["it still does not work", "it came back", "又不行了", "问题又出现了"])
async def test_what_was_answered_at_once_and_goes_on_is_asked_about(house: House, text: str) -> None:
    await house.says("my SIM card is locked", "yes")

    assert await is_offered(house, text)


async def test_a_telling_about_two_waiting_tickets_is_asked_which_comes_first(house: House) -> None:
    await house.files()
    await house.says("The lift in your Oak Tower office stops between two floors", "5", "yes", "1", "1")
    replies = await house.says(
        "The shop in Garden Street still keeps what it took in October. And the lift in Oak Tower stops again."
    )

    assert replies[-1] == house.common("which-first")
    assert [label.partition(" ")[0] for label in house.labels[:2]] == ["T-2026-000001", "T-2026-000002"]
