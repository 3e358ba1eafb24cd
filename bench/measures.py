"""Measures one store at one size in a process of its own, and prints the figures as JSON.

``python -m bench.measures STAGE PEER TICKETS FOLDER``: ``fill`` makes the store, ``use`` opens and measures it,
``crash`` adds tickets and ends without closing, and ``recover`` opens what is left.
"""

import asyncio
import os
import random
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path

import orjson

from bench.peers import PEERS, Embedded, Peer
from bench.tickets import NOON, customer, introduce, reference, ticket, tickets, turn
from storage.embedded.embedded_store import EmbeddedStore
from storage.records.complaint_records import Note

WRITERS = (1, 64)
COMMITS = {1: 1_000, 64: 30_000}
ROUNDS = 5
LOOKUPS = 5_000
TURNS = 2_000
SMALL = 1_000
FAR = 1_000_000_000
"""Beyond the number of any ticket that is there."""
CRASH = 20_000
"""Tickets behind the snapshot when the process ends."""

Figures = dict[str, float]


def resident() -> int:
    """Return the bytes of memory that this process has."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


async def fill(peer: Peer, count: int, folder: Path) -> Figures:
    before = resident()
    await peer.open(folder)
    await peer.fill(tickets(count))
    figures = {"memory": (resident() - before) / count}
    begin = time.perf_counter()
    await peer.close()
    return figures | {"close": time.perf_counter() - begin}


async def use(peer: Peer, count: int, folder: Path) -> Figures:
    before, begin = resident(), time.perf_counter()
    await peer.open(folder)
    figures = {"open": time.perf_counter() - begin, "memory": (resident() - before) / count}
    figures |= await lookups(peer, count) | await commits(peer, count)
    if isinstance(peer, Embedded):
        figures |= await lag(peer, folder) | await turns(peer, count, folder)
    await peer.close()
    return figures


async def crash(peer: Peer, count: int, folder: Path) -> Figures:
    await peer.open(folder)
    await peer.fill(tickets(CRASH, first=FAR))
    print("{}", flush=True)
    os._exit(0)


async def recover(peer: Peer, count: int, folder: Path) -> Figures:
    begin = time.perf_counter()
    await peer.open(folder)
    took = time.perf_counter() - begin
    if not await peer.by_reference(reference(FAR + CRASH - 1)):
        raise AssertionError("the last ticket is gone")
    await peer.close()
    return {"recover": took}


async def lookups(peer: Peer, count: int) -> Figures:
    """Return the microseconds of a look-up, by the best of some rounds."""
    chance, times = random.Random(1), ROUNDS * max(int(LOOKUPS * peer.share), 1)
    references = [reference(chance.randrange(count)) for _ in range(times)]
    customers = [customer(chance.randrange(max(count // 4, 1))) for _ in range(times)]
    return {
        "by reference": await best(peer.by_reference, references),
        "by customer": await best(peer.by_customer, customers),
    }


async def best(find: Callable[[str], Awaitable[object]], values: list[str]) -> float:
    fastest = float("inf")
    for start in range(ROUNDS):
        some = values[start::ROUNDS]
        begin = time.perf_counter()
        for value in some:
            if not await find(value):
                raise AssertionError(f"{value} is gone")
        fastest = min(fastest, (time.perf_counter() - begin) / len(some))
    return fastest * 1e6


async def commits(peer: Peer, count: int) -> Figures:
    """Return the commits a second, and the milliseconds in which 99 of 100 were durable, by the median round.

    Each adds a ticket of a customer who has some.
    """
    figures, numbers, chance = Figures(), iter(range(count, FAR)), random.Random(2)

    async def commit() -> None:
        await peer.commit(ticket(next(numbers), chance.randrange(max(count // 4, 1))))

    for writers in WRITERS:
        each = max(int(COMMITS[writers] * peer.share) // ROUNDS, writers // 2, 5)
        rounds = [await together(commit, writers, each) for _ in range(ROUNDS)]
        figures[f"commits {writers}"] = statistics.median(rate for rate, _ in rounds)
        figures[f"p99 {writers}"] = statistics.median(p99 for _, p99 in rounds)
    return figures


async def together(work: Callable[[], Awaitable[None]], workers: int, times: int) -> tuple[float, float]:
    """Have workers share the work; return how often it was done a second, and the milliseconds of the 99th of 100."""
    left, took = iter(range(times)), list[float]()

    async def worker() -> None:
        for _ in left:
            begin = time.perf_counter()
            await work()
            took.append(time.perf_counter() - begin)

    begin = time.perf_counter()
    await asyncio.gather(*(worker() for _ in range(workers)))
    return times / (time.perf_counter() - begin), percentile(took, 99) * 1e3


async def turns(peer: Embedded, count: int, folder: Path) -> Figures:
    """Return the turns a second of 64 at once, and how much longer one takes than where 1,000 tickets are held.

    Rounds on the two stores take turns, so that what else the machine does meets both; the best of each count: small
    stores write snapshots meanwhile.
    """
    small = Embedded()
    (folder / "small").mkdir()
    await small.open(folder / "small")
    await small.fill(tickets(SMALL))
    await introduce(small.store, SMALL)
    await introduce(peer.store, count)
    numbers = iter(range(FAR))
    rates: dict[bool, list[float]] = {False: [], True: []}
    for _ in range(2 * ROUNDS):
        for is_small, (store, held) in {False: (peer.store, count), True: (small.store, SMALL)}.items():
            rate, _ = await together(lambda s=store, h=held: turn(s, next(numbers), h), 64, TURNS)  # type: ignore[misc]
            rates[is_small].append(rate)
    await small.close()
    return {
        "turns": max(rates[False]),
        "turn ratio": max(rates[True]) / max(rates[False]),
    }


async def lag(peer: Embedded, folder: Path) -> Figures:
    """Return by how many milliseconds the loop is late while the segments are replaced by a snapshot."""
    late, over = list[float](), asyncio.Event()

    async def tick() -> None:
        while not over.is_set():
            begin = time.perf_counter()
            await asyncio.sleep(0.001)
            late.append(time.perf_counter() - begin - 0.001)

    ticking, begin = asyncio.create_task(tick()), time.perf_counter()
    await _compacted(peer.store)
    took = time.perf_counter() - begin
    over.set()
    await ticking
    return {"snapshot": took, "lag p99": percentile(late, 99) * 1e3, "lag most": max(late) * 1e3}


async def _compacted(store: EmbeddedStore) -> None:
    """Have the store write the snapshot that it writes by itself when its segments have grown."""
    store._journal._bound = 0  # noqa: SLF001  # it waits for so many bytes otherwise
    unit = store.unit()
    unit.add(Note(id="last", ticket="t", author="a", at=NOON, text="x"))
    await unit.commit()
    snapshot = store._storage._commits._snapshot  # noqa: SLF001  # nobody else waits for it
    if snapshot is None:
        raise AssertionError("no snapshot was begun")
    await asyncio.wrap_future(snapshot)


def percentile(values: Iterable[float], hundredth: int) -> float:
    ordered = sorted(values)
    return ordered[len(ordered) * hundredth // 100]


STAGES = {"fill": fill, "use": use, "crash": crash, "recover": recover}


def main(stage: str, peer: str, count: str, folder: str) -> None:
    figures = asyncio.run(STAGES[stage](PEERS[peer](), int(count), Path(folder)))
    print(orjson.dumps(figures).decode())


if __name__ == "__main__":
    main(*sys.argv[1:])
