from bot.desk.alike import others, words
from tests.bot.desk.house import ALL_ANSWERS, House

OUTAGE = "The broadband in Riverside Gardens has been dead since the storm"
NEIGHBOUR = "Our broadband is dead in Riverside Gardens, since that storm"
BILL = "October cost me twice, far too much"
NETWORK = ("1", "Riverside Gardens 3", "skip", "13800138000", "1", "1")


async def test_another_customer_with_the_same_problem_is_found(house: House) -> None:
    mine = await house.files(OUTAGE, NETWORK, to="web:wang")
    theirs = await house.files(NEIGHBOUR, NETWORK, to="web:zhao")
    await house.files(BILL, ALL_ANSWERS, to="web:chen")

    assert [other.reference for other in await others(house.store, mine)] == [theirs.reference]
    assert [other.reference for other in await others(house.store, theirs)] == [mine.reference]


async def test_in_chinese_too(house: House) -> None:
    mine = await house.files("滨江花园的宽带打雷以后一直断", NETWORK, to="web:wang")
    theirs = await house.files("打雷以后我们滨江花园宽带就断了", NETWORK, to="web:zhao")

    assert [other.reference for other in await others(house.store, mine)] == [theirs.reference]


async def test_the_customers_own_tickets_and_other_problems_are_not_among_them(house: House) -> None:
    mine = await house.files(OUTAGE, NETWORK, to="web:wang")
    await house.files(BILL, ALL_ANSWERS, to="web:chen")

    assert await others(house.store, mine) == []


def test_a_telling_is_found_by_each_of_its_words_once() -> None:
    assert words("Dead, dead, dead broadband") == ("dead", "broadband")
