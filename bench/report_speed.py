"""How long a report takes over a year of 100,000 tickets, and for how long it holds up everybody else meanwhile.

``python -m bench.report_speed [TICKETS] [MESSAGES] [embedded|postgresql]``: the reading of the store, the figures, and
the longest that the loop did not come round. Customers are measured alone and beside ten who open reports, in turns of
a second or two, so that whatever else the machine does falls on both alike.
"""

import asyncio
import gc
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter, process_time
from zoneinfo import ZoneInfo

from bot.app import SHARES
from bot.desk.core.environment import Environment
from bot.desk.reports.report import TicketChoice
from bot.desk.reports.report_period import Period
from bot.desk.reports.reports import FRESH, Reports
from storage.embedded.embedded_store import open_store
from storage.ports import Store
from storage.postgres.postgres_store import open_store as open_postgres
from storage.records.complaint_records import Note, Ticket
from tests.bot.desk.reports.made_year import NOW, keep_year, made_year
from tests.storage.postgres_server import database, server

PEOPLE, TURNS, ROUNDS = 10, 50, 12
AT_ONCE = 50_000
"""Tickets that are made before they are written."""


@asynccontextmanager
async def kept(where: str) -> AsyncIterator[Store]:
    """Give an empty store."""
    with tempfile.TemporaryDirectory() as folder:
        if where == "embedded":
            store: Store = await open_store(Path(folder))
            yield store
            await store.close()
            return
        with server() as url:
            async with database(url) as place:
                store = await open_postgres(place)
                yield store
                await store.close()


async def measure(tickets: int, messages: int, where: str) -> None:
    """Make the year, read it, and print what it took."""
    sys.setswitchinterval(SHARES)  # as the program does
    async with kept(where) as store:
        for part, first in enumerate(range(0, tickets, AT_ONCE)):
            year = made_year(min(AT_ONCE, tickets - first), part, messages, last=part * AT_ONCE * (messages + 20))
            await keep_year(store, year)
            del year
        gc.collect()
        gc.freeze()  # as the program does once it has started
        clock = [NOW]
        reports = Reports(store, Environment(lambda: clock[0], str, str, str), lambda _: None)
        laps = list[float]()
        watch = asyncio.create_task(_watch(laps))
        await asyncio.sleep(0.1)
        took = [_both()]
        facts = await reports.facts()
        took.append(_both())
        clock[0] += FRESH
        facts = await reports.facts()
        took.append(_both())
        period = Period((NOW.date().replace(month=1, day=1)), NOW.date(), ZoneInfo("Asia/Shanghai"))
        report = await reports.report(period, TicketChoice(), "category")
        took.append(_both())
        watch.cancel()
        alone, beside = list[float](), list[float]()
        for number in range(ROUNDS):
            alone += await _customer(store, clock[0])
            opening = [asyncio.create_task(_opens(reports, number * PEOPLE + one)) for one in range(PEOPLE)]
            beside += await _customer(store, clock[0])
            for one in opening:
                one.cancel()
    print(f"{len(facts.tickets)} tickets, {messages} messages of the bot on each: {report.shares['told-once'][0]}")
    for name, before, after in zip(("first reading", "another reading", "figures"), took, took[1:], strict=False):
        print(f"{name}: {after[0] - before[0]:.2f} s by the clock, {after[1] - before[1]:.2f} s of work")
    print(f"a year of reports kept ready: {took[-1][0] - took[-2][0]:.2f} s until it is shown")
    for name, laps_of in (("alone", sorted(alone)), (f"beside {PEOPLE} who open reports", sorted(beside))):
        p50, p99 = laps_of[len(laps_of) // 2], laps_of[len(laps_of) * 99 // 100]
        print(f"a commit {name}: {1000 * p50:.1f} ms, 99 of 100 within {1000 * p99:.1f} ms")
    print(f"the loop was away for {1000 * max(laps):.0f} ms at most")


async def _customer(store: Store, now: datetime) -> list[float]:
    """Return how long each of many commits took, as a turn makes one, with a rest between them."""
    laps = list[float]()
    for number in range(TURNS):
        began, unit = perf_counter(), store.unit()
        await unit.find(Ticket, customer=f"customer-web:{number}")
        unit.add(Note(id=f"z{perf_counter():020.9f}", ticket="t", author="a", at=now, text="A word."))
        await unit.commit()
        laps.append(perf_counter() - began)
        await asyncio.sleep(0.02)
    return laps


async def _opens(reports: Reports, number: int) -> None:
    """Open one report after the other, each of another period, and not all at the same moment."""
    await asyncio.sleep(number % PEOPLE / PEOPLE)
    day = NOW.date() - timedelta(days=number)
    while True:
        day -= timedelta(days=PEOPLE)
        period = Period(day - timedelta(days=30), day, ZoneInfo("Asia/Shanghai"))
        await reports.report(period, TicketChoice(), "category")
        await asyncio.sleep(1)  # somebody looks at it


def _both() -> tuple[float, float]:
    return perf_counter(), process_time()


async def _watch(laps: list[float]) -> None:
    last = perf_counter()
    while True:
        await asyncio.sleep(0.002)
        now = perf_counter()
        laps.append(now - last - 0.002)
        last = now


if __name__ == "__main__":
    given = [*sys.argv[1:], *("100000", "10", "embedded")[len(sys.argv) - 1 :]]
    asyncio.run(measure(int(given[0]), int(given[1]), given[2]))
