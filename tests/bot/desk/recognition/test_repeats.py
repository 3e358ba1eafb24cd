import pytest

from bot.desk.recognition import repeats
from bot.desk.recognition.repeats import AT_MOST, DETAILS, with_details
from dialogs.model.events import LookUp
from storage.records.complaint_records import Ticket
from storage.records.finding_records import RepeatCalibration
from tests.bot.desk.desk_harness import BILL, LI, NOON, DeskHarness
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


async def is_offered(desk: DeskHarness, text: str) -> bool:
    replies = await desk.says(text)
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
async def test_a_telling_in_other_words_is_found(desk: DeskHarness, text: str) -> None:
    await desk.files()

    assert await is_offered(desk, text)


async def test_a_telling_in_chinese_is_found(desk: DeskHarness) -> None:
    await desk.files("十月份账单多扣了128元", answers=("还没解决", "2", "128", "跳过", "13800138000", "2", "1"))
    replies = await desk.says("账单十月份还是多扣了128元")

    assert REFERENCE in replies[-1]


def test_a_short_telling_is_no_detail_of_itself() -> None:
    asked = LookUp("repeat", "还是没人来修", {"description": "还是没人来修", "place": "翠湖苑6栋"})
    ticket = a_ticket({"description": "光猫红灯一直闪", "place": ""})

    assert with_details(0.5, asked, ticket, KINDS) == 0.5


def test_details_that_agree_raise_the_likelihood_and_others_lower_it() -> None:
    asked = LookUp("repeat", "断网了", {"description": "断网了", "place": "Oak Street"})

    assert with_details(0.5, asked, a_ticket({"place": "oak stret"}), KINDS) == pytest.approx(DETAILS / (DETAILS + 1))
    assert with_details(0.5, asked, a_ticket({"place": "Ginza"}), KINDS) == pytest.approx(1 / (DETAILS + 1))


async def test_something_else_is_no_repeat(desk: DeskHarness) -> None:
    await desk.files()

    assert not await is_offered(desk, "Your hotline hung up on me")


async def test_a_photo_with_words_is_first_thought_to_belong_to_what_was_told_just_now(desk: DeskHarness) -> None:
    ticket = await desk.files()
    at_once = await desk.sends(photo(), "here is another one")
    await desk.presses("Yes, the same")
    desk.clock.forward(hours=2)
    later = await desk.sends(photo(), "my phone got wet")

    assert REFERENCE in at_once[-1]
    assert REFERENCE not in later[-1]
    assert await desk.tellings(ticket) == [BILL, "here is another one"]


async def test_what_was_solved_is_found_for_a_year(desk: DeskHarness) -> None:
    ticket = await desk.is_owned()
    await desk.resolves(ticket.reference, LI, "Paid back.")
    await desk.delivered()
    await desk.says("yes")
    desk.clock.forward(days=365)

    assert await is_offered(desk, BILL)


async def test_what_is_older_than_a_year_is_forgotten(desk: DeskHarness) -> None:
    await desk.files()
    desk.clock.forward(days=366)

    assert not await is_offered(desk, BILL)


