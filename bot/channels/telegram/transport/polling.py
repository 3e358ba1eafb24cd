"""The long-polling loop of Telegram: fetch, have every update kept, and only then fetch the next.

Asking with a higher offset is how the Bot API is told that updates were taken
(https://core.telegram.org/bots/api#getupdates), so nothing is lost if the process is killed at any point; what was
kept but not yet acknowledged comes again, and the inbox knows it. What came while nobody asked is never dropped.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from telegram import Bot
from telegram.error import Conflict, RetryAfter, TelegramError

from bot.channels.telegram.transport.api_errors import FOR_THE_OPERATOR, meaning, seconds_asked
from bot.channels.telegram.transport.intake import ALLOWED, Intake, update_id
from bot.desk.core.errors import error_kind

logger = logging.getLogger(__name__)

BATCH = 100
"""How many updates are fetched at once, the most that getUpdates gives."""
LONGEST_PAUSE = 30.0
"""Seconds between two attempts at most, and always while only the operator can help."""
REST = 0.2
"""Seconds after an answer that held nothing: a server that answers at once is not asked without end."""


class Polling:
    """Takes the updates of one bot, one batch after the other."""

    def __init__(
        self,
        bot: Bot,
        intake: Intake,
        *,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        seconds: int = 30,
    ) -> None:
        """``seconds`` is how long Telegram may hold an empty answer."""
        self._bot = bot
        self._intake = intake
        self._sleep = sleep
        self._seconds = seconds
        self._offset = 0
        self._rounds_failed = 0
        self.trouble = ""
        """Why no updates come, in a sentence for the operator; empty while they do."""

    async def run(self) -> None:
        """Take updates until cancelled; every trouble is logged when it begins, and waited out."""
        await self._drop_webhook()
        while True:
            try:
                await self._round()
            except Exception as error:  # the channel's loop: whatever it is, the next round comes
                await self._wait_out(error)
            else:
                self._recovered()

    async def _round(self) -> None:
        updates = await self._fetch()
        if not updates:
            await self._sleep(REST)
            return
        await self._intake.take(updates)
        self._offset = max(number for raw in updates if (number := update_id(raw)) is not None) + 1

    async def _fetch(self) -> list[object]:
        # Bot.get_updates parses a whole batch at once, so one odd update would hold up all. The doubled underscore
        # still spells getUpdates on the wire; without it the library warns that it has that method itself.
        updates = await self._bot.do_api_request(
            "get__updates",
            {"offset": self._offset, "limit": BATCH, "timeout": self._seconds, "allowed_updates": list(ALLOWED)},
            read_timeout=self._seconds + 10,
        )
        if not isinstance(updates, list):
            raise TelegramError("getUpdates did not answer with a list")
        return updates

    async def _wait_out(self, error: Exception) -> None:
        trouble = meaning(error) if isinstance(error, TelegramError) else f"updates wait: {error_kind(error)}"
        if trouble != self.trouble:
            logger.error("%s", trouble)
        self.trouble = trouble
        if isinstance(error, Conflict):
            await self._drop_webhook()
        self._rounds_failed += 1
        await self._sleep(self._pause(error))

    async def _drop_webhook(self) -> None:
        try:
            await self._bot.delete_webhook(drop_pending_updates=False)
        except TelegramError as error:
            logger.warning("deleteWebhook failed: %s", error_kind(error))

    def _pause(self, error: Exception) -> float:
        if isinstance(error, FOR_THE_OPERATOR):
            return LONGEST_PAUSE
        asked = seconds_asked(error) if isinstance(error, RetryAfter) else 0
        return asked or min(2.0 ** min(self._rounds_failed - 1, 10), LONGEST_PAUSE)

    def _recovered(self) -> None:
        if self.trouble:
            logger.info("updates are taken again")
        self.trouble = ""
        self._rounds_failed = 0
