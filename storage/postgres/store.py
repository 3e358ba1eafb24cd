"""The scale-out store: any number of equal processes on one PostgreSQL, each with a pool of connections.

What was committed is durable in the database; killing a process loses nothing, since its locks, its open transactions
and its reserved names end with its connections. Knows no record's meaning.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, TypeVar

import asyncpg
import orjson

from storage.codec import decode
from storage.lanes import Lanes
from storage.ports import Changes, Unavailable
from storage.postgres.faults import told_apart
from storage.postgres.migrate import migrate
from storage.postgres.presence import Presence
from storage.postgres.tables import plain, table
from storage.postgres.unit import PATIENCE, PostgresUnit
from storage.records import Record
from storage.unit import conflict

if TYPE_CHECKING:
    Pool = asyncpg.Pool[asyncpg.Record]
    Connection = asyncpg.Connection[asyncpg.Record]

R = TypeVar("R", bound=Record)

POOL = 16
"""Connections of a process at most, besides the one of its presence."""
_PAGE = 500
"""Documents of a moment that are read at a time."""

_SETTINGS = {
    "application_name": "tellonce",
    # A process that is frozen in the middle of a turn, or a machine that is gone, frees its lane by then.
    "idle_in_transaction_session_timeout": "4s",
    "tcp_keepalives_idle": "2",
    "tcp_keepalives_interval": "1",
    "tcp_keepalives_count": "2",
    "client_connection_check_interval": "1s",
    "lock_timeout": "10s",
    "jit": "off",
}

_TAKE = """\
update timer set taken = clock_timestamp() where id in (
    select id from timer
    where id < $1 and (taken is null or taken < clock_timestamp() - interval '4 seconds')
    order by id limit $2 for update skip locked
) returning id, document"""
"""What a process has taken and not finished within four seconds, it will not: it died, or the timer failed."""


async def open_store(url: str) -> "PostgresStore":
    """Return the store in the database of this URL, whose tables are made or brought up to date.

    Raises:
        Unavailable: if the database cannot be reached.
        Damaged: if a newer program wrote to it.
    """
    with told_apart():
        connection = await _connect(url)
        try:
            await migrate(connection)
        finally:
            await connection.close(timeout=5)
        pool = await asyncpg.create_pool(
            url, min_size=0, max_size=POOL, init=_prepare, reset=_keep, server_settings=_SETTINGS, timeout=PATIENCE
        )
    presence = Presence(lambda: _connect(url))
    try:
        await presence.open()
    except BaseException:
        pool.terminate()
        raise
    return PostgresStore(pool, presence)


class PostgresStore:
    """A ``ports.Store``."""

    def __init__(self, pool: "Pool", presence: Presence) -> None:
        self._pool = pool
        self._presence = presence
        self._lanes = Lanes()
        self._hear_clock: Callable[[float], None] = _ignore

    @property
    def changes(self) -> Changes:
        """The hints of all processes on this database."""
        return self._presence

    def on_clock(self, hear: Callable[[float], None]) -> None:
        """Have this told the time by the database's clock; see ``ports.Store``."""
        self._hear_clock = hear

    def unit(self) -> PostgresUnit:
        """Return a fresh unit of work."""
        return PostgresUnit(self._pool, self._lanes, self._hear_clock)

    async def take(self, kind: type[R], *, before: str, limit: int) -> list[R]:
        """Return what is due and nobody else's to carry out; see ``ports.Store``. Only timers can be taken."""
        with told_apart():
            rows = await self._pool.fetch(_TAKE, plain(before), limit, timeout=PATIENCE)
        return sorted((decode(kind, row["document"]) for row in rows), key=lambda record: record.id)

    async def reserve(self, name: str) -> bool:
        """Tell whether this process has a name for itself now; see ``ports.Store``."""
        return await self._presence.reserve(name)

    async def release(self, name: str) -> None:
        """Let go of a name."""
        await self._presence.release(name)

    @asynccontextmanager
    async def moment(self) -> "AsyncIterator[PostgresMoment]":
        """Give all that is durable at one moment; see ``ports.Store``."""
        with told_apart():
            connection = await self._pool.acquire(timeout=PATIENCE)
        try:
            with told_apart():
                await connection.execute("begin isolation level repeatable read read only")
                await connection.execute("set local idle_in_transaction_session_timeout = 0")  # readers may be slow
                await connection.fetchval("select count(*) from customer")  # the moment is that of the first read
            yield PostgresMoment(connection)
        finally:
            await self._pool.release(connection)

    async def load(self, kind: type[Record], documents: Sequence[bytes]) -> None:
        """Add encoded documents as they are; see ``ports.Store``."""
        there, records = table(kind), [decode(kind, document) for document in documents]
        fields = [[_value(record, name) for name in there.fields] for record in records]
        rows = [
            (plain(record.id), orjson.loads(document).get("revision"), document, *values)
            for record, document, values in zip(records, documents, fields, strict=True)
        ]
        try:
            with told_apart():
                await self._copy_in(there.name, rows, there.columns)
        except asyncpg.UniqueViolationError:
            taken = await self._pool.fetchval(
                f'select min(id) from "{there.name}" where id = any ($1)', [row[0] for row in rows]
            )
            raise conflict(kind, str(taken)) from None

    async def close(self) -> None:
        """Let go of all connections; a second time does nothing."""
        await self._presence.close()
        try:
            with told_apart():
                await self._pool.close()
        except Unavailable:
            self._pool.terminate()

    async def _copy_in(self, name: str, rows: list[tuple[Any, ...]], columns: tuple[str, ...]) -> None:
        async with self._pool.acquire(timeout=PATIENCE) as connection:
            await connection.copy_records_to_table(name, records=rows, columns=columns)


class PostgresMoment:
    """A ``ports.Moment``: a transaction that sees nothing of what is committed after it began."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection

    async def count(self, kind: type[Record]) -> int:
        """Return how many records of this kind there were."""
        with told_apart():
            return int(await self._connection.fetchval(f'select count(*) from "{table(kind).name}"'))

    async def documents(self, kind: type[Record]) -> AsyncIterator[list[bytes]]:
        """Yield the documents of this kind in the order of their ids."""
        last, text = "", f'select id, document from "{table(kind).name}" where id > $1 order by id limit {_PAGE}'
        while True:
            with told_apart():
                rows = await self._connection.fetch(text, last)
            if not rows:
                return
            yield [row["document"] for row in rows]
            last = rows[-1]["id"]


async def _connect(url: str) -> "Connection":
    connection: Connection = await asyncpg.connect(url, server_settings=_SETTINGS, timeout=PATIENCE)
    return connection


def _ignore(_seconds: float) -> None:
    """Hear nothing."""


async def _keep(_connection: Any) -> None:
    """Give a connection back as it is: units leave nothing set on it, and a reset would double the round trips."""


async def _prepare(connection: Any) -> None:
    """Have documents come and go as the bytes that the codec knows."""
    await connection.set_type_codec("json", schema="pg_catalog", encoder=bytes, decoder=bytes, format="binary")


def _value(record: Record, name: str) -> str | list[str]:
    held = getattr(record, name)
    return [plain(value) for value in held] if isinstance(held, tuple) else plain(held)
