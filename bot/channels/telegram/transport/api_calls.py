"""The one place where messages of any kind are sent to Telegram: at the pace it allows, and never into a pause.

What an answer means for the message is decided by whoever calls; calls that show nothing need no pace.
"""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from telegram.error import RetryAfter

from bot.channels.telegram.transport.api_errors import seconds_asked
from bot.channels.telegram.transport.rate_limits import Paused, Priority, RateLimiter

T = TypeVar("T")


class ApiCalls:
    """Makes calls that show something in a chat."""

    def __init__(self, pace: RateLimiter) -> None:
        self._pace = pace
        self._ready: set[int] = set()
        """Chats whose turn it is."""

    async def ready(self, chat: int, priority: Priority) -> None:
        """Return when it is this chat's turn, which the next call there takes.

        Raises:
            Paused: if Telegram wants this chat to be left alone.
        """
        if left := self._pace.paused(chat):
            raise Paused(left)
        if chat not in self._ready:
            await self._pace.turn(chat, priority)
            self._ready.add(chat)

    async def make(self, chat: int, priority: Priority, call: Callable[[], Awaitable[T]]) -> T:
        """Return what a call gives, made as soon as it is this chat's turn; at once if it is already.

        Raises:
            Paused: if Telegram wants this chat to be left alone; nothing was called.
            TelegramError: as the call does; after a `RetryAfter` the chat is paused.
        """
        await self.ready(chat, priority)
        self._ready.discard(chat)
        try:
            return await call()
        except RetryAfter as error:
            self._pace.pause(chat, seconds_asked(error))
            raise
