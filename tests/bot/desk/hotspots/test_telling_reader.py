from datetime import timedelta

import pytest

from bot.desk.hotspots import telling_reader as module
from bot.desk.hotspots.telling_reader import Tellings
from tests.bot.desk.house import NOON, House
from tests.bot.desk.tellers import keep, told


def read_by(house: House) -> Tellings:
    return Tellings(house.store, house.desk.scripts.script)


async def steps(house: House, after: str = "", minutes: float = 60) -> list[list[str]]:
    until = NOON + timedelta(minutes=minutes)
    return [[one.text for one in step] async for _, step in read_by(house).by_minute(after, until)]


async def test_what_was_told_comes_minute_by_minute(house: House) -> None:
    seconds = {"a": 0, "b": 59, "c": 60, "d": 300}
    await keep(
        house.store,
        [record for text, at in seconds.items() for record in told(text, NOON + timedelta(seconds=at), text)],
    )

    assert await steps(house) == [["a", "b"], ["c"], ["d"]]


async def test_it_is_told_by_whom_and_where(house: House) -> None:
    await keep(house.store, told("no signal", NOON, "wang", "Oak Street"))
    found = [one async for _, step in read_by(house).by_minute("", NOON + timedelta(hours=1)) for one in step]

    assert [(one.customer, one.place, one.script, one.at) for one in found] == [("wang", "Oak Street", "telecom", NOON)]


async def test_what_was_told_later_is_left_for_the_next_look(house: House) -> None:
    await keep(house.store, told("early", NOON, "wang") + told("late", NOON + timedelta(minutes=5), "li"))
    [(last, _)] = [step async for step in read_by(house).by_minute("", NOON + timedelta(minutes=5))]

    assert await steps(house, last) == [["late"]]


async def test_what_has_no_ticket_any_more_is_passed_over(house: House) -> None:
    _, occurrence = told("gone", NOON, "wang")
    await keep(house.store, [occurrence])
    found = [step async for step in read_by(house).by_minute("", NOON + timedelta(hours=1))]

    assert found == [(occurrence.id, [])]


async def test_a_store_of_many_pages_is_read_to_its_end_and_found_from_behind(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_PAGE", 3)
    tellings = [told(f"text {day}", NOON + timedelta(days=day - 20), f"c{day}") for day in range(20)]
    await keep(house.store, [record for records in tellings for record in records])
    after = await read_by(house).before(NOON - timedelta(days=5))

    assert len(await steps(house)) == 20
    assert (await steps(house, after))[-5:] == [[f"text {day}"] for day in range(15, 20)]
    assert len(await steps(house, after)) <= 5 + 3
    assert await read_by(house).before(NOON - timedelta(days=50)) == ""
