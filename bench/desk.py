"""What open pages of the desk cost customers: ``python -m bench.desk [WAITING] [PAGES]``.

The real program with so many complaints that wait for a person. The pages are open in a process of their own; read the
ratios all the same, since both share the machine with the program. The CPU is that of the program alone.

- the acknowledgement of a customer's message with all pages open, as a ratio to that with none
- CPU of a commit per open page that shows what it changes, and per page that does not
- how long it takes until a claim is seen on all pages: alone on one page, and at 50 claims a second on all of them;
  and the CPU of such a claim for each
- the list, and a search, as a browser waits for them
"""

import asyncio
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.page_readers import reading
from dialogs.model.state import State, state_to_json
from storage.embedded.embedded_store import open_store
from storage.records.complaint_records import Conversation, Customer, Handoff, Message, Ticket
from tests.journeys.program import Program, running
from tests.journeys.webclient import Customer as Browser
from tests.journeys.webclient import Staff, at_the_desk, visiting

MESSAGES = 40
FIRST, QUIET, CHANGES, A_SECOND = 15, 40, 500, 50
"""Claims that only warm up, those of which each is waited for, and those that come at this pace."""
AS_FAST_AS_ONE_LIKES = {"LIMIT_MESSAGES": "10000", "LIMIT_ADDRESS_MESSAGES": "10000"}
WAITING = "/desk/live?view=waiting"
LAST = "/desk/live?view=closed"
"""A page on which nothing of what is open is shown, but for the numbers."""
WORDS = (
    "signal",
    "Monday",
    "tower",
    "billing",
    "refund",
    "router",
    "river",
    "garden",
    "contract",
    "roaming",
    "invoice",
)


async def fill(folder: Path, waiting: int) -> None:
    """Keep so many complaints that wait for a person, each of its own customer."""
    store, now = await open_store(folder / "data"), datetime.now(UTC)
    for begin in range(0, waiting, 500):
        unit = store.unit()
        for n in range(begin, min(begin + 500, waiting)):
            key, at = f"{n:08}", now - timedelta(hours=20) + timedelta(seconds=n)
            text = " ".join(WORDS[(n * step) % len(WORDS)] for step in (1, 3, 5, 7)) + f" {n}"
            unit.add(Customer(id=f"c{key}", identities=(f"web:{key}",), name=f"Name {n}", since=at))
            unit.add(
                Conversation(
                    id=f"v{key}", address=f"web:{key}", customer=f"c{key}", script="telecom", version="",
                    state=state_to_json(State()), status="with-person", ticket=f"t{key}", started=at,
                )
            )  # fmt: skip
            unit.add(
                Ticket(
                    id=f"t{key}", reference=f"T-2025-{n:06}", customer=f"c{key}", address=f"web:{key}",
                    conversation=f"v{key}", language="en", script="telecom", status="open", description=text,
                    opened=at, due=now + timedelta(days=2, seconds=n),
                )
            )  # fmt: skip
            unit.add(Handoff(id=f"h{key}", conversation=f"v{key}", ticket=f"t{key}", reason="anger", requested=at))
            unit.add(
                Message(
                    id=f"m{key}", address=f"web:{key}", conversation=f"v{key}", at=at, author="customer", text=text,
                    ticket=f"t{key}",
                )
            )  # fmt: skip
        await unit.commit()
    await store.close()


async def acknowledged(customer: Browser, cpu: Callable[[], float]) -> tuple[float, float]:
    """Return the median of seconds until a message is taken, and the CPU of the program for each."""
    waits, began = [], cpu()
    for n in range(MESSAGES):
        begin = time.perf_counter()
        await customer.says(f"And another thing, number {n}")
        waits.append(time.perf_counter() - begin)
        await asyncio.sleep(0.15)  # so that the socket is not taken for a flood
    return statistics.median(waits), (cpu() - began) / MESSAGES


def cpu_of(program: Program) -> Callable[[], float]:
    """Return what tells how many seconds of CPU the program has used."""

    def used() -> float:
        threads = Path(f"/proc/{program.pid}/task").glob("*/schedstat")
        return sum(int(one.read_text().split()[0]) for one in threads) / 1e9

    return used


