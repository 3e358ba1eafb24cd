import pytest

from bot.desk.repeats import AT_MOST
from tests.bot.desk.house import BILL, LI, House

REFERENCE = "T-2026-000001"


async def is_offered(house: House, text: str) -> bool:
    replies = await house.says(text)
    return REFERENCE in replies[-1]


@pytest.mark.parametrize(
    "text",
    [
        "I was charged twice for October",
        "you still charge me 128 yuan too much!",
        "charged twice again, nobody answers",
        "chraged twice in Octobre, 128 yuan",
    ],
)
async def test_a_telling_in_other_words_is_found(house: House, text: str) -> None:
    await house.files()

    assert await is_offered(house, text)


async def test_a_telling_in_chinese_is_found(house: House) -> None:
    await house.files("十月份账单多扣了128元", answers=("还没解决", "2", "128", "跳过", "13800138000", "2", "1"))
    replies = await house.says("账单十月份还是多扣了128元")

    assert REFERENCE in replies[-1]


async def test_something_else_is_no_repeat(house: House) -> None:
    await house.files()

    assert not await is_offered(house, "The staff in the shop were rude")


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


async def test_a_repeat_is_found_by_the_words_of_any_telling(house: House) -> None:
    await house.files()
    await house.says("charged twice, and the hotline in Wuhan hung up on me")
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
