from datetime import timedelta

import pytest

from bot.desk.hotspots import telling_reader as module
from bot.desk.hotspots.telling_reader import TellingReader
from tests.bot.desk.desk_harness import NOON, DeskHarness
from tests.bot.desk.tellers import keep, told


def read_by(desk: DeskHarness) -> TellingReader:
    return TellingReader(desk.store, desk.context.scripts.script)


async def steps(desk: DeskHarness, after: str = "", minutes: float = 60) -> list[list[str]]:
    until = NOON + timedelta(minutes=minutes)
    return [[one.text for one in step] async for _, step in read_by(desk).by_minute(after, until)]


async def test_what_was_told_comes_minute_by_minute(desk: DeskHarness) -> None:
    seconds = {"a": 0, "b": 59, "c": 60, "d": 300}
    await keep(
        desk.store,
        [record for text, at in seconds.items() for record in told(text, NOON + timedelta(seconds=at), text)],
    )

    assert await steps(desk) == [["a", "b"], ["c"], ["d"]]


async def test_it_is_told_by_whom_and_where(desk: DeskHarness) -> None:
    await keep(desk.store, told("no signal", NOON, "wang", "Oak Street"))
    found = [one async for _, step in read_by(desk).by_minute("", NOON + timedelta(hours=1)) for one in step]

    assert [(one.customer, one.place, one.script, one.at) for one in found] == [("wang", "Oak Street", "telecom", NOON)]


async def test_what_was_told_later_is_left_for_the_next_look(desk: DeskHarness) -> None:
    await keep(desk.store, told("early", NOON, "wang") + told("late", NOON + timedelta(minutes=5), "li"))
    [(last, _)] = [step async for step in read_by(desk).by_minute("", NOON + timedelta(minutes=5))]

    assert await steps(desk, last) == [["late"]]


async def test_what_has_no_ticket_any_more_is_passed_over(desk: DeskHarness) -> None:
    _, occurrence = told("gone", NOON, "wang")
    await keep(desk.store, [occurrence])
    found = [step async for step in read_by(desk).by_minute("", NOON + timedelta(hours=1))]

    assert found == [(occurrence.id, [])]


async def test_a_store_of_many_pages_is_read_to_its_end_and_found_from_behind(
    desk: DeskHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_PAGE", 3)
    tellings = [told(f"text {day}", NOON + timedelta(days=day - 20), f"c{day}") for day in range(20)]
    await keep(desk.store, [record for records in tellings for record in records])
    after = await read_by(desk).before(NOON - timedelta(days=5))

    assert len(await steps(desk)) == 20
    assert (await steps(desk, after))[-5:] == [[f"text {day}"] for day in range(15, 20)]
    assert len(await steps(desk, after)) <= 5 + 3
    assert await read_by(desk).before(NOON - timedelta(days=50)) == ""
