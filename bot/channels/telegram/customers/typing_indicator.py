"""Shows that the bot is typing while a turn takes longer than a moment. Best effort: nothing waits for it."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from telegram import Bot
from telegram.constants import ChatAction
from telegram.error import TelegramError

from bot.channels.port import Incoming
from bot.desk.core.errors import error_kind
from storage.ports import StorageError

logger = logging.getLogger(__name__)

MOMENT = 0.4
"""Seconds that a turn may take unnoticed."""
AGAIN = 4.5
"""Seconds until it is shown again: a chat shows it for five (https://core.telegram.org/bots/api#sendchataction)."""


async def always(_: str) -> bool:
    """Tell that whoever writes at an address is answered by the bot."""
    return True


class TypingIndicator:
    """Typing shown in private chats."""

    def __init__(
        self, bot: Bot, answered: Callable[[str], Awaitable[bool]], sleep: Callable[[float], Awaitable[object]]
    ) -> None:
        """``answered`` tells whether the bot will answer at an address; it is asked only where a turn takes long."""
        self._bot = bot
        self._answered = answered
        self._sleep = sleep

    @contextmanager
    def shown(self, incoming: Incoming) -> Iterator[None]:
        """Show it while the block lasts, if that is longer than a moment; a later version of a text is not answered."""
        showing = None if incoming.edits else asyncio.create_task(self._show(incoming.address))
        try:
            yield
        finally:
            if showing:
                showing.cancel()

    async def show(self, address: str) -> None:
        """Show it once, for the seconds in which a customer is waited for who may write on."""
        try:
            await self._bot.send_chat_action(int(address.partition(":")[2]), ChatAction.TYPING)
        except TelegramError as error:
            logger.info("sendChatAction failed: %s", error_kind(error))

    async def _show(self, address: str) -> None:
        await self._sleep(MOMENT)
        try:
            while await self._answered(address):
                await self._bot.send_chat_action(int(address.partition(":")[2]), ChatAction.TYPING)
                await self._sleep(AGAIN)
        except (TelegramError, StorageError) as error:
            logger.info("sendChatAction failed: %s", error_kind(error))
        except Exception as error:  # no loop is above, and it is only a sign of life: the turn goes on without it
            logger.warning("sendChatAction failed: %s", error_kind(error))
