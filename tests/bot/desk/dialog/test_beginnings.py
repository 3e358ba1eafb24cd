"""What a conversation is told of the world as it begins and goes on: the hours of the desk and its clock."""

from pathlib import Path

from storage.records import JournalEntry
from tests.bot.desk.dialog.test_inactivity import PATIENT, put_in_force
from tests.bot.desk.house import BILL, House, open_house


async def events(house: House) -> list[str]:
    unit = house.store.unit()
    return [str(entry.event["event"]) for entry in await unit.find(JournalEntry)]


async def test_a_closed_desk_says_when_somebody_comes(tmp_path: Path) -> None:
    async with open_house(tmp_path, hours="Thu 09:00-17:00") as house:
        await put_in_force(house, PATIENT)
        replies = await house.says("My line is dead", "/human")

        assert replies == ["Someone comes Thu 5 Nov, 09:00"]


async def test_it_says_so_in_the_language_of_the_first_words(tmp_path: Path) -> None:
    async with open_house(tmp_path, hours="Thu 09:00-17:00") as house:
        await put_in_force(house, PATIENT)
        replies = await house.says("我的电话打不通了", "/human")

        assert replies == ["11月5日（周四）09:00有人来"]


async def test_another_language_is_answered_in_that_language(tmp_path: Path) -> None:
    async with open_house(tmp_path, hours="Thu 09:00-17:00") as house:
        await put_in_force(house, PATIENT)
        await house.says("My line is dead", "/language")
        await house.presses("中文")
        replies = await house.says("/human")

        assert replies == ["11月5日（周四）09:00有人来"]


async def test_the_desk_tells_that_it_opened_before_what_comes_next(tmp_path: Path) -> None:
    async with open_house(tmp_path, hours="Thu 09:00-17:00") as house:
        await put_in_force(house, PATIENT)
        await house.says("My line is dead", "13800138000")
        house.clock.forward(hours=23)
        replies = await house.says("skip")

        assert replies[-1].startswith("Filed as T-2026-")
        assert (await events(house)).count("HoursChanged") == 2


async def test_an_open_desk_tells_nothing_of_its_hours(house: House) -> None:
    await house.files()

    assert "HoursChanged" not in await events(house)


async def test_what_yesterday_is_comes_from_the_desks_own_clock(tmp_path: Path) -> None:
    async with open_house(tmp_path, zone="Asia/Shanghai") as house:
        await house.says(BILL)
        (first, *_) = await house.store.unit().find(JournalEntry)

        assert first.event["at"] == "2026-11-04T20:00"
        assert first.version == (await house.conversation()).version
