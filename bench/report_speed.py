"""How long a report takes over a year of 100,000 tickets, and for how long it holds up everybody else meanwhile.

``python -m bench.report_speed [TICKETS] [MESSAGES]``: the reading of the store, the figures, and the longest that the
loop did not come round.
"""

import asyncio
import gc
import sys
import tempfile
from pathlib import Path
from time import perf_counter, process_time
from zoneinfo import ZoneInfo

from bot.desk.core.environment import Environment
from bot.desk.reports.report import TicketChoice
from bot.desk.reports.report_period import Period
from bot.desk.reports.reports import FRESH, Reports
from storage.embedded.embedded_store import open_store
from tests.bot.desk.reports.made_year import NOW, keep_year, made_year


async def measure(tickets: int, messages: int) -> None:
    """Make the year, read it, and print what it took."""
    with tempfile.TemporaryDirectory() as folder:
        store = await open_store(Path(folder))
        await keep_year(store, made_year(tickets, messages=messages))
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
        await store.close()
    print(f"{len(facts.tickets)} tickets, {messages} messages of the bot on each: {report.shares['told-once'][0]}")
    for name, first, last in zip(("first reading", "another reading", "figures"), took, took[1:], strict=False):
        print(f"{name}: {last[0] - first[0]:.2f} s by the clock, {last[1] - first[1]:.2f} s of work")
    print(f"the loop was away for {1000 * max(laps):.0f} ms at most")


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
    given = [int(one) for one in sys.argv[1:]]
    asyncio.run(measure(*(given + [100_000, 10][len(given) :])))
