"""A bot that is called gets every update until it takes it, in order within a chat."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from aiohttp import web

from tests.standins.bot_api.calling import done, refused
from tests.standins.bot_api.changes import Changes
from tests.standins.bot_api.server import BotApi


class Hook:
    """A bot's own server: answers as it is told, and remembers what came."""

    def __init__(self, changes: Changes) -> None:
        self.changes = changes
        self.url = ""
        self.statuses: list[int] = []
        """What to answer next; 200 when there is nothing left."""
        self.reply: dict[str, object] = {}
        self.came: list[tuple[int, str]] = []
        """(update, secret)"""
        self.held: asyncio.Event | None = None
        self.at_once = self.most_at_once = 0

    async def take(self, request: web.Request) -> web.Response:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        update = await request.json()
        self.came.append((update["update_id"], request.headers.get("X-Telegram-Bot-Api-Secret-Token", "")))
        self.changes.tell()
        if self.held:
            await self.held.wait()
        self.at_once -= 1
        status = self.statuses.pop(0) if self.statuses else 200
        return web.json_response(self.reply, status=status) if self.reply else web.Response(status=status)


@pytest.fixture
async def hook(api: BotApi) -> AsyncIterator[Hook]:
    hook = Hook(api.changes)
    app = web.Application()
    app.router.add_post("/hook", hook.take)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    hook.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield hook
    await runner.cleanup()


async def test_what_was_pending_and_what_comes_is_sent_with_the_secret(api: BotApi, hook: Hook) -> None:
    first = await api.chat(1).says("before")
    await done(api, "setWebhook", url=hook.url, secret_token="s-1")
    await api.acknowledged()
    second = await api.chat(1).says("after")
    await api.acknowledged()

    assert hook.came == [(first, "s-1"), (second, "s-1")]


async def test_an_address_of_the_internet_leads_to_where_a_test_says(api: BotApi, hook: Hook) -> None:
    api.webhook.gateway = lambda: hook.url.removesuffix("/hook")
    await done(api, "setWebhook", url="https://desk.example.com/hook")
    number = await api.chat(1).says("one")
    await api.acknowledged()

    assert [came for came, _ in hook.came] == [number]


async def test_an_update_that_is_not_taken_comes_again_and_those_behind_it_wait(api: BotApi, hook: Hook) -> None:
    hook.statuses = [500, 429, 302]
    await done(api, "setWebhook", url=hook.url)
    first, second = await api.chat(1).says("one"), await api.chat(1).says("two")
    await api.acknowledged()

    assert [number for number, _ in hook.came] == [first, first, first, first, second]
    info = await done(api, "getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 302 Found"
    assert info["pending_update_count"] == 0


async def test_a_bot_that_is_not_there_or_silent_is_tried_again(api: BotApi, hook: Hook) -> None:
    api.webhook.patience = 0.05
    await done(api, "setWebhook", url="http://127.0.0.1:9/hook")
    number = await api.chat(1).says("hello")
    await api.wait_for(lambda: len(api.webhook.tries) > 2)

    assert (await done(api, "getWebhookInfo"))["last_error_message"] == "Connection refused"

    hook.held = asyncio.Event()
    await done(api, "setWebhook", url=hook.url)
    await api.wait_for(lambda: api.webhook.info().get("last_error_message") == "Read timeout expired")
    hook.held.set()
    await api.acknowledged()

    assert {came for came, _ in hook.came} == {number}


async def test_chats_are_served_beside_each_other_up_to_the_number_of_connections(api: BotApi, hook: Hook) -> None:
    hook.held = asyncio.Event()
    await done(api, "setWebhook", url=hook.url, max_connections=3)
    for number in range(1, 6):
        await api.chat(number).says("one")
        await api.chat(number).says("two")
    await api.wait_for(lambda: hook.at_once == 3)
    hook.held.set()
    await api.acknowledged()

    assert hook.most_at_once == 3
    assert len(hook.came) == 10


async def test_a_call_in_the_answer_is_carried_out(api: BotApi, hook: Hook) -> None:
    hook.reply = {"method": "sendMessage", "chat_id": 1, "text": "Hello back"}
    await done(api, "setWebhook", url=hook.url)
    await api.chat(1).says("hello")

    assert (await api.chat(1).next_message()).text == "Hello back"


async def test_what_was_taken_may_come_again(api: BotApi, hook: Hook) -> None:
    await done(api, "setWebhook", url=hook.url)
    number = await api.chat(1).says("hello")
    await api.acknowledged()
    api.updates.deliver_again(number)
    await api.wait_for(lambda: len(hook.came) == 2)

    assert hook.came == [(number, "")] * 2


async def test_a_share_of_the_updates_comes_twice_and_in_another_order(api: BotApi, hook: Hook) -> None:
    api.updates.disturb(again=1.0, disorder=True, seed=3)
    await done(api, "setWebhook", url=hook.url)
    sent = [await api.chat(1).says(str(number)) for number in range(20)]
    await api.acknowledged()
    came = [number for number, _ in hook.came]

    assert sorted(came) == sorted(sent * 2)
    assert list(dict.fromkeys(came)) != sent


async def test_pending_updates_can_be_dropped_and_a_webhook_taken_away(api: BotApi, hook: Hook) -> None:
    await api.chat(1).says("lost")
    await done(api, "setWebhook", url=hook.url, drop_pending_updates=True)
    kept = await api.chat(1).says("kept")
    await api.acknowledged()
    await done(api, "deleteWebhook")
    await api.chat(1).says("polled")

    assert [number for number, _ in hook.came] == [kept]
    assert len(await done(api, "getUpdates")) == 1


@pytest.mark.parametrize(
    ("parameters", "words"),
    [
        ({"url": "ftp://a"}, "Bad Request: bad webhook: invalid webhook URL specified"),
        ({"url": "http://a", "secret_token": "a b"}, "Bad Request: secret token contains unallowed characters"),
    ],
)
async def test_an_odd_webhook_is_refused(api: BotApi, parameters: dict[str, str], words: str) -> None:
    assert await refused(api, "setWebhook", **parameters) == words
