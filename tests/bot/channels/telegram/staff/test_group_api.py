"""What Telegram's refusals mean for a topic, and what is told of groups in which the bot cannot work."""

from pathlib import Path

import pytest
from telegram.error import BadRequest, Forbidden, InvalidToken, NetworkError, RetryAfter, TelegramError

from bot.channels.port import TryLater, Undeliverable
from bot.channels.telegram.staff.group_api import Hindered, TopicClosed, TopicGone, meaning
from tests.bot.channels.telegram.office import DESK, office
from tests.standins.bot_api.server import BotApi


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (BadRequest("Message thread not found"), TopicGone),
        (BadRequest("TOPIC_DELETED"), TopicGone),
        (BadRequest("TOPIC_ID_INVALID"), TopicGone),
        (BadRequest("TOPIC_CLOSED"), TopicClosed),
        (BadRequest("The chat is not a forum"), Hindered),
        (BadRequest("Not enough rights to create a topic"), Hindered),
        (BadRequest("Chat not found"), Hindered),
        (Forbidden("bot was kicked from the supergroup chat"), Hindered),
        (Forbidden("something new"), Hindered),
        (BadRequest("TOPIC_NOT_MODIFIED"), Undeliverable),
        (BadRequest("Message text is empty"), Undeliverable),
        (NetworkError("thread not found"), TryLater),
        (TelegramError("message thread not found"), TryLater),
        (RetryAfter(7), TryLater),
        (InvalidToken(), TryLater),
    ],
)
def test_only_three_words_say_that_a_topic_is_gone(error: TelegramError, expected: type[Exception]) -> None:
    assert isinstance(meaning(error), expected)


async def test_a_group_without_topics_is_told_of_before_anybody_needs_it(
    tmp_path: Path, api: BotApi, caplog: pytest.LogCaptureFixture
) -> None:
    group = api.group(DESK)
    async with office(tmp_path, api) as desk:
        await desk.staff._inspect()
        told = desk.staff.trouble
        group.wire["is_forum"] = True
        await desk.staff._inspect()
        still_told = desk.staff.trouble
        desk.desk.clock.forward(minutes=2)
        await desk.staff._inspect()
        mended, calls = desk.staff.trouble, api.count
        await desk.staff._inspect()

    assert told == f"staff group {DESK}: the group has no topics; turn them on in its settings"
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == [
        f"the staff group telegram:{DESK} cannot be used: the group has no topics; turn them on in its settings"
    ]
    assert (still_told, mended) == (told, "")
    assert api.count == calls  # what works is asked for no more


async def test_a_missing_right_and_a_wrong_number_are_told_of_too(tmp_path: Path, api: BotApi) -> None:
    api.group(DESK, forum=True).rights.discard("can_manage_topics")
    async with office(tmp_path, api, groups=(DESK, -7)) as desk:
        await desk.staff._inspect()

    assert desk.staff.trouble == (
        f"staff group {DESK}: the bot lacks a right; make it an administrator who manages topics; "
        "staff group -7: there is no such group, or the bot is not in it"
    )


async def test_while_telegram_is_away_nothing_is_told_of_a_group(tmp_path: Path, api: BotApi) -> None:
    api.group(DESK, forum=True)
    api.fail_next("getChat", 502, "Bad Gateway")
    async with office(tmp_path, api) as desk:
        await desk.staff._inspect()

    assert desk.staff.trouble == ""


async def test_a_group_that_moved_on_takes_its_trouble_with_it(tmp_path: Path, api: BotApi) -> None:
    old = api.group(-7)
    async with office(tmp_path, api, groups=(-7,)) as desk:
        await desk.staff._inspect()
        told = desk.staff.trouble
        api.group(DESK, forum=True)
        old.migrated_to = DESK
        desk.desk.clock.forward(minutes=2)
        for _ in range(2):
            await desk.staff._inspect()

    assert "no topics" in told
    assert desk.staff.trouble == ""


async def test_a_group_that_cannot_be_read_is_used_all_the_same(
    tmp_path: Path, api: BotApi, caplog: pytest.LogCaptureFixture
) -> None:
    api.group(DESK, forum=True).wire["photo"] = "odd"
    async with office(tmp_path, api) as desk:
        for _ in range(2):
            await desk.staff._inspect()

    assert desk.staff.trouble == ""
    assert len(caplog.records) == 1
