"""A Telegram channel in service of a desk that does as a test tells it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

from bot.channels.port import Incoming, Outgoing
from bot.channels.telegram.channel import Telegram, telegram_bot
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

    async def play(self, incoming: Incoming) -> None:
        words = incoming.text or incoming.button
        self.begun.append(words)
        await self.tell()
        await self.behaviour(incoming)
        self.played.append(words)
        await self.tell()

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


@asynccontextmanager
async def connected(api: BotApi, desk: Desk, token: str = "") -> AsyncIterator[Telegram]:
    telegram = Telegram(telegram_bot(token or api.token, api.base_url), desk.play, sleep=desk.sleep)
    yield telegram
    await telegram.close()


@asynccontextmanager
async def serving(telegram: Telegram) -> AsyncIterator[None]:
    """Serve, and stop as abruptly as a kill."""
    task = asyncio.create_task(telegram.serve())
    try:
        yield
    finally:
        assert not task.done()
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


def bubble(text: str, *choices: tuple[str, str]) -> Outgoing:
    return Outgoing(address="telegram:1", message="m1", author="bot", text=text, choices=choices)
