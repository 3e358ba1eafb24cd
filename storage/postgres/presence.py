"""The one connection by which a process is known to the others: it hears their hints and keeps names reserved.

Both live as long as the connection. When that breaks, the database lets go of the names by itself, so that another
process goes on within seconds; this one comes back with none, and tells its watchers that it may have missed hints.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractContextManager, suppress
from typing import TYPE_CHECKING, Any

import asyncpg

from storage.changes import Changes
from storage.ports import EVERYWHERE, StorageError
from storage.postgres.faults import told_apart

if TYPE_CHECKING:
    Connection = asyncpg.Connection[asyncpg.Record]

CHANNEL = "tellonce"
"""Where processes on one database tell each other what changed."""
PAUSE = 0.5
"""Seconds between two attempts to come back."""

_RESERVE = "select pg_try_advisory_lock(hashtextextended($1, 1))"
_RELEASE = "select pg_advisory_unlock(hashtextextended($1, 1))"
_TELL = "select pg_notify($1, hint) from unnest($2::text[]) as hint"
_LONGEST = 2_000
"""Characters of a hint; PostgreSQL takes less than 8,000 bytes (https://www.postgresql.org/docs/current/sql-notify.html)."""

log = logging.getLogger(__name__)


class Presence:
    """``ports.Changes`` between processes, and the names that this process has for itself."""

    def __init__(self, connect: "Callable[[], Awaitable[Connection]]") -> None:
        self._connect = connect
        self._changes = Changes()
        self._connection: Connection | None = None
        self._one_at_a_time = asyncio.Lock()
        self._reserved: set[str] = set()
        self._hints: set[str] = set()
        self._telling: asyncio.Task[None] | None = None
        self._returning: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Come into the world. Raises Unavailable if the database is out of reach."""
        with told_apart():
            connection = await self._connect()
            await connection.add_listener(CHANNEL, self._heard)
            connection.add_termination_listener(self._lost)
        self._connection = connection

    async def close(self) -> None:
        """Leave it; what was reserved is free."""
        connection, self._connection = self._connection, None
        for task in (self._telling, self._returning):
            if task is not None:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
        if connection is not None:
            connection.remove_termination_listener(self._lost)
            with suppress(StorageError), told_apart():
                await connection.close(timeout=5)

    def tell(self, address: str) -> None:
        """Tell the watchers of all processes; those of this one at once."""
        self._changes.tell(address)
        if len(address) <= _LONGEST:
            self._hints.add(address)
        if self._telling is None or self._telling.done():
            self._telling = asyncio.ensure_future(self._tell_others())

    def watch(self) -> AbstractContextManager[AsyncIterator[str]]:
        """Return the addresses of all changes from now on, as ``ports.Changes.watch`` says."""
        return self._changes.watch()

    async def reserve(self, name: str) -> bool:
        """Tell whether this process has the name now, as ``ports.Store.reserve`` says."""
        if name not in self._reserved and await self._ask(_RESERVE, name):
            self._reserved.add(name)
        return name in self._reserved

    async def release(self, name: str) -> None:
        """Let go of a name; without a connection it is free already."""
        if name in self._reserved:
            self._reserved.discard(name)
            with suppress(StorageError):
                await self._ask(_RELEASE, name)

    async def _ask(self, text: str, *arguments: Any) -> Any:
        """Return the answer to a question, or None while there is no connection."""
        async with self._one_at_a_time:
            if self._connection is None:
                return None
            with told_apart():
                return await self._connection.fetchval(text, *arguments)

    async def _tell_others(self) -> None:
        """Tell all hints that have come together: a notification outside of the commit, which it would slow down."""
        while self._hints:
            hints, self._hints = list(self._hints), set()
            try:
                await self._ask(_TELL, CHANNEL, hints)
            except StorageError as fault:  # only hints: who misses them looks now and then
                log.warning("the other processes were not told of changes: %s", fault)

    def _heard(self, connection: Any, process: int, _channel: str, hint: Any) -> None:
        if process != connection.get_server_pid():
            self._changes.tell(str(hint))

    def _lost(self, _connection: Any) -> None:
        if self._connection is None:
            return
        log.warning("the connection to the other processes is lost; coming back")
        self._connection = None
        self._reserved.clear()
        self._returning = asyncio.ensure_future(self._come_back())

    async def _come_back(self) -> None:
        while self._connection is None:
            await asyncio.sleep(PAUSE)
            with suppress(StorageError):
                await self.open()
        log.warning("the connection to the other processes is back")
        self._changes.tell(EVERYWHERE)
