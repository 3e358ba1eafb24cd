"""Replays the conversations of the last days on a draft, behind the desk: how far it got stands in the store.

One at a time for each script, whichever process does it. What is kept of it are numbers and the ids of conversations;
what customers wrote stays where it is.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import BrokenExecutor
from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk.core.environment import Environment
from bot.desk.scripts.registry import ScriptRegistry
from bot.desk.scripts.rehearsals import Stage, here
from bot.desk.scripts.replay_runner import ReplayedDraft, ReplayedOnDraft, ReplayReport, replay_all
from bot.desk.scripts.validation import Source
from dialogs.language.script_loader import load
from storage.ports import Conflict, StorageError, Store
from storage.records.record import Json
from storage.records.script_records import ReplayRun

log = logging.getLogger(__name__)

DEAD_AFTER = timedelta(minutes=2)
"""Within which a replay that goes on tells so."""
_WRITTEN_EVERY = 20
"""Conversations after which it is written down how far it got."""
_TIMES_WRITTEN = 100
"""How often of very many: to sum them up takes as long as all that were played."""
_WRITTEN_WITHIN = timedelta(seconds=10)
"""However slow it is on a busy machine: who looks must not take it for dead."""
_BREATH = 0.02
"""Seconds of rest after each conversation, in which customers are served: longer than one takes to be read."""
_LONGEST_BREATH = 1.0
"""Seconds of rest at most, where the machine is so busy that one conversation took longer than that."""
MOST_LISTED = 200
"""Conversations that differ and are named; how many there are is told in any case."""
DAYS = (1, 7, 30)
"""How far back it may go."""

_REPLAYS = "replays"


class NotReplayable(Exception):
    """The draft cannot be played; ``reason`` says why, as a word."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class ReplayJobs:
    """The replays that this process has begun, and those of all that stand in the store."""

    def __init__(
        self,
        store: Store,
        scripts: ScriptRegistry,
        environment: Environment,
        sleep: Callable[[float], Awaitable[None]],
        stage: Stage = here,
    ) -> None:
        self._stage = stage
        self._store = store
        self._scripts = scripts
        self._environment = environment
        self._sleep = sleep
        self._tasks: set[asyncio.Task[None]] = set()

    async def find(self, key: str) -> ReplayRun | None:
        """Return the last replay on a draft of this script, or None."""
        return await self._store.unit().get(ReplayRun, key)

    def is_running(self, run: ReplayRun | None) -> bool:
        """Return whether a replay goes on, in whichever process."""
        return run is not None and run.status == "running" and self._environment.now() - run.at < DEAD_AFTER

    async def begin(self, key: str, source: Source, days: int, name: str) -> ReplayRun:
        """Begin a replay on a text, unless one goes on; it ends by itself.

        Raises:
            NotReplayable: if the text has mistakes, or one goes on already.

        """
        draft = load(source.text).script
        if draft is None or draft.key != key:
            raise NotReplayable("mistakes")
        async with self._store.unit() as unit:
            await unit.hold(_REPLAYS)
            there = await unit.get(ReplayRun, key)
            if self.is_running(there):
                raise NotReplayable("running")
            now = self._environment.now()
            fresh = ReplayRun(id=key, status="running", draft=source.id, days=days, total=0, name=name, at=now)
            if there is None:
                unit.add(fresh)
            else:
                fresh = replace(fresh, revision=there.revision)
                unit.put(fresh)
            await unit.commit()
        run = await self.find(key) or fresh
        task = asyncio.get_running_loop().create_task(self._run(run, ReplayedDraft(key, source.text)))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return run

    async def finished(self) -> None:
        """Wait until what this process has begun is over."""
        await asyncio.gather(*self._tasks)

    async def close(self) -> None:
        """Give up what this process has begun; it can be begun anew."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _run(self, run: ReplayRun, draft: ReplayedDraft) -> None:
        written, began = run, self._environment.now()

        async def note(done: int, total: int, so_far: ReplayReport) -> None:
            nonlocal written, began
            # As long as it took: however busy the machine is, half of the time no replay wants it.
            took = (self._environment.now() - began).total_seconds()
            await self._sleep(min(max(_BREATH, took), _LONGEST_BREATH))
            began = self._environment.now()
            is_late = self._environment.now() - written.at > _WRITTEN_WITHIN
            if is_late or done % max(_WRITTEN_EVERY, total // _TIMES_WRITTEN) == 0:
                written = await self._write(written, done, total, so_far)

        try:
            since: datetime = run.at - timedelta(days=run.days)
            async with self._stage() as rehearse:
                report = await replay_all(self._store, self._scripts, draft, since, note, rehearse)
            number = len(report.replayed) + len(report.unreadable)
            await self._write(replace(written, status="done"), number, number, report)
        except Conflict:
            log.info("the replay of %s was begun anew elsewhere", run.id)
        except (StorageError, BrokenExecutor) as fault:
            log.warning("the replay of %s was given up: %s", run.id, fault)
        except Exception:  # no loop is above; that it goes on no more is seen by its time
            log.exception("the replay of %s failed", run.id)

    async def _write(self, run: ReplayRun, done: int, total: int, report: ReplayReport) -> ReplayRun:
        unit = self._store.unit()
        told = replace(run, done=done, total=total, report=report_of(report), at=self._environment.now())
        unit.put(told)
        await unit.commit()
        return replace(told, revision=told.revision + 1)


def report_of(report: ReplayReport) -> Json:
    """Return what is kept of a replay: numbers, steps and ids."""
    old, draft = report.old(), report.draft()
    return {
        "same": len(report.replayed) - len(report.differing),
        "differ": len(report.differing),
        "elsewhere": report.ended_otherwise,
        "unreadable": len(report.unreadable),
        "untaken": dict(report.untaken.most_common(20)),
        "questions": [sum(one.questions for one in courses) for courses in (old, draft)],
        "ends": {
            status: [sum(one.status == status for one in courses) for courses in (old, draft)]
            for status in ("with-person", "closed", "abandoned")
        },
        "listed": [_line(one) for one in report.differing[:MOST_LISTED]],
    }


def _line(one: ReplayedOnDraft) -> Json:
    parting, untaken = one.rehearsal.parting, one.rehearsal.untaken
    turn = parting.turn if parting else untaken[0].turn
    return {
        "id": one.conversation,
        "reference": one.reference,
        "began": one.began.isoformat(),
        "turn": turn,
        "old": parting.old if parting else untaken[0].old,
        "draft": parting.draft if parting else untaken[0].draft,
        "untaken": len(untaken),
    }
