"""A hostile visitor with one network address, as a process of its own: everything at once, until its input ends.

Started by `test_hostile_visitor` with the address of the program. Prints as JSON how often it did what, and how often
it was refused. Only ever speaks to this machine.
"""

import asyncio
import json
import logging
import os
import resource
import sys
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from urllib.parse import urlsplit
from uuid import uuid4

from aiohttp import ClientError, ClientSession, ClientWebSocketResponse, CookieJar, TCPConnector, WSMsgType

SOURCE = "127.0.0.66"
SOCKETS = 6
BURST = 20
CONVERSATIONS = 1445
HALF_OPEN = 1100
BREATH = 0.05
"""Seconds between two rounds: it has as many cores as the program, and is not what is measured."""
PATIENCE = 10.0
HOSTILE = (
    "密码" + "\u3000" * 7990 + "x",
    "pin" + "\n" * 7990 + "x",
    "4" * 8000,
    "my card is " + "4 " * 3990,
    "a@" * 4000,
    "因为" * 4000,
    "\u202e" * 8000,
    "1." * 4000,
    "从周一" * 2600,
    "👩‍👩‍👧‍👦" * 1100,
    "/" * 8000,
)


class Attacker:
    """All that it does, and what came of it."""

    def __init__(self, base: str) -> None:
        self.done: Counter[str] = Counter()
        self.begun = asyncio.Event()
        """It has flooded until it was told to wait."""
        self._base = base
        self._host, self._port = urlsplit(base).hostname or "", urlsplit(base).port or 0

    async def floods(self) -> None:
        """Send as much as it can over several sockets of one cookie."""
        async with self._browser() as session:
            await self._loads(session)
            await asyncio.gather(*(self._floods_one(session) for _ in range(SOCKETS)))

    async def begins_conversations(self) -> None:
        """Begin one conversation after the other, each with a cookie of its own."""
        async with self._browser() as session:
            await self._loads(session)
            async with self._chat(session) as chat:
                await self._says(chat, "It broke", "conversations")

    async def sends_hostile_texts(self) -> None:
        """Send texts that take long to be read."""
        async with self._browser() as session:
            await self._loads(session)
            async with self._chat(session) as chat:
                for text in HOSTILE:
                    await self._says(chat, text, "hostile texts")

    async def sends_huge_frames(self) -> None:
        """Send a frame of a megabyte, and many that nobody reads."""
        async with self._browser() as session:
            await self._loads(session)
            async with self._chat(session) as chat:
                await chat.send_str("x" * 1_000_000)
                self.done["huge frames"] += 1
                await self._hears(chat)
            async with self._chat(session) as chat:
                for _ in range(1000):
                    await chat.ping(b"x" * 100)
                self.done["pings"] += 1000
                await self._hears(chat)

    async def reconnects(self) -> None:
        """Open chats and leave them."""
        async with self._browser() as session:
            await self._loads(session)
            for _ in range(20):
                async with self._chat(session) as chat:
                    self.done["visits"] += 1
                    await self._hears(chat)

    async def asks_slowly(self) -> None:
        """Open more connections than a process has descriptors, and send on each a piece of a header now and then."""
        links = await asyncio.gather(*(self._half_open() for _ in range(HALF_OPEN)), return_exceptions=True)
        for link in links:
            if not isinstance(link, BaseException):
                link.close()
        self.done["half-open"] += sum(not isinstance(link, BaseException) for link in links)

    async def talks_rubbish(self) -> None:
        """Send what is no request."""
        _, writer = await asyncio.open_connection(self._host, self._port, local_addr=(SOURCE, 0))
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\x00 rubbish: \xff\r\n\r\n")
        await writer.drain()
        writer.close()
        self.done["malformed"] += 1

    async def feigns(self) -> None:
        """Make up cookies, addresses and tokens."""
        async with self._browser() as session:
            feigned = {"X-Forwarded-For": "8.8.8.8", "Cookie": f"tellonce_customer={uuid4().hex}.{uuid4().hex}"}
            headers = {**feigned, "Origin": self._base}
            async with session.post(f"{self._base}/sign-in", data={"token": "guess"}, headers=headers) as answer:
                self.done[f"sign-in {answer.status}"] += 1
            with suppress(ClientError):
                await session.ws_connect(f"{self._base}/chat", headers=headers)
                self.done["feigned cookies taken"] += 1

    async def _floods_one(self, session: ClientSession) -> None:
        async with self._chat(session) as chat:
            for _ in range(BURST):
                await chat.send_json({"id": uuid4().hex, "text": "flood"})
            for _ in range(BURST):
                self.done[f"flood {await self._hears(chat)}"] += 1
        if self.done["flood retry"]:
            self.begun.set()

    async def _half_open(self) -> asyncio.StreamWriter:
        async with asyncio.timeout(PATIENCE):
            _, writer = await asyncio.open_connection(self._host, self._port, local_addr=(SOURCE, 0))
        for letter in "GET / HTTP":
            writer.write(letter.encode())
            await asyncio.sleep(1)
        return writer

    async def _says(self, chat: ClientWebSocketResponse, text: str, what: str) -> None:
        await chat.send_json({"id": uuid4().hex, "text": text})
        self.done[f"{what} {await self._hears(chat)}"] += 1

    async def _hears(self, chat: ClientWebSocketResponse) -> str:
        """Return what became of something that was sent."""
        while True:
            frame = await chat.receive(timeout=PATIENCE)
            if frame.type is not WSMsgType.TEXT:
                return "closed"
            word = next(iter(frame.json()))
            if word != "messages":
                return str(word)

    async def _loads(self, session: ClientSession) -> None:
        async with session.get(f"{self._base}/") as page:
            self.done[f"page {page.status}"] += 1

    @asynccontextmanager
    async def _chat(self, session: ClientSession) -> AsyncIterator[ClientWebSocketResponse]:
        async with session.ws_connect(f"{self._base}/chat", headers={"Origin": self._base}) as chat:
            yield chat

    def _browser(self) -> ClientSession:
        return ClientSession(connector=TCPConnector(local_addr=(SOURCE, 0)), cookie_jar=CookieJar(unsafe=True))


async def again_and_again(attack: Callable[[], Awaitable[None]], done: Counter[str]) -> None:
    while True:
        try:
            async with asyncio.timeout(3 * PATIENCE):
                await attack()
        except (ClientError, OSError, TimeoutError, ValueError):
            done["refused or cut"] += 1
        await asyncio.sleep(BREATH)


async def main(base: str) -> None:
    attacker = Attacker(base)
    attacks = [
        attacker.floods,
        *[attacker.begins_conversations] * 10,
        attacker.sends_hostile_texts,
        attacker.sends_huge_frames,
        attacker.reconnects,
        attacker.asks_slowly,
        attacker.talks_rubbish,
        attacker.feigns,
    ]
    tasks = [asyncio.create_task(again_and_again(attack, attacker.done)) for attack in attacks]
    await attacker.begun.wait()
    print("at work", flush=True)
    await asyncio.to_thread(sys.stdin.read)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    print(json.dumps(attacker.done))


if __name__ == "__main__":
    logging.getLogger("asyncio").setLevel(logging.ERROR)  # that it was shut out is counted, and not told each time
    os.nice(10)  # as if it had a machine of its own
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    asyncio.run(main(sys.argv[1]))
