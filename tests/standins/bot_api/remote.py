"""The stand-in in a process of its own, driven from here. For benchmarks, whose figures it must not be part of.

``async with apart() as api`` behaves as ``async with BotApi() as api``, but for what can only be awaited there: every
call is, and attributes are asked for by `Remote.get`.
"""

import asyncio
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from .control import PATH

PACKAGE = __name__.rpartition(".")[0]
ROOT = Path(__file__).parents[len(PACKAGE.split("."))]
"""From where the package is found by its name, wherever it lies."""


class Remote:
    """The server, or one of its chats or groups, in the other process."""

    pid = 0
    """The number of the process, of the server only."""

    def __init__(self, session: aiohttp.ClientSession, base_url: str, token: str, at: tuple[Any, ...] = ()) -> None:
        self.base_url = base_url
        self.file_url = base_url.removesuffix("bot") + "file/bot"
        self.token = token
        self._session = session
        self._at = at

    def chat(self, number: int) -> "Remote":
        """Return the private chat with this number."""
        return self._further("chat", number)

    def group(self, number: int) -> "Remote":
        """Return the group with this number."""
        return self._further("group", number)

    def member(self, number: int) -> "Remote":
        """Return the member of this group with this number."""
        return self._further("member", number)

    async def get(self, name: str) -> Any:
        """Return an attribute, as JSON can tell it."""
        return await self.do(name)

    async def do(self, name: str, *values: Any, **named: Any) -> Any:
        """Call a method of this name there; returns its result, as JSON can tell it.

        Raises:
            RuntimeError: if anything was raised there, with its words.
        """
        order = {"at": self._at, "do": name, "with": values, "by": named}
        async with self._session.post(self.base_url.removesuffix("/bot") + PATH, json=order) as answer:
            if answer.status != 200:
                raise RuntimeError(await answer.text())
            return await answer.json()

    def __getattr__(self, name: str) -> Callable[..., Awaitable[Any]]:
        async def call(*values: Any, **named: Any) -> Any:
            return await self.do(name, *values, **named)

        return call

    def _further(self, name: str, number: int) -> "Remote":
        return Remote(self._session, self.base_url, self.token, (*self._at, (name, number)))


@asynccontextmanager
async def apart(token: str = "4711:stand-in") -> AsyncIterator[Remote]:
    """Start the stand-in in a process of its own, and end it."""
    command = (sys.executable, "-m", PACKAGE, "--token", token)
    process = await asyncio.create_subprocess_exec(*command, cwd=ROOT, stdout=asyncio.subprocess.PIPE)
    assert process.stdout
    try:
        base_url = (await process.stdout.readline()).decode().strip()
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None)) as session:
            remote = Remote(session, base_url, token)
            remote.pid = process.pid
            yield remote
    finally:
        process.terminate()
        await process.wait()
