"""Conversations played on a draft in a process of their own, which gives way to whoever else wants the machine.

What goes there and comes back are texts and numbers; that process reads no store and knows nobody.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing import active_children, get_context

from dialogs.language.script_loader import load
from dialogs.model.events import event_from_json
from dialogs.model.script import Script
from dialogs.versions.journal_replay import Rehearsal, rehearse
from storage.records.record import Json

_KEPT = 16
"""Versions that the process remembers as it read them."""


_BEHIND = 10
"""By how much that process gives way; by more it would stand still on a machine that is always busy."""


@dataclass(frozen=True)
class RehearsalTask:
    """One conversation that is to be played on a draft."""

    draft: str
    """The text of it."""
    played: Sequence[tuple[int, str]]
    """The texts of the versions that played it, each with the number of the first event there, the first with 0."""
    events: Sequence[Json]


Rehearse = Callable[[RehearsalTask], Awaitable[Rehearsal | None]]
"""Plays one; None where a version cannot be read by this program any more."""
Stage = Callable[[], AbstractAsyncContextManager[Rehearse]]
"""Where they are played, as long as it is open."""


def rehearsed(task: RehearsalTask) -> Rehearsal | None:
    """Return how a conversation would have gone on a draft, or None where it cannot be played any more."""
    draft, scripts = _read(task.draft), {number: _read(text) for number, text in task.played}
    read = {number: script for number, script in scripts.items() if script is not None}
    if draft is None or 0 not in read or len(read) < len(scripts):
        return None
    moved = {number: script for number, script in read.items() if number}
    return rehearse(read[0], draft, map(event_from_json, task.events), moved)


async def rehearse_here(task: RehearsalTask) -> Rehearsal | None:
    """Play one in this process, before anybody else goes on."""
    return rehearsed(task)


@asynccontextmanager
async def here() -> AsyncIterator[Rehearse]:
    """Play them in this process."""
    yield rehearse_here


@asynccontextmanager
async def apart() -> AsyncIterator[Rehearse]:
    """Play them in a process beside this one, behind all others."""
    pool, others = ProcessPoolExecutor(1, mp_context=get_context("spawn")), {*active_children()}
    loop = asyncio.get_running_loop()
    pool.submit(int)  # begins the process, which is behind all others from the start: its imports are most of its work
    for key in (child.pid for child in {*active_children()} - others if child.pid):
        with suppress(ProcessLookupError):
            os.setpriority(os.PRIO_PROCESS, key, os.getpriority(os.PRIO_PROCESS, 0) + _BEHIND)

    async def play(task: RehearsalTask) -> Rehearsal | None:
        return await loop.run_in_executor(pool, rehearsed, task)

    try:
        yield play
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


@lru_cache(_KEPT)
def _read(text: str) -> Script | None:
    return load(text).script
