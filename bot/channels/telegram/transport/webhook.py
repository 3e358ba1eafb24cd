"""The webhook of Telegram: the route that takes its requests, and the watch that the webhook stays set.

A request is answered when its update is durable; anything else than 2xx makes Telegram send it again, for a day
(https://core.telegram.org/bots/api#setwebhook). The secret is made from the bot's token, so that no process needs to be
told it, and whoever has the token needs no secret.
"""

import asyncio
import hashlib
import hmac
import logging
from collections.abc import Awaitable, Callable

from aiohttp import web
from telegram import Bot
from telegram.error import TelegramError

from bot.channels.telegram.transport.api_errors import meaning
from bot.channels.telegram.transport.intake import ALLOWED, Intake
from storage.ports import Unavailable

log = logging.getLogger(__name__)

PATH = "/telegram"
"""Where this server takes updates, below its public address."""
HEADER = "X-Telegram-Bot-Api-Secret-Token"
LARGEST = 1024 * 1024
"""Bytes of a request; the updates of Telegram are some kilobytes."""
LOOK = 60.0
"""Seconds between two looks at whether the webhook is still ours."""
CONNECTIONS = 40
"""Requests that Telegram may have open at a time: its own default, and more than a desk needs."""


def secret_of(token: str) -> str:
    """Return what Telegram is to show with each request."""
    return hmac.new(token.encode(), b"webhook", hashlib.sha256).hexdigest()


class Webhook:
    """The way in for updates that Telegram brings by itself."""

    def __init__(
        self,
        bot: Bot,
        intake: Intake,
        public_url: str,
        *,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
    ) -> None:
        """``public_url`` is where the Internet reaches this server, such as ``https://desk.example.com``."""
        self._bot = bot
        self._intake = intake
        self._url = public_url.rstrip("/") + PATH
        self._secret = secret_of(bot.token)
        self._sleep = sleep
        self.trouble = ""
        """Why no updates come, in a sentence for the operator; empty while they do."""
        self._told = 0

    async def answer(self, request: web.Request) -> web.Response:
        """Take one update; 200 when it is durable, be it ever so odd.

        Raises:
            HTTPForbidden: without the right secret; nothing of the request was read.
            HTTPRequestEntityTooLarge: if it is larger than `LARGEST`.
            HTTPServiceUnavailable: if the store cannot write now; Telegram sends it again.
        """
        shown = request.headers.get(HEADER, "")
        if not hmac.compare_digest(shown.encode("utf-8", "surrogateescape"), self._secret.encode()):
            raise web.HTTPForbidden
        body = await _read(request)
        try:
            await self._intake.take_body(body)
        except Unavailable as fault:
            log.warning("Telegram was asked to come again: %s", fault)
            raise web.HTTPServiceUnavailable from None
        return web.Response()

    async def run(self) -> None:
        """Have the webhook set, and set again if anything else took its place, until cancelled."""
        while True:
            try:
                trouble = await self._look()
            except TelegramError as error:
                trouble = meaning(error)
            self._tell(trouble)
            await self._sleep(LOOK)

    async def _look(self) -> str:
        """Set the webhook if need be; return what hinders Telegram from using it, or nothing."""
        info = await self._bot.get_webhook_info()
        # At the start in any case: whoever set it before may have set another secret.
        if not self._told or info.url != self._url or set(info.allowed_updates or ()) != set(ALLOWED):
            if self._told:
                log.warning("the webhook was not ours any more, and is set again")
            await self._bot.set_webhook(
                self._url,
                secret_token=self._secret,
                allowed_updates=list(ALLOWED),
                max_connections=CONNECTIONS,
                drop_pending_updates=False,
            )
        failed = int(info.last_error_date.timestamp()) if info.last_error_date else 0
        is_new = 0 < self._told < failed
        self._told = max(failed, self._told, 1)
        return f"Telegram cannot deliver to {self._url}: {info.last_error_message}" if is_new else ""

    def _tell(self, trouble: str) -> None:
        """Log a trouble when it begins, and its end."""
        if trouble and trouble != self.trouble:
            log.error("%s", trouble)
        elif self.trouble and not trouble:
            log.info("Telegram is well again")
        self.trouble = trouble


async def _read(request: web.Request) -> bytes:
    body = bytearray()
    async for chunk in request.content.iter_chunked(65536):
        body += chunk
        if len(body) > LARGEST:
            raise web.HTTPRequestEntityTooLarge(max_size=LARGEST, actual_size=len(body))
    return bytes(body)
