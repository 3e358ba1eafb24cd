"""Turns a second of one, two and four processes on one PostgreSQL, and how fast a reply gets from one to another.

The crowd of the tests plays whole complaints, 64 at once; a turn is everything from the customer's words to the commit,
and what it said is delivered meanwhile. The processes, the database and the customers share the machine's cores: read
the ratios. The database syncs every commit.
"""

import asyncio
import random
import statistics
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from storage.postgres.postgres_store import open_store
from tests.journeys.program import reference_in
from tests.journeys.test_many_processes import two
from tests.journeys.webclient import at_the_desk, visiting
from tests.processes.checking import delivered
from tests.processes.crowd import PLAY, Crowd
from tests.storage.postgres_server import database, server

CUSTOMERS = 400
REPLIES = 50
KILLS = 10
HOLD = """
import asyncio, sys
from storage.postgres.postgres_store import open_store

async def hold(url):
    store = await open_store(url)
    async with store.unit() as unit:
        await unit.hold("web:1")
        print("held", flush=True)
        await asyncio.sleep(3)

asyncio.run(hold(sys.argv[1]))
"""
"""A process that is in the middle of a turn."""


async def rate(server_url: str, processes: int, folder: Path) -> float:
    """Return the turns a second until the last was delivered."""
    async with database(server_url) as url:
        store = await open_store(url)
        async with Crowd(url, processes, folder / "log", random.Random(1)) as crowd:
            begin = time.perf_counter()
            await crowd.play(CUSTOMERS, at_once=64)
            await delivered(store)
            took = time.perf_counter() - begin
        await store.close()
    return CUSTOMERS * len(PLAY) / took


async def replies(server_url: str, folder: Path) -> list[float]:
    """Return the seconds from sending an agent's form on one process to the customer's browser on another."""
    seconds = list[float]()
    async with (
        database(server_url) as url,
        two(folder, url) as (one, other),
        visiting(one) as customer,
        at_the_desk(other) as agent,
    ):
        await customer.says("My calls are full of clicking since Monday")
        await customer.says("/human")
        reference = reference_in(str((await customer.hears("T-"))["text"]))
        await agent.does("claim", reference)
        for number in range(REPLIES):
            begin = time.perf_counter()
            sending = asyncio.create_task(agent.does("reply", reference, f"Reply {number}."))
            await customer.hears(f"Reply {number}.")
            seconds.append(time.perf_counter() - begin)
            await sending
    return seconds


async def takeover(server_url: str) -> list[float]:
    """Return the seconds from killing a process that holds a lane until another has it."""
    seconds = list[float]()
    async with database(server_url) as url:
        store = await open_store(url)
        for _ in range(KILLS):
            holder = await asyncio.create_subprocess_exec(
                sys.executable, "-c", HOLD, url, stdout=asyncio.subprocess.PIPE
            )
            assert holder.stdout
            await holder.stdout.readline()
            begin = time.perf_counter()
            holder.kill()
            async with store.unit() as unit:
                await unit.hold("web:1")
                seconds.append(time.perf_counter() - begin)
            await holder.wait()
        await store.close()
    return seconds


async def measure(server_url: str, folder: Path) -> None:
    """Print all figures."""
    alone = 0.0
    for processes in (1, 2, 4):
        turns = await rate(server_url, processes, folder)
        alone = alone or turns
        print(f"{processes} processes: {turns / alone:5.2f} times one process ({turns:,.0f} turns/s)")
    took = sorted(await replies(server_url, folder))
    print(
        f"a reply from one process to a customer at another: {1000 * statistics.median(took):.0f} ms, "
        f"p95 {1000 * took[int(0.95 * len(took))]:.0f} ms"
    )
    moved = await takeover(server_url)
    print(
        f"a lane moves on after a kill -9 of its process: {1000 * statistics.median(moved):.0f} ms, "
        f"at most {1000 * max(moved):.0f} ms"
    )


def main() -> None:
    with TemporaryDirectory() as folder, server(durable=True) as url:
        asyncio.run(measure(url, Path(folder)))


if __name__ == "__main__":
    main()
