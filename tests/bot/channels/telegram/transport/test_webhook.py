"""What Telegram brings by itself is taken when it is durable, and only from Telegram."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import BytesIO

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from telegram import Bot

from bot.channels.telegram.customers.channel import disconnect, telegram_bot
from bot.channels.telegram.transport.intake import ALLOWED, Intake
from bot.channels.telegram.transport.webhook import HEADER, LARGEST, LOOK, PATH, Webhook, secret_of
from storage.ports import Unavailable
from tests.standins.bot_api.server import BotApi

PUBLIC = "https://desk.example.com"


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    bot = telegram_bot(api.token, api.base_url)
    yield bot
    await disconnect(bot)


class Door(Intake):
    """Takes what a webhook hands it, or fails as it is told."""

    def __init__(self) -> None:
        self.taken: list[bytes] = []
        self.fault: Exception | None = None

    async def take_body(self, body: bytes) -> None:
        if self.fault:
            raise self.fault
        self.taken.append(body)


@asynccontextmanager
async def served(webhook: Webhook) -> AsyncIterator[TestClient[web.Request, web.Application]]:
    app = web.Application()
    app.router.add_post(PATH, webhook.answer)
    async with TestClient(TestServer(app)) as client:
        yield client


async def brings(bot: Bot, door: Door, body: bytes, secret: str | None = None) -> int:
    """Return what a webhook answers to this request."""
    headers = {} if secret == "" else {HEADER: secret_of(bot.token) if secret is None else secret}
    async with served(Webhook(bot, door, PUBLIC)) as client:
        answer = await client.post(PATH, data=BytesIO(body), headers=headers)
        return answer.status


async def test_what_telegram_brings_is_taken_and_answered(bot: Bot) -> None:
    door = Door()

    assert await brings(bot, door, b'{"update_id": 1}') == 200
    assert door.taken == [b'{"update_id": 1}']


@pytest.mark.parametrize("secret", ["", "wrong", "ключ"])
async def test_without_the_secret_nothing_is_read(bot: Bot, secret: str) -> None:
    door = Door()

    assert await brings(bot, door, b"{}", secret) == 403
    assert door.taken == []


async def test_what_is_too_large_is_refused(bot: Bot) -> None:
    door = Door()

    assert await brings(bot, door, b" " * LARGEST) == 200
    assert await brings(bot, door, b" " * (LARGEST + 1)) == 413
    assert len(door.taken) == 1


async def test_what_could_not_be_kept_is_to_come_again(bot: Bot) -> None:
    door = Door()
    door.fault = Unavailable("the disk is full")

    assert await brings(bot, door, b"{}") == 503


def test_the_secret_is_made_of_what_the_bot_api_allows_and_tells_nothing_of_the_token() -> None:
    secret = secret_of("4711:stand-in")

    assert secret.isalnum()
    assert 1 <= len(secret) <= 256
    assert secret != secret_of("4711:another")
    assert "stand-in" not in secret


async def looks(bot: Bot, times: int) -> None:
    """Let the watch look so often."""
    left = [times]

    async def sleep(seconds: float) -> None:
        assert seconds == LOOK
        left[0] -= 1
        if not left[0]:
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await Webhook(bot, Door(), PUBLIC, sleep=sleep).run()


async def test_the_webhook_is_set_once_with_all_that_it_needs_and_drops_nothing(api: BotApi, bot: Bot) -> None:
    await looks(bot, 3)
    (call,) = api.calls_of("setWebhook")

    assert call["url"] == PUBLIC + PATH
    assert call["secret_token"] == secret_of(bot.token)
    assert call["allowed_updates"] == list(ALLOWED)
    assert call["drop_pending_updates"] is False


async def test_a_webhook_that_somebody_else_took_is_set_again(
    api: BotApi, bot: Bot, caplog: pytest.LogCaptureFixture
) -> None:
    await looks(bot, 1)
    await bot.set_webhook("https://elsewhere.example")
    await looks(bot, 1)
    info = await bot.get_webhook_info()

    assert info.url == PUBLIC + PATH


async def test_a_trouble_with_the_webhook_is_told_once(api: BotApi, bot: Bot, caplog: pytest.LogCaptureFixture) -> None:
    api.fail_next("getWebhookInfo", 401, "Unauthorized", times=2)
    caplog.set_level("INFO")
    await looks(bot, 3)
    told = [record.message for record in caplog.records if record.name.endswith("webhook")]

    assert len(told) == 2
    assert told[0].startswith("Telegram refuses the bot's token")
    assert told[1] == "Telegram is well again"


async def test_a_request_that_breaks_off_harms_nothing(bot: Bot) -> None:
    door = Door()
    async with served(Webhook(bot, door, PUBLIC)) as client:
        headers = {HEADER: secret_of(bot.token), "Content-Length": "100"}
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(5):
                await client.post(PATH, data=b"{", headers=headers, timeout=aiohttp.ClientTimeout(total=0.2))
        answer = await client.post(PATH, data=b"{}", headers={HEADER: secret_of(bot.token)})

    assert answer.status == 200


async def test_a_server_that_telegram_does_not_reach_is_a_trouble_until_it_does(api: BotApi, bot: Bot) -> None:
    webhook = Webhook(bot, Door(), PUBLIC)
    quiet = await webhook._look()
    api.webhook._info |= {"last_error_date": 2_000_000_000, "last_error_message": "Connection refused"}
    told, later = await webhook._look(), await webhook._look()

    assert (quiet, later) == ("", "")
    assert told == f"Telegram cannot deliver to {PUBLIC + PATH}: Connection refused"