async def test_a_telling_is_compared_with_the_newest_tickets_only(
    desk: DeskHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(repeats, "COMPARED", 1)
    await desk.files()
    other = "Your hotline in Wuhan hung up on me twice"
    await desk.files(other)

    assert not await is_offered(desk, BILL)


async def test_a_repeat_is_found_by_the_words_of_any_telling(desk: DeskHarness) -> None:
    await desk.files()
    await desk.says("Garden Street took too much, and the hotline in Wuhan hung up on me")
    await desk.presses("Yes, the same")

    assert await is_offered(desk, "your hotline in Wuhan hung up")


async def test_at_most_two_earlier_tickets_are_offered_the_newest_first(desk: DeskHarness) -> None:
    await desk.files()
    for _ in range(2):
        await desk.says(BILL)
        await desk.says(desk.labels[-1], "2", "128", "skip", "13800138000", "2", "1")
    await desk.says(BILL)

    assert len(desk.labels) == AT_MOST + 1
    assert [label.partition(" ")[0] for label in desk.labels[:AT_MOST]] == ["T-2026-000003", "T-2026-000002"]


async def test_one_of_several_can_be_chosen(desk: DeskHarness) -> None:
    await desk.files()
    await desk.says(BILL, "No, something new", "2", "128", "skip", "13800138000", "2", "1", BILL)
    await desk.says("2")
    first, second = await desk.tickets()

    assert await desk.tellings(first) == [BILL, BILL]
    assert await desk.tellings(second) == [BILL]


async def test_the_very_same_telling_is_stated_and_not_asked(desk: DeskHarness) -> None:
    ticket = await desk.files()
    replies = await desk.says(BILL)

    assert "I recognise this one" in replies[-2]
    assert await desk.tellings(ticket) == [BILL, BILL]
    assert desk.labels == ["No, something new"]


async def test_a_repeat_that_was_stated_is_taken_back_with_one_tap(desk: DeskHarness) -> None:
    ticket = await desk.files()
    await desk.says(BILL)
    replies = await desk.presses("No, something new")

    assert desk.common("taken-back") in replies
    assert await desk.tellings(ticket) == [BILL]
    assert await desk.step() == "ask-kind"


async def test_what_is_taken_back_is_that_telling_and_no_other(desk: DeskHarness) -> None:
    ticket = await desk.files()
    await desk.says("Garden Street: they still keep what they took from me")
    await desk.presses("Yes, the same")
    await desk.says(f"{BILL}!")
    before = await desk.tellings(ticket)
    await desk.presses("No, something new")

    assert before == [BILL, "Garden Street: they still keep what they took from me", f"{BILL}!"]
    assert await desk.tellings(ticket) == before[:2]


async def test_it_is_taken_back_in_words_as_well(desk: DeskHarness) -> None:
    ticket = await desk.files()
    await desk.says(BILL, "no, something new")

    assert await desk.tellings(ticket) == [BILL]


async def test_what_was_taken_back_becomes_a_ticket_of_its_own_and_nothing_is_asked_twice(desk: DeskHarness) -> None:
    old = await desk.files()
    await desk.says(BILL, "no, something new", "2", "128", "skip", "13800138000", "2", "1")
    new = await desk.ticket()

    assert new.id != old.id
    assert new.description == BILL


async def test_it_cannot_be_taken_back_once_another_conversation_has_begun(desk: DeskHarness) -> None:
    ticket = await desk.files()
    await desk.says(BILL)
    undo = desk.button("No, something new")
    await desk.says("The lift in your shop smells")
    await desk.taps(undo)

    assert await desk.tellings(ticket) == [BILL, BILL]


async def test_what_was_solved_is_asked_about_and_never_stated(desk: DeskHarness) -> None:
    ticket = await desk.is_owned()
    await desk.resolves(ticket.reference, LI, "Paid back.")
    await desk.delivered()
    await desk.says("yes", BILL)

    assert "Yes, the same" in desk.labels


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
async def test_it_is_taken_back_in_many_words_also_after_a_thank_you(desk: DeskHarness, text: str) -> None:
    ticket = await desk.files()
    replies = await desk.says(BILL, "thanks", text)

    assert desk.common("taken-back") in replies
    assert await desk.tellings(ticket) == [BILL]


@pytest.mark.parametrize("text", ["yea same thing", "it's the same problem", "是同一件事", "係同一件事", "就是那件事"])
async def test_that_it_is_the_same_can_be_said_in_many_words_and_both_languages(desk: DeskHarness, text: str) -> None:
    ticket = await desk.files()
    await desk.says("still no answer about the Garden Street shop", text)

    assert len(await desk.tellings(ticket)) == 2


async def test_a_brief_telling_that_names_its_matter_is_asked_about_that_one_alone(desk: DeskHarness) -> None:
    await desk.files()
    for problem in ("someone leaked my personal data to scammers", "nobody sweeps the stairs"):
        await desk.files(problem, ("6", "skip", "yes", "3", "1"))
    replies = await desk.says("Garden Street still took too much")

    assert len(await desk.tickets()) == 3
    assert REFERENCE in replies[-1]
    assert desk.labels == ["Yes, the same", "No, something new"]


@pytest.mark.parametrize("text", ["it still does not work", "it came back", "又不行了", "问题又出现了"])
async def test_what_was_answered_at_once_and_goes_on_is_asked_about(desk: DeskHarness, text: str) -> None:
    await desk.says("my SIM card is locked", "yes")

    assert await is_offered(desk, text)


async def test_a_telling_about_two_waiting_tickets_is_asked_which_comes_first(desk: DeskHarness) -> None:
    await desk.files()
    await desk.says("The lift in your Oak Tower office stops between two floors", "5", "yes", "1", "1")
    replies = await desk.says(
        "The shop in Garden Street still keeps what it took in October. And the lift in Oak Tower stops again."
    )

    assert replies[-1] == desk.common("which-first")
    assert [label.partition(" ")[0] for label in desk.labels[:2]] == ["T-2026-000001", "T-2026-000002"]


async def test_what_was_fitted_to_this_desk_decides(desk: DeskHarness) -> None:
    ticket = await desk.files()
    unit = desk.store.unit()
    unit.add(RepeatCalibration(id="q1", at=NOON, slope=1.0, shift=-9.0, labels=80))
    await unit.commit()
    await desk.says(BILL)

    assert await desk.tellings(ticket) == [BILL]
