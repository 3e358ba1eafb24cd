"""What a conversation is told of the world as it begins and goes on: the hours of the desk and its clock."""

from pathlib import Path

from storage.records.complaint_records import JournalEntry
from tests.bot.desk.desk_harness import BILL, DeskHarness, open_desk
from tests.bot.desk.dialog.test_inactivity import PATIENT, put_in_force


async def events(desk: DeskHarness) -> list[str]:
    unit = desk.store.unit()
    return [str(entry.event["event"]) for entry in await unit.find(JournalEntry)]


async def test_a_closed_desk_says_when_somebody_comes(tmp_path: Path) -> None:
    async with open_desk(tmp_path, hours="Thu 09:00-17:00") as desk:
        await put_in_force(desk, PATIENT)
        replies = await desk.says("My line is dead", "/human")

        assert replies == ["Someone comes Thu 5 Nov, 09:00"]


async def test_it_says_so_in_the_language_of_the_first_words(tmp_path: Path) -> None:
    async with open_desk(tmp_path, hours="Thu 09:00-17:00") as desk:
        await put_in_force(desk, PATIENT)
        replies = await desk.says("我的电话打不通了", "/human")

        assert replies == ["11月5日（周四）09:00有人来"]


async def test_another_language_is_answered_in_that_language(tmp_path: Path) -> None:
    async with open_desk(tmp_path, hours="Thu 09:00-17:00") as desk:
        await put_in_force(desk, PATIENT)
        await desk.says("My line is dead", "/language")
        await desk.presses("中文")
        replies = await desk.says("/human")

        assert replies == ["11月5日（周四）09:00有人来"]


async def test_the_desk_tells_that_it_opened_before_what_comes_next(tmp_path: Path) -> None:
    async with open_desk(tmp_path, hours="Thu 09:00-17:00") as desk:
        await put_in_force(desk, PATIENT)
        await desk.says("My line is dead", "13800138000")
        desk.clock.forward(hours=23)
        replies = await desk.says("skip")

        assert replies[-1].startswith("Filed as T-2026-")
        assert (await events(desk)).count("HoursChanged") == 2


async def test_an_open_desk_tells_nothing_of_its_hours(desk: DeskHarness) -> None:
    await desk.files()

    assert "HoursChanged" not in await events(desk)


async def test_what_yesterday_is_comes_from_the_desks_own_clock(tmp_path: Path) -> None:
    async with open_desk(tmp_path, zone="Asia/Shanghai") as desk:
        await desk.says(BILL)
        (first, *_) = await desk.store.unit().find(JournalEntry)

        assert first.event["at"] == "2026-11-04T20:00"
        assert first.version == (await desk.conversation()).version
