"""A Telegram channel in service of a desk that does as a test tells it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.channels.port import Incoming, Outgoing
from bot.channels.telegram.customers.channel import TelegramChannel, telegram_bot
from bot.channels.telegram.customers.long_texts import parts
from bot.channels.telegram.staff.members import StaffAccounts
from bot.channels.telegram.transport.api_calls import ApiCalls
from bot.channels.telegram.transport.intake import Intake
from bot.channels.telegram.transport.polling import Polling
from bot.channels.telegram.transport.rate_limits import RateLimiter, RateLimits
from bot.desk.delivery.inbox import Inbox
from storage.embedded.embedded_store import open_store
from storage.ports import Store
from storage.records.traffic_records import InboxRow
from tests.standins.bot_api.server import HUNG, BotApi

Play = Callable[[Incoming], Awaitable[None]]


class Desk:
    """A desk that remembers what was played, and behaves as it is told."""

    def __init__(self) -> None:
        self.played: list[str] = []
        """The text or button of everything whose play ended well."""
        self.begun: list[str] = []
        """The same for everything that was tried."""
        self.behaviour: Play = self._agree
        self.pauses: list[float] = []
        """What the channel would have slept, in seconds."""
        self._changed = asyncio.Condition()

    async def play(self, incoming: Incoming) -> bool:
        words = incoming.text or incoming.button
        self.begun.append(words)
        await self.tell()
        await self.behaviour(incoming)
        self.played.append(words)
        await self.tell()
        return False

    async def sleep(self, seconds: float) -> None:
        self.pauses.append(seconds)
        await self.tell()
        await asyncio.sleep(0)

    async def tell(self) -> None:
        async with self._changed:
            self._changed.notify_all()

    async def until(self, condition: Callable[[], bool]) -> None:
        async with self._changed, asyncio.timeout(HUNG):
            await self._changed.wait_for(condition)

    async def _agree(self, _: Incoming) -> None:
        pass


@dataclass(frozen=True)
class Line:
    """What the service puts together, over a store of its own."""

    store: Store
    telegram: TelegramChannel
    inbox: Inbox
    polling: Polling

    async def kept(self) -> list[InboxRow]:
        """Return what came in and is not played, be it set aside."""
        return await self.store.unit().find(InboxRow)


def at_any_pace() -> ApiCalls:
    """Return calls that never wait, but for a pause."""
    limits = RateLimits(per_second=10_000, per_chat=10_000, burst=10_000, per_group_minute=10_000)
    return ApiCalls(RateLimiter(limits, now=asyncio.get_running_loop().time, sleep=asyncio.sleep))


@asynccontextmanager
async def connected(
    api: BotApi, desk: Desk, token: str = "", folder: Path | None = None, members: StaffAccounts | None = None
) -> AsyncIterator[Line]:
    with TemporaryDirectory() as fresh:
        store = await open_store(folder or Path(fresh))
        telegram = TelegramChannel(telegram_bot(token or api.token, api.base_url), desk, at_any_pace(), members=members)
        inbox = Inbox(store, {"telegram": telegram}, asyncio.sleep, parts)
        intake = Intake(4711, inbox, lambda: datetime.now(UTC))
        yield Line(store, telegram, inbox, Polling(telegram.bot, intake, sleep=desk.sleep))
        await telegram.close()
        await store.close()


@asynccontextmanager
async def serving(line: Line) -> AsyncIterator[None]:
    """Serve, and stop as abruptly as a kill."""
    tasks = [asyncio.create_task(line.inbox.serve()), asyncio.create_task(line.polling.run())]
    try:
        yield
    finally:
        assert not any(task.done() for task in tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def bubble(text: str, *choices: tuple[str, str]) -> Outgoing:
    return Outgoing(address="telegram:1", message="m1", author="bot", text=text, choices=choices)
