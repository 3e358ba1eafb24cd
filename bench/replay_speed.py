"""How much longer customers wait while 10,000 conversations are replayed on a draft, in the same run.

``python -m bench.replay_speed [CONVERSATIONS] [SECONDS] [ROUNDS]``: customers write all the time, in short turns with
the replay and, while it stands still, without; so that what else the machine does falls on both alike. Told are the
50th and the 99th of 100 waits of each, and how many conversations a second are replayed. They are measured twice:

- *by the clock*, which is what a customer waits; where others use the machine as well, it also tells what they do.
- *by work*, the time in which this process computed until the answer was committed: what the replay does in the loop
  of the desk counts, what other programs do does not. The process that plays them gives way, and is not in it.

As *noise* it tells the same of every other turn without a replay against the rest of them, where 1 would be none.
"""

import asyncio
import gc
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from random import Random
from time import perf_counter, process_time

from bot.app import SHARES
from bot.desk.scripts.rehearsals import apart
from bot.desk.scripts.replay_jobs import ReplayJobs
from storage.records.complaint_records import Conversation, JournalEntry
from tests.bot.desk.desk_harness import ALL_ANSWERS, BILL, DeskHarness, open_desk
from tests.bot.desk.texts import TELECOM

_A_SECOND = 12
"""Messages of customers, at moments that are drawn."""
_SAID = (BILL, *ALL_ANSWERS)


@dataclass
class Waits:
    """How many seconds each message of a turn took."""

    clock: list[float] = field(default_factory=list)
    work: list[float] = field(default_factory=list)


async def measure(conversations: int, seconds: float, rounds: int) -> None:
    """Make the conversations, let customers write with and without a replay, and print how long they waited."""
    with tempfile.TemporaryDirectory() as folder:
        async with open_desk(Path(folder)) as desk:
            await _fill(desk, conversations)
            gc.collect()
            gc.freeze()  # as the program does once it has started
            sys.setswitchinterval(SHARES)
            # A replay rests by the clock: that of the harness stands still.
            began = perf_counter()
            world = replace(
                desk.context.environment, now=lambda: desk.clock.now + timedelta(seconds=perf_counter() - began)
            )
            goes_on = asyncio.Event()

            async def sleep(rest: float) -> None:
                await asyncio.sleep(rest)
                await goes_on.wait()

            jobs = ReplayJobs(desk.store, desk.context.scripts, world, sleep, apart)
            goes_on.set()
            await jobs.begin("telecom", TELECOM, 30, "bench")
            await _customers(desk, 10)  # until the process that plays them has begun
            alone, beside = list[Waits](), list[Waits]()
            loads, replayed = [os.getloadavg()[0]], await _done(jobs)
            for _ in range(rounds):
                beside.append(await _customers(desk, seconds))
                goes_on.clear()
                alone.append(await _customers(desk, seconds))
                goes_on.set()
                loads.append(os.getloadavg()[0])
            replayed = await _done(jobs) - replayed
            await jobs.close()
    print(f"{conversations} conversations; {replayed / rounds / seconds:.0f} a second are replayed")
    for name, part in (("by the clock", "clock"), ("by work", "work")):
        odd, even = _all(alone[::2], part), _all(alone[1::2], part)
        for what, one, other in (("noise", even, odd), ("beside a replay", _all(beside, part), odd + even)):
            pairs = [(at, _at(other, at), _at(one, at)) for at in (50, 99)]
            told = ", ".join(f"p{at} {first:.1f} and {last:.1f} ms: {last / first:.2f}" for at, first, last in pairs)
            print(f"{name}, {what}: {told} ({len(other)} and {len(one)} waits)")
    print(f"load {min(loads):.1f} to {max(loads):.1f} on {os.cpu_count()} cores")


async def _done(jobs: ReplayJobs) -> int:
    run = await jobs.find("telecom")
    return run.done if run else 0


def _all(turns: Sequence[Waits], part: str) -> list[float]:
    return [wait for one in turns for wait in getattr(one, part)]


async def _fill(desk: DeskHarness, conversations: int) -> None:
    """Write so many conversations with their journals: all as one customer's went."""
    await desk.says(*_SAID)
    (told,) = await desk.store.unit().find(Conversation)
    journal = await desk.store.unit().find(JournalEntry, conversation=told.id)
    environment = desk.context.environment
    for first in range(0, conversations, 500):
        unit = desk.store.unit()
        for number in range(first, min(conversations, first + 500)):
            key = environment.new_id()
            unit.add(replace(told, id=key, address=f"web:past-{number}", ticket="", revision=0))
            for entry in journal:
                unit.add(replace(entry, id=environment.new_id(), conversation=key))
        await unit.commit()


async def _customers(desk: DeskHarness, seconds: float) -> Waits:
    """Let customers write for so long; return how long each message took to be played and committed."""
    drawn, waits, ends = Random(7), Waits(), perf_counter() + seconds
    number, waiting = 0, set[asyncio.Task[None]]()

    async def says(customer: str, text: str) -> None:
        begins, worked = perf_counter(), process_time()
        await desk.says(text, to=customer)
        waits.clock.append(perf_counter() - begins)
        waits.work.append(process_time() - worked)

    while perf_counter() < ends:
        said, which = divmod(number, 20)
        task = asyncio.create_task(says(f"web:{id(waits)}-{said // len(_SAID)}-{which}", _SAID[said % len(_SAID)]))
        waiting.add(task)
        task.add_done_callback(waiting.discard)
        number += 1
        await asyncio.sleep(drawn.expovariate(_A_SECOND))
    await asyncio.gather(*waiting)
    return waits


def _at(waits: Sequence[float], percent: int) -> float:
    """Return the wait that so many of a hundred do not exceed, in milliseconds."""
    return sorted(waits)[min(len(waits) - 1, len(waits) * percent // 100)] * 1000


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]]
    asyncio.run(measure(*(given + [10_000, 4, 30][len(given) :])))
