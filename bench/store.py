"""Durable commits a second of the embedded store, beside stock TinyDB and SQLite.

Each commit adds one ticket to a store that holds ``HELD`` of them. SQLite runs in WAL mode with synchronous=FULL and
one transaction a commit, as a program does that does not group them itself. Read the ratios: the figures are the
disk's.
"""

import asyncio
import sqlite3
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson
from tinydb import TinyDB

from storage.codec import encode, to_json
from storage.records import Ticket
from storage.tinydb_store import open_store

HELD = 1_000
WRITERS = (1, 64)
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)

Commit = Callable[[Ticket], Awaitable[None]]


def ticket(number: int) -> Ticket:
    """Return a ticket of about one kilobyte."""
    return Ticket(
        id=f"{number:012}",
        reference=f"T-2026-{number:06}",
        customer=f"c{number % 100}",
        address=f"web:{number}",
        conversation=f"v{number}",
        language="en",
        script="telecom",
        status="open",
        description="No signal in the whole street. " * 16,
        opened=NOON,
        due=NOON,
    )


async def rate(commit: Commit, writers: int, commits: int, first: int) -> float:
    """Return the commits a second of so many writers who share the work."""
    numbers = iter(range(first, first + commits))

    async def write() -> None:
        for number in numbers:
            await commit(ticket(number))

    begin = time.perf_counter()
    await asyncio.gather(*(write() for _ in range(writers)))
    return commits / (time.perf_counter() - begin)


async def rates(commit: Commit, commits: dict[int, int]) -> dict[int, float]:
    """Return the rate for each number of writers, measured with so many commits, over a store that is filled."""
    first, measured = HELD, {}
    for writers in WRITERS:
        measured[writers] = await rate(commit, writers, commits[writers], first)
        first += commits[writers]
    return measured


async def tellonce(folder: Path) -> dict[int, float]:
    store = await open_store(folder / "store")

    async def commit(record: Ticket) -> None:
        unit = store.unit()
        unit.add(record)
        await unit.commit()

    await asyncio.gather(*(commit(ticket(number)) for number in range(HELD)))
    measured = await rates(commit, {1: 2_000, 64: 40_000})
    await store.close()
    return measured


async def stock_tinydb(folder: Path) -> dict[int, float]:
    db = TinyDB(folder / "tinydb.json")
    table = db.table("Ticket")
    table.insert_multiple(to_json(ticket(number)) for number in range(HELD))

    async def commit(record: Ticket) -> None:
        table.insert(to_json(record))

    measured = await rates(commit, {1: 20, 64: 64})
    db.close()
    return measured


async def sqlite(folder: Path) -> dict[int, float]:
    thread, loop = ThreadPoolExecutor(1), asyncio.get_running_loop()
    connection = sqlite3.connect(folder / "sqlite.db", check_same_thread=False, isolation_level=None)
    connection.executescript("pragma journal_mode=wal; pragma synchronous=full")
    columns = ("id", "document", *Ticket.INDEXES)
    connection.execute(f"create table ticket ({', '.join(columns)}, primary key (id)) without rowid")
    for field in Ticket.INDEXES:
        connection.execute(f"create index {field}_ on ticket ({field}, id)")
    insert = f"insert into ticket values ({', '.join('?' * len(columns))})"

    def row(record: Ticket) -> tuple[str | bytes, ...]:
        return record.id, encode(record), *(getattr(record, field) for field in Ticket.INDEXES)

    async def commit(record: Ticket) -> None:
        await loop.run_in_executor(thread, connection.execute, insert, row(record))

    connection.execute("begin")
    connection.executemany(insert, (row(ticket(number)) for number in range(HELD)))
    connection.execute("commit")
    measured = await rates(commit, {1: 2_000, 64: 4_000})
    thread.shutdown()
    connection.close()
    return measured


def main() -> None:
    # Not where temporary files usually are: that may be memory, where nothing is durable.
    with TemporaryDirectory(dir=Path.cwd()) as name:
        folder = Path(name)
        ours = asyncio.run(tellonce(folder))
        others = {"stock TinyDB": asyncio.run(stock_tinydb(folder)), "SQLite WAL/FULL": asyncio.run(sqlite(folder))}
    print(f"durable commits/s with {HELD:,} tickets of {len(orjson.dumps(to_json(ticket(0)))):,} bytes held")
    for writers in WRITERS:
        print(f"{writers:3} writers: tellonce {ours[writers]:9,.0f}")
        for other, measured in others.items():
            print(f"    {ours[writers] / measured[writers]:7.1f} times {other} ({measured[writers]:,.0f})")


if __name__ == "__main__":
    main()
