"""The one place where messages of any kind are sent to Telegram: at the pace it allows, and never into a pause.

What an answer means for the message is decided by whoever calls; calls that show nothing need no pace.
"""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from telegram.error import RetryAfter

from bot.channels.telegram.faults import seconds_asked
from bot.channels.telegram.pace import Pace, Priority

T = TypeVar("T")


class Calls:
    """Makes calls that show something in a chat."""

    def __init__(self, pace: Pace) -> None:
        self._pace = pace

    async def make(self, chat: int, priority: Priority, call: Callable[[], Awaitable[T]]) -> T:
        """Return what a call gives, made as soon as it is this chat's turn.

        Raises:
            Paused: if Telegram wants this chat to be left alone; nothing was called.
            TelegramError: as the call does; after a `RetryAfter` the chat is paused.
        """
        await self._pace.turn(chat, priority)
        try:
            return await call()
        except RetryAfter as error:
            self._pace.pause(chat, seconds_asked(error))
            raise
