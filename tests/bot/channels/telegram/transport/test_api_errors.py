"""What goes wrong between the channel and Telegram is told once, without secrets, and waited out."""

import logging

import pytest

from bot.channels.port import TryLater
from bot.channels.telegram.transport.polling import LONGEST_PAUSE
from tests.bot.channels.telegram.service import Desk, Line, bubble, connected, serving
from tests.standins.bot_api.server import BotApi


@pytest.mark.parametrize(
    ("status", "description", "retry_after", "pause", "words"),
    [
        (502, "Bad Gateway", None, 1, "Telegram cannot be reached (NetworkError)"),
        (400, "Bad Request: odd", None, 1, "Telegram refuses the request (BadRequest)"),
        (429, "Too Many Requests", 17, 17, "Telegram asks for patience (RetryAfter)"),
        (429, "Too Many Requests", 0, 1, "Telegram asks for patience (RetryAfter)"),
        (401, "Unauthorized", None, LONGEST_PAUSE, "Telegram refuses the bot's token"),
        (409, "Conflict: terminated by other getUpdates request", None, LONGEST_PAUSE, "another program polls"),
    ],
)
async def test_a_trouble_of_polling_is_told_once_and_waited_out(
    api: BotApi,
    desk: Desk,
    line: Line,
    caplog: pytest.LogCaptureFixture,
    status: int,
    description: str,
    retry_after: int | None,
    pause: float,
    words: str,
) -> None:
    caplog.set_level(logging.INFO)
    api.fail_next("getUpdates", status, description, retry_after=retry_after, times=2)
    await api.chat(1).says("no signal")
    async with serving(line):
        await desk.until(lambda: desk.played == ["no signal"])
        await api.acknowledged()

    assert desk.pauses[0] == pause
    assert len(desk.pauses) == 2
    assert caplog.text.count(words) == 1
    assert "updates are taken again" in caplog.text


async def test_a_webhook_that_stands_in_the_way_of_polling_is_dropped_again(
    api: BotApi, desk: Desk, line: Line
) -> None:
    description = "Conflict: can't use getUpdates method while webhook is active"
    api.fail_next("getUpdates", 409, description)
    await api.chat(1).says("no signal")
    async with serving(line):
        await api.acknowledged()
    at_the_start, again = api.calls_of("deleteWebhook")

    assert at_the_start == again == {"drop_pending_updates": False}


async def test_a_wrong_token_is_told_and_tried_again_without_ever_being_shown(
    api: BotApi, desk: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    async with connected(api, desk, token="4711:secret") as line, serving(line):
        await desk.until(lambda: len(desk.pauses) >= 3)
        with pytest.raises(TryLater, match="refuses the bot's token"):
            await line.telegram.send(bubble("Hello"))

    assert set(desk.pauses) == {LONGEST_PAUSE}
    assert caplog.text.count("Telegram refuses the bot's token") == 1
    assert "secret" not in caplog.text


async def test_neither_the_token_nor_what_people_write_is_logged(
    api: BotApi, desk: Desk, line: Line, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await api.chat(1).says("my illness")
    async with serving(line):
        await api.acknowledged()
        await line.telegram.send(bubble("your illness"))

    assert api.token not in caplog.text
    assert "illness" not in caplog.text
