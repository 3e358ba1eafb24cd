"""An outbox that sends over Telegram, in a time of its own: it goes on only while everybody sleeps."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from itertools import count
from math import inf
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.channels.port import Incoming
from bot.channels.telegram.customers.channel import TelegramChannel, telegram_bot
from bot.channels.telegram.transport.api_calls import ApiCalls
from bot.channels.telegram.transport.rate_limits import RateLimiter, RateLimits
from bot.desk.core.environment import Environment
from bot.desk.delivery.outbox import Outbox
from storage.embedded.embedded_store import open_store
from storage.ports import Store
from storage.records.complaint_records import Message
from storage.records.traffic_records import Edit, MessageRef, OutboxRow
from tests.standins.bot_api.server import HUNG, BotApi

NOON = datetime(2026, 11, 4, 12, 0, tzinfo=UTC)


class Time:
    """Seconds since noon, and whoever sleeps."""

    def __init__(self) -> None:
        self.now = 0.0
        self.napping = 0
        """How many workers of the outbox sleep."""
        self._sleepers: list[tuple[float, int, asyncio.Future[None], int]] = []
        self._numbers = count()

    def __call__(self) -> float:
        return self.now

    async def nap(self, seconds: float) -> None:
        """Sleep as a worker of the outbox."""
        self.napping += 1
        await self._sleep(seconds, 1)

    async def sleep(self, seconds: float) -> None:
        """Sleep as anybody else."""
        await self._sleep(seconds, 0)

    def goes_on(self, until: float) -> bool:
        """Go on to when the next one wakes, not beyond ``until``; tell whether there was one."""
        while self._sleepers and self._sleepers[0][2].cancelled():
            heappop(self._sleepers)
        if not self._sleepers or self._sleepers[0][0] > until:
            self.now = until if until < inf else self.now
            return False
        self.now, _, wakes, workers = heappop(self._sleepers)
        self.napping -= workers
        wakes.set_result(None)
        return True

    async def _sleep(self, seconds: float, workers: int) -> None:
        wakes: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heappush(self._sleepers, (self.now + seconds, next(self._numbers), wakes, workers))
        await wakes


@dataclass
class Sending:
    """An outbox, and what there is around it."""

    api: BotApi
    store: Store
    telegram: TelegramChannel
    pace: RateLimiter
    outbox: Outbox
    time: Time

    async def tells(self, key: str, text: str, chat: int = 1, **more: Any) -> None:
        """Let a message wait to be sent; it comes behind those with a lower key."""
        unit, address = self.store.unit(), f"telegram:{chat}"
        unit.add(Message(id=key, address=address, conversation="c", at=NOON, text=text, **{"author": "bot", **more}))
        unit.add(OutboxRow(id=key, address=address, conversation="c", message=key, epoch=0))
        await unit.commit()
        self.outbox.workers.wake([address])

    async def corrects(self, key: str, text: str) -> None:
        """Let a message that is there be changed."""
        unit, again = self.store.unit(), f"{key}-later"
        unit.add(Edit(id=again, message=key, conversation="c", at=NOON, text=text))
        unit.add(OutboxRow(id=again, address="telegram:1", conversation="c", message=key, epoch=0, edit=again))
        await unit.commit()
        self.outbox.workers.wake(["telegram:1"])

    async def passes(self, until: float = inf) -> None:
        """Let time pass until nobody has anything to do any more, or until then."""
        async with asyncio.timeout(HUNG):
            await self._settles()
            while self.time.goes_on(until):
                await self._settles()

    async def flags(self, key: str) -> list[bool]:
        """Return whether the bubbles of a message may be there twice, each, as far as they are known to be there."""
        refs = await self.store.unit().find(MessageRef, message=key)
        return [one.uncertain for one in refs if one.id.startswith("telegram:1:")]

    async def problem(self, key: str) -> str | None:
        """Return why a message is a dead letter; empty while it waits, None if it arrived."""
        row = await self.store.unit().get(OutboxRow, key)
        return row.problem if row else None

    async def _settles(self) -> None:
        """Return when nothing happens any more but by sleeping."""
        still = 0
        while still < 5:
            waiting = [one for one in self.pace._waiting if not one.refused.done()]
            busy = len(self.outbox.workers._workers) - self.time.napping - len(waiting)
            still = 0 if busy or self.telegram._beside else still + 1
            await asyncio.sleep(0)


class Nobody:
    async def play(self, _: Incoming) -> bool:
        """Play nothing."""
        return False


@asynccontextmanager
async def sending(folder: Path, api: BotApi, patch: pytest.MonkeyPatch) -> AsyncIterator[Sending]:
    """Serve; the stand-in notes the same time."""
    time, store = Time(), await open_store(folder)
    patch.setattr("tests.standins.bot_api.server.time", SimpleNamespace(monotonic=time))
    environment = Environment(
        lambda: NOON + timedelta(seconds=time.now), lambda: "id", lambda: "secret", lambda: "code"
    )
    pace = RateLimiter(RateLimits(), now=time, sleep=time.sleep)
    telegram = TelegramChannel(telegram_bot(api.token, api.base_url), Nobody(), ApiCalls(pace))
    outbox = Outbox(store, {"telegram": telegram}, environment, time.nap)
    yield Sending(api, store, telegram, pace, outbox, time)
    await outbox.workers.stop()
    await telegram.close()
    await store.close()
