from dataclasses import replace

import pytest

from tests.bot.desk.desk_harness import BILL, DeskHarness
from tests.bot.desk.sent_files import photo

FULL = "You've sent a lot of files today, and I've kept them all. This one I can't take yet: "


@pytest.fixture
async def filled(desk: DeskHarness) -> DeskHarness:
    """A desk that takes three kilobytes a day, of which two were sent."""
    allowance = replace(desk.context.policy, file_bytes=3000)
    desk.context.rules.now = allowance
    await desk.says(BILL)
    await desk.sends(photo(1))
    desk.clock.forward(hours=1)
    await desk.sends(photo(2))
    return desk


async def test_who_sends_too_many_files_is_told_when_to_send_more(filled: DeskHarness) -> None:
    replies = await filled.sends(photo(3, size=2000))

    assert [f"{FULL}please send it again after Thu 5 Nov, 12:00."] == replies
    assert len(await filled.sent.there()) == 2


async def test_what_would_only_fit_without_two_files_waits_for_the_second(filled: DeskHarness) -> None:
    replies = await filled.sends(photo(3, size=2500))

    assert [f"{FULL}please send it again after Thu 5 Nov, 13:00."] == replies


async def test_what_fits_is_taken(filled: DeskHarness) -> None:
    replies = await filled.sends(photo(3, size=1000))

    assert [reply for reply in replies if reply.startswith(FULL)] == []
    assert len(await filled.sent.there()) == 3


async def test_the_words_below_a_file_that_cannot_be_taken_are_heard(filled: DeskHarness) -> None:
    replies = await filled.sends(photo(3, size=2000), "billing")

    assert replies[0].startswith(FULL)
    assert await filled.step() != "ask-kind"
    assert len(await filled.sent.there()) == 2


async def test_a_day_later_there_is_room_again(filled: DeskHarness) -> None:
    filled.clock.forward(hours=23, seconds=1)
    await filled.sends(photo(3, size=2000))

    assert len(await filled.sent.there()) == 3


async def test_one_file_is_taken_however_large(filled: DeskHarness) -> None:
    filled.clock.forward(days=2)
    await filled.sends(photo(3, size=9000))

    assert len(await filled.sent.there()) == 3


async def test_others_are_not_held_up(filled: DeskHarness) -> None:
    await filled.says(BILL, to="web:li")
    await filled.sends(photo(3, size=2000), to="web:li")

    assert len(await filled.sent.there()) == 3
