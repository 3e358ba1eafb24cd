"""The one connection by which a process is known to the others: it hears their hints and keeps names reserved.

Both live as long as the connection. When that breaks, the database lets go of the names by itself, so that another
process goes on within seconds; this one comes back with none, and tells its watchers that it may have missed hints.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractContextManager, suppress
from itertools import count
from typing import TYPE_CHECKING, Any

from storage.changes import LocalChanges
from storage.ports import EVERYWHERE, StorageError, Unavailable
from storage.postgres.connections import ConnectionLimits
from storage.postgres.database_errors import told_apart
from storage.postgres.read_statements import plain

if TYPE_CHECKING:
    from storage.postgres.connections import Connection

CHANNEL = "tellonce"
"""Where processes on one database tell each other what changed."""
MOST_NAMES = 1_000
"""Reserved names of a process at a time: the database keeps all locks of everybody in one table of some thousands."""
MOST_HINTS = 20_000
"""Hints that wait to be told; with more, all is told as one."""

_RESERVE = "select pg_try_advisory_lock(hashtextextended($1, 1))"
_RELEASE = "select pg_advisory_unlock(hashtextextended($1, 1))"
_TELL = "select count(*) from unnest($2::text[]) as hint, lateral pg_notify($1, hint)"
"""One row: of several only the first would be fetched, and the others not even notified."""

log = logging.getLogger(__name__)


class Presence:
    """``ports.Changes`` between processes, and the names that this process has for itself."""

    def __init__(self, connect: "Callable[[], Awaitable[Connection]]", limits: ConnectionLimits) -> None:
        self._connect = connect
        self._limits = limits
        self._changes = LocalChanges()
        self._connection: Connection | None = None
        self._questions = asyncio.Lock()
        self._names = asyncio.Lock()
        self._reserved: set[str] = set()
        self._hints: set[str] = set()
        self._telling: asyncio.Task[None] | None = None
        self._staying: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Come into the world. Raises Unavailable if the database is out of reach."""
        await self._come()
        self._staying = asyncio.ensure_future(self._stay())

    async def close(self) -> None:
        """Leave it; what was reserved is free."""
        if self._telling is not None:
            await asyncio.wait([self._telling], timeout=self._limits.silence)  # what was told last is a hint as well
        for task in (self._staying, self._telling):
            if task is not None:
                task.cancel()
                await asyncio.gather(task, return_exceptions=True)
        connection, self._connection = self._connection, None
        self._reserved.clear()
        if connection is not None:
            async with self._questions:
                with suppress(StorageError), told_apart():
                    await connection.close(timeout=self._limits.silence)
                connection.terminate()

    def tell(self, address: str) -> None:
        """Tell the watchers of all processes; those of this one at once."""
        self._changes.tell(address)
        self._hints.add(address if address == plain(address) else EVERYWHERE)  # not every text can be sent
        if len(self._hints) > MOST_HINTS:
            self._hints = {EVERYWHERE}
        self._tell_others()

    def watch(self) -> AbstractContextManager[AsyncIterator[str]]:
        """Return the addresses of all changes from now on, as ``ports.Changes.watch`` says."""
        return self._changes.watch()

    async def reserve(self, name: str) -> bool:
        """Tell whether this process has the name now, as ``ports.Store.reserve`` says; without a connection it has not.

        Who is cancelled meanwhile may have it: what is known here of names stays what the database knows.
        """
        return name in self._reserved or await asyncio.shield(self._reserve(name))

    async def release(self, name: str) -> None:
        """Let go of a name; without a connection it is free already."""
        await asyncio.shield(self._release(name))

    async def _reserve(self, name: str) -> bool:
        async with self._names:
            if name not in self._reserved and len(self._reserved) < MOST_NAMES:
                with suppress(StorageError):  # that the connection is lost was logged
                    if await self._ask(_RESERVE, plain(name)):
                        self._reserved.add(name)
            return name in self._reserved

    async def _release(self, name: str) -> None:
        async with self._names:
            if name in self._reserved:
                self._reserved.discard(name)
                with suppress(StorageError):
                    await self._ask(_RELEASE, plain(name))

    async def _ask(self, text: str, *arguments: Any) -> Any:
        """Return the answer to a question. Raises Unavailable if there is none, or it came by what is lost by now."""
        async with self._questions:
            connection = self._connection
            if connection is not None:
                try:
                    with told_apart():
                        answer = await connection.fetchval(text, *arguments, timeout=self._limits.silence)
                except Unavailable as fault:
                    if connection.is_closed() or isinstance(fault.__cause__, TimeoutError):
                        connection.terminate()
                        self._lost(connection)
                    raise
            if connection is None or connection is not self._connection:
                raise Unavailable("the connection to the other processes is lost")
            return answer

    def _tell_others(self) -> None:
        if self._telling is None or self._telling.done():
            self._telling = asyncio.ensure_future(self._notify())

    async def _notify(self) -> None:
        """Tell all hints that have come together: a notification outside of the commit, which it would slow down."""
        while self._hints and self._connection is not None:
            hints, self._hints = self._hints, set()
            try:
                await self._ask(_TELL, CHANNEL, list(hints))
            except StorageError as fault:
                self._hints |= hints
                log.warning("the other processes are not told of changes before the next one: %s", fault)
                return

    def _heard(self, connection: Any, process: int, _channel: str, hint: Any) -> None:
        if process != connection.get_server_pid():
            self._changes.tell(str(hint))

    def _lost(self, connection: Any) -> None:
        if connection is not self._connection:
            return
        log.warning("the connection to the other processes is lost; coming back")
        self._connection = None
        self._reserved.clear()

    async def _stay(self) -> None:
        """Feel the pulse: a connection may be dead without a sign, and then nothing would ever be heard again."""
        for beat in count(1):
            await asyncio.sleep(self._limits.pulse)
            if beat % max(round(self._limits.look / self._limits.pulse), 1) == 0:
                self._changes.tell(EVERYWHERE)
            try:
                await (self._come_back() if self._connection is None else self._ask("select 1"))
            except StorageError as fault:
                log.debug("not back yet: %s", fault)
            except Exception:  # this loop is what brings the process back
                log.exception("the connection to the other processes does not come back")

    async def _come_back(self) -> None:
        await self._come()
        log.warning("the connection to the other processes is back")
        self._changes.tell(EVERYWHERE)
        self._tell_others()

    async def _come(self) -> None:
        connection = await self._connect()
        try:
            with told_apart():
                # Who is frozen lets go of its names too; the pulse keeps who lives.
                patience = 1000 * max(self._limits.idle, 3 * self._limits.pulse)
                await connection.execute(f"set idle_session_timeout = '{patience:.0f}ms'")
                await connection.add_listener(CHANNEL, self._heard)
        except BaseException:
            connection.terminate()
            raise
        connection.add_termination_listener(self._lost)
        self._connection = connection
