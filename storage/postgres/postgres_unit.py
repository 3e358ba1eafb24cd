"""A unit of work in PostgreSQL: without names to hold each read is by itself; with them all is one transaction."""

from collections.abc import Mapping
from contextlib import AsyncExitStack, suppress
from typing import TYPE_CHECKING, Any, TypeVar

from storage.address_locks import AddressLocks
from storage.codec import decode
from storage.ports import StorageError, Unavailable
from storage.postgres.connections import Connections
from storage.postgres.database_errors import told_apart
from storage.postgres.read_statements import plain, search, table
from storage.postgres.shared_clock import SharedClock
from storage.postgres.similarity_query import SimilarityQuery
from storage.postgres.write_statement import statement
from storage.records.record import Record
from storage.unit_of_work import Place, Query, Unit, Write, has

if TYPE_CHECKING:
    import asyncpg

    from storage.postgres.connections import Lent

R = TypeVar("R", bound=Record)


class PostgresUnit(Unit):
    """A ``ports.UnitOfWork``. A name is held by a lock of the transaction: it is free as soon as that has ended."""

    def __init__(
        self,
        connections: Connections,
        likeness: SimilarityQuery,
        locks: AddressLocks,
        clock: SharedClock,
    ) -> None:
        super().__init__()
        self._connections = connections
        self._likeness = likeness
        self._locks = locks
        self._clock = clock
        self._connection: Lent | None = None

    async def _stored(self, kind: type[R], key: str) -> R | None:
        rows = await self._fetch(f'select document from "{table(kind).name}" where id = $1', plain(key))
        records = (decode(kind, row["document"]) for row in rows)
        return next((record for record in records if record.id == key), None)

    async def _search(self, query: Query[R]) -> list[R]:
        text, arguments = search(query)
        records = [decode(query.kind, row["document"]) for row in await self._fetch(text, *arguments)]
        return [record for record in records if has(record, query.where)]

    async def _search_each(self, kind: type[R], field: str, values: frozenset[str]) -> list[R]:
        text = f'select document from "{table(kind).name}" where "{field}" = any ($1::text[])'
        rows = await self._fetch(text, [*map(plain, values)])
        return [one for row in rows if getattr(one := decode(kind, row["document"]), field) in values]

    async def _alike(self, kind: type[R], values: list[str], limit: int, field: str) -> list[R]:
        return [decode(kind, row["document"]) for row in await self._likeness.find(table(kind), field, values, limit)]

    async def _hold(self, block: AsyncExitStack, name: str) -> None:
        connection = self._connection or await self._begin(block, name)
        with told_apart():
            await self._clock.lock(connection, name)

    async def _begin(self, block: AsyncExitStack, name: str) -> "Lent":
        """Open the transaction, first among the tasks of this process: a busy chat takes one connection, not all.

        Only the first name is waited for in this way. With a transaction open the wait is in the database: there it
        is no idleness, and who has the name cannot be waiting for the connection that this unit has.
        """
        async with AsyncExitStack() as begun:
            await begun.enter_async_context(self._locks.lock(name))
            self._connection = await begun.enter_async_context(self._connections.transaction())
            begun.callback(self._end)
            await block.enter_async_context(begun.pop_all())
        return self._connection

    def _end(self) -> None:
        self._connection = None

    async def _commit(self, writes: Mapping[Place, Write]) -> None:
        made = statement(writes)
        try:
            await self._fetch(made.text, *made.arguments)
            if self._connection is not None:
                with told_apart():
                    await self._connection.execute("commit")
        except StorageError as fault:
            self._connections.failing = isinstance(fault, Unavailable)
            await self._roll_back()
            raise
        self._connections.failing = False

    async def _roll_back(self) -> None:
        """Have a unit whose commit failed go on reading."""
        if self._connection is not None:
            with suppress(StorageError), told_apart():
                await self._connection.execute("rollback")

    async def _fetch(self, text: str, *arguments: Any) -> "list[asyncpg.Record]":
        if self._connection is None:
            return await self._connections.fetch(text, *arguments)
        with told_apart():
            return await self._connection.fetch(text, *arguments)
