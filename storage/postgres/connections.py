"""The connections of a process to its database: how they are made, lent, and taken back clean, whatever happened."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import asyncpg
from asyncpg.connect_utils import SessionAttribute

from storage.ports import StorageError, Unavailable
from storage.postgres.database_errors import told_apart

if TYPE_CHECKING:
    from asyncpg.pool import PoolConnectionProxy

    Pool = asyncpg.Pool[asyncpg.Record]
    Connection = asyncpg.Connection[asyncpg.Record]
    Lent = PoolConnectionProxy[asyncpg.Record]

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class ConnectionLimits:
    """How many connections there are, and after how many seconds something counts as dead."""

    connections: int = 16
    """Of a process at most, besides the one of its presence."""
    spare: int = 4
    """Those of them that transactions leave to others: who reads within a turn by another unit must get on."""
    patience: float = 10
    """To wait for a connection, a lock or an answer."""
    idle: float = 4
    """A process that is frozen in the middle of a turn, or a machine that is gone, frees its lock by then."""
    lease: float = 4
    """What was taken and is not finished by then can be taken again: its process died, or it failed."""
    pulse: float = 1
    """Between two looks at whether the presence still lives."""
    look: float = 15
    """Between two looks of all watchers at everything: a hint may have got lost without a sign."""
    silence: float = 5
    """Without an answer after which a presence is dead."""


def _settings(limits: ConnectionLimits) -> dict[str, str]:
    return {
        "application_name": "tellonce",
        # After a wait for a name is read what the one before has committed: whatever the database's own default is.
        "default_transaction_isolation": "read committed",
        "idle_in_transaction_session_timeout": f"{1000 * limits.idle:.0f}ms",
        "lock_timeout": f"{1000 * limits.patience:.0f}ms",
        "tcp_keepalives_idle": "2",
        "tcp_keepalives_interval": "1",
        "tcp_keepalives_count": "2",
        "client_connection_check_interval": "1s",
        "jit": "off",
        # Every statement has its index, which also gives the order, and locks rows in the order of their ids. Plans
        # are kept: what suits a table that is small today would be slow, and lock in another order, when it has grown.
        "enable_seqscan": "off",
        "enable_sort": "off",
        "enable_hashjoin": "off",
        "enable_mergejoin": "off",
    }


async def connect(url: str, limits: ConnectionLimits, **more: Any) -> "Connection":
    """Return a connection of its own.

    Raises:
        Unavailable: if it cannot be had; the text does not quote the URL, which holds a password.
    """
    with told_apart():
        try:
            return await asyncpg.connect(
                url,
                server_settings=_settings(limits),
                timeout=limits.patience,
                target_session_attrs=SessionAttribute.read_write,  # not one that follows another, as after a failover
                **more,
            )
        except ValueError:  # also of asyncpg's own
            raise Unavailable("the URL of the database is not like postgresql://user:password@host/name") from None


async def connections(url: str, limits: ConnectionLimits) -> "Connections":
    """Return the pool of a process. Raises Unavailable as ``connect`` does."""
    with told_apart():
        pool = await asyncpg.create_pool(
            url,
            min_size=0,  # asyncpg logs each try to keep more alive while the database is away
            max_size=limits.connections,
            init=_prepare,
            reset=_leave,
            server_settings=_settings(limits),
            timeout=limits.patience,
            target_session_attrs=SessionAttribute.read_write,
            command_timeout=1.5 * limits.patience,  # the database's own limit comes first, and says why
        )
    return Connections(pool, limits)


class Connections:
    """A pool that gives its connections back to itself under all circumstances, and always some for reading."""

    def __init__(self, pool: "Pool", limits: ConnectionLimits) -> None:
        self.pool = pool
        self.limits = limits
        self.failing = False
        """Whether the last commit failed because the database took nothing."""
        self._room = asyncio.Semaphore(max(1, limits.connections - limits.spare))

    async def fetch(self, text: str, *arguments: Any) -> "list[asyncpg.Record]":
        """Return the rows of one statement, a transaction of its own."""
        async with self.lent() as connection:
            with told_apart():
                return await connection.fetch(text, *arguments)

    @asynccontextmanager
    async def lent(self) -> "AsyncIterator[Lent]":
        """Give a connection for a block; what is open at its end is rolled back."""
        with told_apart():
            connection = await self.pool.acquire(timeout=self.limits.patience)
        doubtful = True
        try:
            yield connection
            doubtful = False
        finally:
            if not doubtful and _is_clean(connection):
                await self.pool.release(connection)  # nothing is sent, so nothing can fail
            else:
                # Who is cancelled twice must not keep it either.
                await asyncio.shield(self._take_back(connection, doubtful=doubtful))

    @asynccontextmanager
    async def transaction(self) -> "AsyncIterator[Lent]":
        """Give a connection with an open transaction, which is rolled back at the end unless it was committed."""
        with told_apart():
            async with asyncio.timeout(self.limits.patience):
                await self._room.acquire()
        try:
            async with self.lent() as connection:
                with told_apart():
                    await connection.execute("begin")
                yield connection
        finally:
            self._room.release()

    async def close(self) -> None:
        """Let go of all connections, after a while also of those that are lent."""
        try:
            with told_apart():
                async with asyncio.timeout(self.limits.patience):
                    await self.pool.close()
        except Unavailable:
            self.pool.terminate()

    async def _take_back(self, connection: "Lent", *, doubtful: bool) -> None:
        try:
            with told_apart():
                async with asyncio.timeout(self.limits.silence):
                    if doubtful or connection.is_in_transaction():
                        await connection.execute("rollback")
                    await self.pool.release(connection)
        except StorageError as fault:  # it is gone, and with it all that it had begun
            log.info("a connection was lost: %s", fault)
            with suppress(asyncpg.InterfaceError):  # taken back already
                connection.terminate()


def _is_clean(connection: "Lent") -> bool:
    try:
        return not connection.is_in_transaction() and not connection.is_closed()
    except asyncpg.InterfaceError:  # it was lost, and the pool has taken it back
        return False


async def _prepare(connection: Any) -> None:
    """Have documents come and go as the bytes that the codec knows."""
    await connection.set_type_codec("json", schema="pg_catalog", encoder=bytes, decoder=bytes, format="binary")


async def _leave(_connection: Any) -> None:
    """Reset nothing: whatever is set or locked here ends with its transaction, and a reset costs a round trip."""
