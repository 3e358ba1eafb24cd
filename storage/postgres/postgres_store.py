"""The scale-out store: any number of equal processes on one PostgreSQL, each with a pool of connections.

What was committed is durable in the database; killing a process loses nothing, since its locks, its open transactions
and its reserved names end with its connections. Knows no record's meaning.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import asyncpg

from storage.address_locks import AddressLocks
from storage.codec import decode
from storage.kinds import KINDS
from storage.ports import Changes
from storage.postgres.connections import ConnectionLimits, Connections, connect, connections
from storage.postgres.database_errors import told_apart
from storage.postgres.migrate import migrate
from storage.postgres.postgres_unit import PostgresUnit
from storage.postgres.presence import Presence
from storage.postgres.read_statements import is_plain, plain, table
from storage.postgres.shared_clock import SharedClock, newest_id
from storage.postgres.similarity_query import SimilarityQuery
from storage.records.record import Record
from storage.unit_of_work import check_indexed, conflict

R = TypeVar("R", bound=Record)

_PAGE = 500
"""Documents of a moment that are read at a time."""
_LONG = 600.0
"""Seconds for what reads or writes many records."""

_BEGIN = """\
begin isolation level repeatable read read only;
set local idle_in_transaction_session_timeout = 0"""  # readers may be slow

_PROBE = "select pg_logical_emit_message(true, 'tellonce', repeat('.', 65536))::text"
"""Writes something as long as a large turn, which nobody reads."""

_TAKE = """\
with due as materialized (
    select id from timer where id < $1 and (taken is null or taken < clock_timestamp() - make_interval(secs => $3))
    order by id limit $2 for update skip locked
) update timer set taken = clock_timestamp() from due where timer.id = due.id returning timer.document"""


async def open_store(url: str, limits: ConnectionLimits | None = None) -> "PostgresStore":
    """Return the store in the database of this URL, whose tables are made or brought up to date.

    Raises:
        Unavailable: if the database cannot be reached, or is not one of Unicode.
        Damaged: if a newer program wrote to it.
    """
    limits = limits or ConnectionLimits()
    connection = await connect(url, limits)
    try:
        with told_apart():
            await migrate(connection)
    finally:
        connection.terminate()
    pool = await connections(url, limits)
    presence, clock = Presence(lambda: connect(url, limits), limits), SharedClock()
    try:
        await clock.open(pool)
        await presence.open()
    except BaseException:
        pool.pool.terminate()
        raise
    return PostgresStore(pool, presence, clock)


class PostgresStore:
    """A ``ports.Store``."""

    def __init__(self, pool: Connections, presence: Presence, clock: SharedClock) -> None:
        self._pool = pool
        self._presence = presence
        self._likeness = SimilarityQuery(pool)
        self._locks = AddressLocks()
        self._clock = clock

    @property
    def changes(self) -> Changes:
        """The hints of all processes on this database."""
        return self._presence

    def on_clock(self, hear: Callable[[float], None]) -> None:
        """Have this told the time by the database's clock; see ``ports.Store``."""
        self._clock.hear = hear

    def unit(self) -> PostgresUnit:
        """Return a fresh unit of work."""
        return PostgresUnit(self._pool, self._likeness, self._locks, self._clock)

    async def check_writable(self) -> None:
        """See that what could not be written last could be now; see ``ports.Store``."""
        if self._pool.failing:
            await self._pool.fetch(_PROBE)
            self._pool.failing = False

    async def newest_id(self) -> str:
        """Return the highest of the ids that were made by the clock; see ``ports.Store``."""
        return await newest_id(self._pool)

    async def values(self, kind: type[Record], field: str, **where: str) -> set[str]:
        """Return the values of an indexed text; see ``ports.Store``."""
        check_indexed(kind, field, *where)
        condition = " and ".join(f'"{name}" = ${number}' for number, name in enumerate(where, 1)) or "true"
        text = f'select distinct "{field}" from "{table(kind).name}" where {condition}'
        rows = await self._pool.fetch(text, *map(plain, where.values()))
        return {value if is_plain(value) else await self._in_record(kind, field, value) for (value,) in rows}

    async def _in_record(self, kind: type[Record], field: str, value: str) -> str:
        """Return a value as records have it, by one in which the column holds it in other words."""
        text = f'select document from "{table(kind).name}" where "{field}" = $1 limit 1'
        rows = await self._pool.fetch(text, value)
        return str(getattr(decode(kind, rows[0]["document"]), field)) if rows else value

    async def count_filled(self, kind: type[Record], field: str) -> int:
        """Return in how many records a text is not empty; see ``ports.Store``."""
        check_indexed(kind, field)
        rows = await self._pool.fetch(f'select count(*) from "{table(kind).name}" where "{field}" > \'\'')
        return int(rows[0][0])

    async def take(self, kind: type[R], *, before: str, limit: int) -> list[R]:
        """Return what is due and nobody else's to carry out; see ``ports.Store``. Only timers can be taken."""
        rows = await self._pool.fetch(_TAKE, plain(before), limit, self._pool.limits.lease)
        return sorted((decode(kind, row["document"]) for row in rows), key=lambda record: record.id)

    async def reserve(self, name: str) -> bool:
        """Tell whether this process has a name for itself now; see ``ports.Store``."""
        return await self._presence.reserve(name)

    async def release(self, name: str) -> None:
        """Let go of a name."""
        await self._presence.release(name)

    @asynccontextmanager
    async def snapshot(self) -> "AsyncIterator[PostgresSnapshot]":
        """Give all that is durable at one moment; see ``ports.Store``."""
        async with self._pool.lent() as connection:
            with told_apart():
                await connection.execute(_BEGIN)
                await connection.fetchval("select 1")  # the snapshot is that of the first read
            yield PostgresSnapshot(connection)

    async def load(self, kind: type[Record], documents: Sequence[bytes]) -> None:
        """Add encoded documents as they are; see ``ports.Store``."""
        there, records = table(kind), [decode(kind, document) for document in documents]
        rows = [
            (
                plain(record.id),
                getattr(record, "revision", None),
                document,
                *(_value(record, name) for name in there.fields),
            )
            for record, document in zip(records, documents, strict=True)
        ]
        try:
            async with self._pool.lent() as connection:
                with told_apart():
                    await connection.copy_records_to_table(
                        there.name, records=rows, columns=there.columns, timeout=_LONG
                    )
        except asyncpg.UniqueViolationError:
            raise conflict(kind, await self._first_taken(there.name, [record.id for record in records])) from None

    async def forget(self) -> None:
        """Have the database give up the room of old rows, and count anew what its plans go by; see ``ports.Store``.

        Its own log and the copies of it are the database's business.
        """
        async with self._pool.lent() as connection:
            for kind in KINDS:
                with told_apart():
                    await connection.execute(f'vacuum (analyze) "{table(kind).name}"', timeout=_LONG)

    async def close(self) -> None:
        """Let go of all connections; a second time does nothing."""
        await self._presence.close()
        await self._pool.close()

    async def _first_taken(self, name: str, keys: list[str]) -> str:
        """Return an id that is stored already, or else given twice."""
        found = await self._pool.fetch(f'select id from "{name}" where id = any ($1)', [plain(key) for key in keys])
        taken = {row["id"] for row in found}
        return next((key for key in keys if plain(key) in taken or keys.count(key) > 1), "")


class PostgresSnapshot:
    """A ``ports.Snapshot``: a transaction that sees nothing of what is committed after it began."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    async def count(self, kind: type[Record]) -> int:
        """Return how many records of this kind there were."""
        with told_apart():
            counted = await self._connection.fetchval(f'select count(*) from "{table(kind).name}"', timeout=_LONG)
        return int(counted)

    async def documents(self, kind: type[Record]) -> AsyncIterator[list[bytes]]:
        """Yield the documents of this kind in the order of their ids."""
        last, above = "", ">="
        while True:
            text = f'select id, document from "{table(kind).name}" where id {above} $1 order by id limit {_PAGE}'
            with told_apart():
                rows = await self._connection.fetch(text, last)
            if not rows:
                return
            yield [row["document"] for row in rows]
            last, above = rows[-1]["id"], ">"


def _value(record: Record, name: str) -> str | list[str]:
    held = getattr(record, name)
    return [plain(value) for value in held] if isinstance(held, tuple) else plain(held)
