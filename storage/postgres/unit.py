"""A unit of work in PostgreSQL: without names to hold each read is by itself; with them all is one transaction."""

import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import asyncpg

from storage.codec import decode
from storage.lanes import Lanes
from storage.ports import StorageError
from storage.postgres.faults import told_apart
from storage.postgres.tables import plain, search, table
from storage.postgres.writing import statement
from storage.records import Record
from storage.unit import Place, Query, Unit, Write, has

if TYPE_CHECKING:
    from asyncpg.pool import PoolConnectionProxy

    Pool = asyncpg.Pool[asyncpg.Record]
    Connection = PoolConnectionProxy[asyncpg.Record]

R = TypeVar("R", bound=Record)

PATIENCE = 10.0
"""Seconds to wait for a connection of the pool."""

_LOCK = "select pg_advisory_xact_lock(hashtextextended($1, 0))::text, extract(epoch from clock_timestamp())::float8"

log = logging.getLogger(__name__)


class PostgresUnit(Unit):
    """A ``ports.UnitOfWork``. A name is held by a lock of the transaction: it is free as soon as that has ended."""

    def __init__(self, pool: "Pool", lanes: Lanes, hear_clock: Callable[[float], None]) -> None:
        """``hear_clock`` is told the time by the database's clock; see ``ports.Store.on_clock``."""
        super().__init__()
        self._pool = pool
        self._lanes = lanes
        self._hear_clock = hear_clock
        self._connection: Connection | None = None

    async def _stored(self, kind: type[R], key: str) -> R | None:
        rows = await self._fetch(f'select document from "{table(kind).name}" where id = $1', plain(key))
        records = (decode(kind, row["document"]) for row in rows)
        return next((record for record in records if record.id == key), None)

    async def _search(self, query: Query[R]) -> list[R]:
        text, arguments = search(query)
        records = [decode(query.kind, row["document"]) for row in await self._fetch(text, *arguments)]
        return [record for record in records if has(record, query.where)]

    async def _hold(self, block: AsyncExitStack, name: str) -> None:
        # First among the tasks of this process: a busy chat takes up one connection, not all of them.
        await block.enter_async_context(self._lanes.lane(name))
        if self._connection is None:
            self._connection = await block.enter_async_context(_transaction(self._pool))
        with told_apart():
            locked = await self._connection.fetchrow(_LOCK, name)
        if locked is not None:
            self._hear_clock(locked[1])

    async def _commit(self, writes: Mapping[Place, Write]) -> None:
        made = statement(writes)
        await self._fetch(made.text, *made.arguments)
        if self._connection is not None:
            with told_apart():
                await self._connection.execute("commit")

    async def _fetch(self, text: str, *arguments: Any) -> "list[asyncpg.Record]":
        with told_apart():
            if self._connection is not None:
                return await self._connection.fetch(text, *arguments)
            async with self._pool.acquire(timeout=PATIENCE) as connection:
                return await connection.fetch(text, *arguments)


@asynccontextmanager
async def _transaction(pool: "Pool") -> "AsyncIterator[Connection]":
    """Give a connection with an open transaction, which is rolled back at the end unless it was committed."""
    with told_apart():
        connection = await pool.acquire(timeout=PATIENCE)
    try:
        with told_apart():
            await connection.execute("begin")
        yield connection
    finally:
        await _give_back(pool, connection)


async def _give_back(pool: "Pool", connection: "Connection") -> None:
    try:
        with told_apart():
            if connection.is_in_transaction():
                await connection.execute("rollback")
            await pool.release(connection)
    except StorageError as fault:  # it is gone, and with it all that it had begun
        log.info("a connection was lost: %s", fault)
        connection.terminate()
        await pool.release(connection)
