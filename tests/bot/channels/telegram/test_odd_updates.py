"""Whatever comes by the webhook is taken, and is played, passed over or set aside with a reason; the desk goes on."""

import asyncio
import logging
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from bot.channels.telegram.customers.channel import TelegramChannel, telegram_bot
from bot.channels.telegram.transport.intake import Intake
from bot.channels.telegram.transport.webhook import HEADER, PATH, Webhook, secret_of
from bot.desk.agents.dead_letters import DeadLetters
from bot.desk.delivery.inbox import Inbox
from storage.records.traffic_records import InboxMark, InboxRow
from tests.bot.channels.telegram.odd_updates import bodies
from tests.bot.channels.telegram.service import at_any_pace
from tests.bot.desk.desk_harness import DeskHarness, open_desk
from tests.campaign import size, tell
from tests.standins.bot_api.server import BotApi

UPDATES = size(1000, 20_000)
AT_ONCE = 40
"""Requests that Telegram has open."""


@dataclass
class Door:
    """The webhook of a real desk."""

    desk: DeskHarness
    inbox: Inbox
    client: TestClient[web.Request, web.Application]
    secret: str

    async def takes(self, body: bytes) -> int:
        """Return what is answered to this body."""
        async with self.client.post(PATH, data=body, headers={HEADER: self.secret}) as answer:
            return answer.status

    async def takes_all(self, bodies: Iterator[bytes]) -> Counter[int]:
        """Return how often there was which answer."""
        answers: Counter[int] = Counter()

        async def bring() -> None:
            for body in bodies:
                answers[await self.takes(body)] += 1

        async with asyncio.TaskGroup() as connections:
            for _ in range(AT_ONCE):
                connections.create_task(bring())
        return answers

    async def rests(self) -> None:
        """Return when everything that can be played is."""
        while await self.desk.store.unit().find(InboxRow, problem="", limit=1):  # noqa: ASYNC110  # nobody tells
            await asyncio.sleep(0.01)


@asynccontextmanager
async def open_door(folder: Path, api: BotApi) -> AsyncIterator[Door]:
    async with open_desk(folder) as desk:
        telegram = TelegramChannel(telegram_bot(api.token, api.base_url), desk.turns, at_any_pace())
        inbox = Inbox(desk.store, {"telegram": telegram}, asyncio.sleep)
        intake = Intake(4711, inbox, desk.clock)
        webhook = Webhook(telegram.bot, intake, "https://desk.example.com")
        app = web.Application()
        app.router.add_post(PATH, webhook.answer)
        async with TestClient(TestServer(app)) as client:
            serving = asyncio.create_task(inbox.serve())
            yield Door(desk, inbox, client, secret_of(api.token))
            serving.cancel()
            await asyncio.gather(serving, return_exceptions=True)
        await telegram.close()


@pytest.mark.campaign
async def test_no_update_is_so_odd_that_it_is_not_taken_and_seen_to(
    tmp_path: Path, api: BotApi, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.WARNING)
    unheard: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: unheard.append(context))
    async with open_door(tmp_path, api) as door:
        answers = await door.takes_all(bodies(UPDATES, seed=20260304))
        await door.rests()
        unit = door.desk.store.unit()
        aside, played = await unit.find(InboxRow), await unit.find(InboxMark)
        seen = await DeadLetters(door.desk.store).set_aside()
        good = b'{"update_id":1,"message":{"message_id":1,"date":1,"chat":{"id":99,"type":"private"},"text":"/status"}}'
        await door.takes(good)
        await door.rests()
        told = await door.desk.transcript("telegram:99")
    reasons = Counter(row.problem for row in aside)
    rest = UPDATES - len(played) - len(aside)
    outcomes = f"{len(played)} played, {len(aside)} set aside, {rest} nothing for the desk or the same again"
    tell(capsys, f"{UPDATES} odd updates: {outcomes}\n" + "\n".join(f"{n:7} {why}" for why, n in reasons.most_common()))

    assert answers == {200: UPDATES}
    assert [record.getMessage() for record in caplog.records if record.exc_info] == []
    assert unheard == []
    assert [why for why in reasons if not why.startswith("it cannot be read")] == []
    assert len(seen) == min(len(aside), 100)
    assert len(told) == 2
    assert played
    assert aside
