"""How much longer customers wait while 10,000 conversations are replayed on a draft, in the same run.

``python -m bench.replay_speed [CONVERSATIONS] [SECONDS]``: customers write all the time, in turns of so many seconds
with and without a replay; told are the 99th of 100 waits of each, and how many conversations a second the replay does.
"""

import asyncio
import gc
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from time import perf_counter

from bot.desk.scripts.rehearsals import apart
from bot.desk.scripts.replay_jobs import ReplayJobs
from storage.records.complaint_records import Conversation, JournalEntry
from tests.bot.desk.desk_harness import ALL_ANSWERS, BILL, DeskHarness, open_desk
from tests.bot.desk.texts import TELECOM

_A_SECOND = 12
"""Messages of customers, at moments that are drawn."""
_ROUNDS = 3
_SAID = (BILL, *ALL_ANSWERS)


async def measure(conversations: int, seconds: float) -> None:
    """Make the conversations, let customers write with and without a replay, and print how long they waited."""
    with tempfile.TemporaryDirectory() as folder:
        async with open_desk(Path(folder)) as desk:
            await _fill(desk, conversations)
            gc.collect()
            gc.freeze()  # as the program does once it has started
            jobs = ReplayJobs(desk.store, desk.context.scripts, desk.context.environment, asyncio.sleep, apart)
            await _customers(desk, 3)
            alone, beside = list[float](), list[float]()
            done = 0
            for _ in range(_ROUNDS):
                alone += await _customers(desk, seconds)
                await jobs.begin("telecom", TELECOM, 30, "bench")
                await asyncio.sleep(1)
                beside += await _customers(desk, seconds)
                run = await jobs.find("telecom")
                done += run.done if run else 0
                await jobs.close()
                desk.clock.forward(minutes=5)
    print(f"{conversations} conversations; {done / _ROUNDS / (seconds + 1):.0f} a second are replayed")
    for name, waits in (("alone", alone), ("beside a replay", beside)):
        print(f"{name}: p50 {_at(waits, 50):.1f} ms, p99 {_at(waits, 99):.1f} ms of {len(waits)}")
    print(f"p99 is {_at(beside, 99) / _at(alone, 99):.2f} times as long")


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


async def _customers(desk: DeskHarness, seconds: float) -> list[float]:
    """Let customers write for so long; return how many seconds each message took to be played and committed."""
    drawn, waits, ends = Random(7), list[float](), perf_counter() + seconds
    number, waiting = 0, set[asyncio.Task[None]]()

    async def says(customer: str, text: str) -> None:
        begins = perf_counter()
        await desk.says(text, to=customer)
        waits.append(perf_counter() - begins)

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
    asyncio.run(measure(*(given + [10_000, 20][len(given) :])))