async def timed(what: Callable[[], Awaitable[object]], times: int = 30) -> tuple[float, float]:
    """Return the median and the 99th of a hundred of the seconds that something takes."""
    took = []
    for _ in range(times):
        begin = time.perf_counter()
        await what()
        took.append(time.perf_counter() - begin)
    took.sort()
    return statistics.median(took), took[-1 - times // 100]


async def rushed(staff: Staff, sockets: int, references: list[str], a_second: float) -> tuple[list[float], float]:
    """Return the seconds from each claim to each page whose number of those waiting tells it, and claims a second.

    They come at a steady pace, or as fast as the program takes them. A claim counts from when its sender has heard that
    it is kept; a push that was quicker than that took no time.
    """
    kept, claims = list[float](), list[asyncio.Task[None]]()

    async def claim(reference: str) -> None:
        await staff.does("claim", reference)
        kept.append(time.perf_counter())

    async with reading(*staff.socket(WAITING), sockets) as readers:
        begin = time.perf_counter()
        for n, reference in enumerate(references):
            await asyncio.sleep(max(0, begin + n / a_second - time.perf_counter()))
            claims.append(asyncio.create_task(claim(reference)))
        await asyncio.gather(*claims)
        await asyncio.sleep(2)
        seen = await readers.close()
    waits = sorted(max(0, at - since) for page in seen for since, at in zip(kept, _told(page), strict=False))
    return waits, len(kept) / (kept[-1] - begin)


def _told(page: list[tuple[float, int]]) -> list[float]:
    """Return when a page was told of each claim: as often as its number has fallen."""
    return [at for (_, before), (at, number) in pairwise(page) for _ in range(before - number)]


async def rush(program: Program, staff: Staff, count: int) -> None:
    """Print how much longer a push takes while much happens and many look than where one looks at one change."""
    references, cpu = [f"T-2025-{n:06}" for n in range(FIRST + 2 * QUIET + CHANGES)], cpu_of(program)
    await rushed(staff, 1, [references.pop() for _ in range(FIRST)], A_SECOND)  # the first of anything is slow
    slowly, alone, many = references[:QUIET], references[QUIET : 2 * QUIET], references[2 * QUIET :]
    idle, _ = await rushed(staff, 1, slowly, 2)
    began = cpu()
    await rushed(staff, 1, alone, A_SECOND)
    one = (cpu() - began) / len(alone)
    began = cpu()
    busy, pace = await rushed(staff, count, many, A_SECOND)
    work = (cpu() - began) / len(many) - one
    print(
        f"one page, 2 changes a second: pushed in {1000 * statistics.median(idle):.0f} ms, p99 {1000 * _p99(idle):.0f}"
    )
    print(
        f"{count} pages, {pace:.0f} changes a second: pushed in {1000 * statistics.median(busy):.0f} ms,"
        f" p99 {1000 * _p99(busy):.0f}, {_p99(busy) / _p99(idle):.2f} of that of one page;"
        f" {1000 * work:.2f} ms of CPU more a claim, which moves a row on all of them",
        flush=True,
    )


def _p99(waits: list[float]) -> float:
    return waits[-1 - len(waits) // 100]


async def acknowledge(program: Program, staff: Staff, customer: Browser, count: int) -> None:
    """Print what open pages cost a customer who stands first in each list."""
    cpu = cpu_of(program)
    await customer.says("My phone has had no signal since Monday")
    await customer.says("There is a smell of gas and my mother has fainted")
    await customer.says("/human")
    await acknowledged(customer, cpu)
    none, alone = await acknowledged(customer, cpu)
    print(f"no page open: acknowledged in {1000 * none:.1f} ms, {1000 * alone:.1f} ms of CPU a message")
    for what, path in (("show it", WAITING), ("do not", LAST)):
        async with reading(*staff.socket(path), count):
            wait, work = await acknowledged(customer, cpu)
        print(
            f"{count} pages that {what}: acknowledged in {1000 * wait:.1f} ms, {wait / none:.2f} of that with none;"
            f" {1000 * (work - alone):.2f} ms of CPU more a message for all of them"
        )


async def measure(waiting: int, count: int) -> None:
    """Print what it takes."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        await fill(folder, waiting)
        async with running(folder, **AS_FAST_AS_ONE_LIKES) as program, at_the_desk(program) as staff:
            first, _ = await timed(lambda: staff.opens("/desk?view=waiting"), 1)
            page, _ = await timed(lambda: staff.opens("/desk?view=waiting"), 10)
            search, worst = await timed(lambda: staff.opens("/desk?q=signal+tower"), 20)
            print(f"{waiting} wait: the list opens in {1000 * page:.0f} ms, the first time in {1000 * first:.0f} ms")
            print(f"a search opens in {1000 * search:.0f} ms, p99 {1000 * worst:.0f} ms", flush=True)
            await rush(program, staff, count)
            async with visiting(program) as customer:
                await acknowledge(program, staff, customer, count)


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]]
    asyncio.run(measure(*(given + [10_000, 100][len(given) :])))
