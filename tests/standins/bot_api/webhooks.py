"""Delivers updates to the bot's own address, and again until it takes them.

As Telegram does: those of one chat one after the other, others beside them up to ``max_connections``; taps of a
person go beside what the same person writes. A first failure is repeated at once, then after 2, 4, 8 ... up to 60
of Telegram's seconds, or after what the answer's ``Retry-After`` says. How long such a second is, a test decides.

https://core.telegram.org/bots/api#setwebhook, https://github.com/tdlib/telegram-bot-api (WebhookActor)
"""

import asyncio
import json
import re
from collections import deque
from collections.abc import Awaitable, Callable
from itertools import count

import aiohttp
from yarl import URL

from .parameters import of_answer
from .refusals import Json, RefusedError, bad
from .updates import Updates

LONGEST_PAUSE = 60
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
NOT_IN_AN_ANSWER = ("get", "setwebhook", "deletewebhook", "close", "logout")

CarryOut = Callable[[str, Json], Awaitable[object]]
Lane = tuple[str, object]


class Webhook:
    """The address that a bot asked to be called at, if it did."""

    def __init__(self, updates: Updates, carry_out: CarryOut, second: float = 0.01) -> None:
        self.second = second
        """How long one of Telegram's seconds lasts between two tries, in real seconds."""
        self.patience = 10.0
        """Real seconds until an answer is no longer waited for."""
        self.gateway: Callable[[], str] = str
        """Names the server that stands where the bot's address leads, for tests with an address of the Internet."""
        self.tries: list[tuple[int, int]] = []
        """The number of every update that was sent, with the status of the answer; 0: there was none."""
        self._updates = updates
        self._carry_out = carry_out
        self._lanes_apart = count()
        self._lanes: dict[Lane, deque[Json]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._session: aiohttp.ClientSession | None = None
        self._free = asyncio.Semaphore(40)
        self._secret = ""
        self._info: Json = {}

    async def set(self, parameters: Json) -> bool:
        """Answer setWebhook."""
        url = str(parameters.get("url", ""))
        if not url:
            return await self.delete(parameters)
        if not re.match(r"https?://[^/\s]+", url):
            raise bad("bad webhook: invalid webhook URL specified")
        secret = str(parameters.get("secret_token", ""))
        if secret and not SECRET.fullmatch(secret):
            raise bad("secret token contains unallowed characters")
        connections = int(parameters.get("max_connections", 40))
        await self.close()
        self._updates.allow(parameters)
        if parameters.get("drop_pending_updates"):
            self._updates.drop_all()
        self._secret, self._free = secret, asyncio.Semaphore(min(max(connections, 1), 100))
        self._info = {"ip_address": "127.0.0.1", "max_connections": connections}
        if "allowed_updates" in parameters:
            self._info["allowed_updates"] = parameters["allowed_updates"]
        self._updates.webhook_url, self._updates.to_webhook = url, self._offer
        for update in self._updates.pending:
            self._offer(update)
        return True

    async def delete(self, parameters: Json) -> bool:
        """Answer deleteWebhook."""
        await self.close()
        self._updates.webhook_url, self._info = "", {}
        if parameters.get("drop_pending_updates"):
            self._updates.drop_all()
        return True

    def info(self) -> Json:
        """Answer getWebhookInfo."""
        self._updates.expire()
        return {
            "url": self._updates.webhook_url,
            "has_custom_certificate": False,
            "pending_update_count": len(self._updates.pending),
            **self._info,
        }

    @property
    def busy(self) -> bool:
        """Tell whether anything is being sent, or is to be."""
        return bool(self._lanes)

    async def close(self) -> None:
        """Send nothing more; what comes meanwhile is pending only."""
        self._updates.to_webhook = lambda _: None
        tasks, self._tasks = self._tasks, set()
        self._lanes.clear()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        session, self._session = self._session, None
        if session:
            await session.close()

    def _offer(self, update: Json) -> None:
        lane = ("update", next(self._lanes_apart)) if self._updates.disorder else lane_of(update)
        if lane in self._lanes:
            self._lanes[lane].append(update)
            return
        self._lanes[lane] = deque([update])
        task = asyncio.get_running_loop().create_task(self._deliver(lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _deliver(self, lane: Lane) -> None:
        waiting = self._lanes[lane]
        if self._updates.disorder:
            await asyncio.sleep(self._updates.random.random() * self.second)
        while waiting:
            update = waiting[0]
            await self._deliver_one(update)
            waiting.popleft()
            if self._updates.acknowledge(update["update_id"]):
                waiting.append(update)
            self._updates.tell()
        del self._lanes[lane]
        self._updates.tell()

    async def _deliver_one(self, update: Json) -> None:
        pause = 0
        while True:
            async with self._free:
                retry_after = await self._try(update)
            if retry_after is None or self._updates.too_old(update["update_id"]):
                return
            await asyncio.sleep((retry_after or pause) * self.second)
            if not retry_after:
                pause = min(max(pause * 2, 2), LONGEST_PAUSE)

    async def _try(self, update: Json) -> float | None:
        """Send an update once; returns in how many of Telegram's seconds to try again, None if it was taken."""
        session = self._session = self._session or aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0))
        headers = {"X-Telegram-Bot-Api-Secret-Token": self._secret} if self._secret else {}
        headers["Content-Type"] = "application/json"
        patience = aiohttp.ClientTimeout(self.patience)
        number = update["update_id"]
        try:
            async with session.post(
                self._place(),
                data=json.dumps(update),
                headers=headers,
                timeout=patience,
                allow_redirects=False,
            ) as answer:
                if 200 <= answer.status <= 299:
                    await self._obey(await of_answer(answer))
                    self.tries.append((number, answer.status))
                    return None
                self.tries.append((number, answer.status))
                self._failed(f"Wrong response from the webhook: {answer.status} {answer.reason}")
                return float(answer.headers.get("Retry-After", "0"))
        except TimeoutError:
            self._failed("Read timeout expired")
        except aiohttp.ClientConnectorError:
            self._failed("Connection refused")
        except aiohttp.ClientError:
            self._failed("Webhook connection closed")
        self.tries.append((number, 0))
        return 0

    def _place(self) -> str:
        url = self._updates.webhook_url
        gateway = self.gateway()
        return gateway + URL(url).path if gateway else url

    def _failed(self, words: str) -> None:
        self._info |= {"last_error_date": int(self._updates.clock()), "last_error_message": words}
        self._updates.tell()

    async def _obey(self, call: Json) -> None:
        method = str(call.pop("method", ""))
        if not method or method.lower().startswith(NOT_IN_AN_ANSWER):
            return
        try:
            await self._carry_out(method, call)
        except RefusedError:
            return  # whoever answers a webhook never learns what became of it


def lane_of(update: Json) -> Lane:
    """Return what an update waits behind: whatever its chat wrote before, or whatever its person tapped before."""
    for kind, content in update.items():
        if isinstance(content, dict):
            chat, sender = content.get("chat"), content.get("from")
            if isinstance(chat, dict):
                return "chat", repr(chat.get("id"))
            if isinstance(sender, dict):
                return kind, repr(sender.get("id"))
    return "update", update["update_id"]
