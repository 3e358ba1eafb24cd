"""How long the register takes as a file, and how much memory: ``python -m bench.register_speed [TICKETS]``.

The memory is what the process holds more at its height while the file is made, beside the store itself.
"""

import asyncio
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from time import perf_counter
from zoneinfo import ZoneInfo

from bot.desk.outcomes.outcome_file import shipped_outcomes
from bot.desk.register.register import Register, RegisterQuery, id_of
from bot.web.page_words import PAGE_WORDS, PageWords
from bot.web.staff.reports.register_columns import RegisterColumns
from bot.web.staff.table_files import Line, TableSheet, as_csv, write_xlsx
from storage.codec import encode
from storage.embedded.embedded_store import open_store
from storage.ports import Store
from storage.records.complaint_records import Customer, Occurrence, Promise, Ticket
from storage.records.record import Record

BEGAN = datetime(2020, 1, 1, tzinfo=UTC)
APART = timedelta(minutes=3)
MEGABYTE = 1_000_000
TEXT = "Since Monday there is no signal in the whole house, I called twice already and nobody has come so far."


def made(kind: type[Record], tickets: int) -> Iterator[Record]:
    """Yield the records of a kind: every third customer tells twice, every ticket was promised an answer."""
    for number in range(tickets):
        at = BEGAN + number * APART
        key, due = id_of(at, "000000"), at + timedelta(days=1)
        if kind is Ticket:
            yield Ticket(
                id=key,
                reference=f"T-{at.year}-{number:07}",
                customer=f"c{number * 6 // 10}",
                address=f"web:{number}",
                conversation="",
                language="en",
                script="telecom",
                status="closed",
                description=TEXT,
                slots={"kind": "network", "since": "2020-01-01"},
                outcome="A cable was mended.",
                opened=at,
                due=due,
                promise="kept",
                resolved=due,
            )
        elif kind is Occurrence:
            yield Occurrence(id=key, ticket=key, conversation="", at=at, text=TEXT)
        elif kind is Promise:
            yield Promise(id=key, ticket=key, made=at, due=due, status="kept")
        elif number * 6 % 10 < 6:
            yield Customer(
                id=f"c{number * 6 // 10}", identities=(f"web:{number}",), name="Wang Fang", phones=("+86138",), since=at
            )


async def fill(store: Store, tickets: int) -> None:
    for kind in (Ticket, Occurrence, Promise, Customer):
        records = made(kind, tickets)
        while page := [encode(one) for one in islice(records, 5_000)]:
            await store.load(kind, page)


def begin_anew() -> None:
    """Have the height of the memory begin anew."""
    Path("/proc/self/clear_refs").write_text("5", "ascii")


def resident(which: str) -> float:
    """Return the memory that the process holds now (``VmRSS``) or held at its height (``VmHWM``), in megabytes."""
    lines = Path("/proc/self/status").read_text("ascii").splitlines()
    return next(int(line.split()[1]) * 1024 / MEGABYTE for line in lines if line.startswith(which))


async def measure(tickets: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = await open_store(Path(folder) / "store")
        await fill(store, tickets)
        words = PageWords(PAGE_WORDS, "en", ZoneInfo("Asia/Shanghai"), datetime.now(UTC))
        columns = RegisterColumns(words, lambda _: None, shipped_outcomes())

        async def lines() -> AsyncIterator[Sequence[Line]]:
            async for rows in Register(store).rows(RegisterQuery()):
                yield [columns.line(row) for row in rows]

        async def csv() -> int:
            return sum([len(as_csv(part)) async for part in lines()])

        async def xlsx() -> int:
            place = Path(folder) / "register.xlsx"
            await write_xlsx(place, [TableSheet("Register", columns.head, lines())])
            return place.stat().st_size

        for name, write in (("CSV", csv), ("XLSX", xlsx)):
            begin_anew()
            before, began = resident("VmRSS"), perf_counter()
            size = await write()
            took, more = perf_counter() - began, resident("VmHWM") - before
            print(f"{name}: {tickets:,} rows in {took:.0f} s, {size / MEGABYTE:.0f} MB, {more:.0f} MB of memory more")
        await store.close()


if __name__ == "__main__":
    asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 200_000))
