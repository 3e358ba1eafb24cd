"""Reports over the store as it is now, or was some minutes ago: read in slices and counted beside the loop.

Where they are kept ready (`Reports.keep_ready`), whoever opens one sees the last reading and its time, and may ask for
a new one. Else it is read when it is opened; whoever opens another one meanwhile shares that. Customers never wait.
"""

import asyncio
import gc
import logging
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

from bot.desk.core.environment import Environment
from bot.desk.reports.desk_facts import DeskFacts
from bot.desk.reports.fact_gatherer import AT_A_TIME, FactGatherer, Remembered
from bot.desk.reports.report import Report, TicketChoice, make_report
from bot.desk.reports.report_period import Period
from dialogs.model.script import Script
from storage.ports import Snapshot, StorageError, Store
from storage.records.complaint_records import Conversation, Handoff, Message, Occurrence, Promise, Ticket
from storage.records.desk_records import Team
from storage.records.record import Record
from storage.records.register_records import ImportRun

log = logging.getLogger(__name__)

FRESH = timedelta(minutes=1)
"""How long one reading is good enough."""
EVERY = timedelta(minutes=10)
"""How often it is read where reports are kept ready."""
MOMENT, BRIEF = timedelta(seconds=0.3), timedelta(seconds=5)
"""A desk that is read within a moment is read whenever one opens a report, but not more often than so."""
REST = 100
"""By how much longer than a reading took it is rested after it, at least."""
REST_BETWEEN = 0.002
"""Seconds between two figures, which are counted in about one: so a customer waits for a report hardly ever."""
MOST_KEPT = 20
"""Reports on one reading that are not counted again."""


class Reports:
    """Gives facts and reports."""

    def __init__(self, store: Store, environment: Environment, script_of: Callable[[str], Script | None]) -> None:
        self.script_of = script_of
        """Which script has a key; it knows what slots and steps are called."""
        self._store = store
        self._environment = environment
        self._gatherer = FactGatherer(script_of)
        self._reading, self._counting = asyncio.Lock(), asyncio.Lock()
        self._good_for = FRESH
        self._known: DeskFacts | None = None
        self._made: dict[tuple[object, ...], Report] = {}
        self._heard: tuple[str, str] | None = None
        """The ids of the newest messages when the reading before the last began, and when the last began."""
        self._taken = ("", 0)
        """The last import of tickets, and how many it had brought, when all messages were read."""

    async def facts(self, *, now: bool = False) -> DeskFacts:
        """Return the facts of the desk; ``now`` as they are now, where they are not a minute old."""
        good_for = FRESH if now else self._good_for
        if (known := self._young(good_for)) is not None:
            return known
        async with self._reading:
            return self._young(good_for) or await self._fresh()

    async def report(self, period: Period, choice: TicketChoice, group: str) -> Report:
        """Return a report; see `make_report`."""
        facts = await self.facts()
        key = (facts.read, period, tuple(sorted(choice.groups.items())), group)
        async with self._counting:
            if key not in self._made:
                if len(self._made) >= MOST_KEPT:
                    self._made.clear()
                self._made[key] = await asyncio.to_thread(make_report, facts, period, choice, group, _rest)
            return self._made[key]

    async def keep_ready(self, sleep: Callable[[float], Awaitable[None]]) -> None:
        """Read now and again, for ever, so that nobody who opens a report waits for it."""
        while True:
            began = self._environment.now()
            try:
                async with self._reading:
                    await self._fresh()
            except StorageError as fault:
                log.warning("reports could not be read: %s", fault)
            except Exception:  # this loop's: a bug in a figure is no reason to stop serving
                log.exception("reports could not be read")
            took = self._environment.now() - began
            pause = max(EVERY, REST * took)
            self._good_for = 2 * pause if took > MOMENT else BRIEF
            await sleep(pause.total_seconds())

    def _young(self, good_for: timedelta) -> DeskFacts | None:
        known = self._known
        if known is not None and not known.tickets:  # the first complaint is seen at once
            good_for = min(good_for, BRIEF)
        return known if known is not None and self._environment.now() - known.read < good_for else None

    async def _fresh(self) -> DeskFacts:
        now = self._environment.now()
        await self._read()
        teams = sorted(await self._store.unit().find(Team), key=lambda one: one.name, reverse=True)
        team_of = {member: team.name for team in teams for member in team.members}
        self._known = await asyncio.to_thread(self._gatherer.facts, now, team_of, self._set_aside)
        return self._known

    async def _read(self) -> None:
        gathered = self._gatherer
        remembered: dict[type[Record], Remembered[Any]] = {
            Conversation: gathered.conversations,
            Occurrence: gathered.tellings,
            Handoff: gathered.handoffs,
            Promise: gathered.promises,
            Ticket: gathered.tickets,
        }
        last, taken = await self._store.unit().last(Message), await self._store.unit().last(ImportRun)
        newest = last.id if last else ""
        if taken and taken.added and (taken.id, taken.added) != self._taken:
            self._heard, self._taken = None, (taken.id, taken.added)  # what was taken in has ids of long ago
        async with self._store.snapshot() as snapshot:
            for kind, memory in remembered.items():
                memory.begin()
                await self._in_slices(snapshot, kind, memory.take)
            if self._heard is None:
                await self._in_slices(snapshot, Message, gathered.take_messages)
        await self._hear_on()
        self._heard = (self._heard[1] if self._heard else newest, newest)

    async def _hear_on(self) -> None:
        """Take the messages since the reading before the last: one that was being committed then came behind others."""
        bound = self._heard[0] if self._heard else None
        while bound is not None and (page := await self._store.unit().find(Message, after=bound, limit=AT_A_TIME // 4)):
            for one in page:
                if one.author == "agent":
                    self._gatherer.hear(one.ticket or one.conversation, one.at)
            bound = page[-1].id
            await asyncio.sleep(0)

    async def _in_slices(self, snapshot: Snapshot, kind: type[Record], take: Callable[[list[bytes]], None]) -> None:
        waiting: list[bytes] = []
        async for page in snapshot.documents(kind):
            waiting += page
            if len(waiting) >= AT_A_TIME:
                await asyncio.to_thread(take, waiting)
                waiting = []
                self._set_aside()
        await asyncio.to_thread(take, waiting)

    def _set_aside(self) -> None:
        """Have what the first reading made so far not be looked through for garbage: it stays, and there is much of it.

        With a million tickets each look would take over a second, in which no customer is answered.
        """
        if self._known is None:
            gc.collect(1)
            gc.freeze()


def _rest() -> None:
    time.sleep(REST_BETWEEN)
