"""Reports over the store as it is now, or was a minute ago: read in slices and counted beside the loop, one at a time.

Whoever opens a report meanwhile waits for that reading, and shares it; customers do not.
"""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from bot.desk.core.environment import Environment
from bot.desk.reports.fact_gatherer import FactGatherer, Remembered
from bot.desk.reports.report import Report, TicketChoice, make_report
from bot.desk.reports.report_period import Period
from bot.desk.reports.ticket_facts import DeskFacts
from dialogs.model.script import Script
from storage.ports import Snapshot, Store
from storage.records import Conversation, Handoff, Message, Occurrence, Promise, Record, Ticket

FRESH = timedelta(minutes=1)
"""How long one reading is good enough."""
AT_A_TIME = 2000
"""Documents that are looked into before others may go on."""
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
        self._reading = asyncio.Lock()
        self._known: DeskFacts | None = None
        self._made: dict[tuple[object, ...], Report] = {}
        self._heard: tuple[str, str] | None = None
        """The ids of the newest messages when the reading before the last began, and when the last began."""

    async def facts(self) -> DeskFacts:
        """Return the facts of the desk."""
        async with self._reading:
            return await self._facts()

    async def report(self, period: Period, choice: TicketChoice, group: str) -> Report:
        """Return a report; see `make_report`."""
        key = (period, tuple(sorted(choice.groups.items())), group)
        async with self._reading:
            facts = await self._facts()
            if key not in self._made:
                if len(self._made) >= MOST_KEPT:
                    self._made.clear()
                self._made[key] = await asyncio.to_thread(make_report, facts, period, choice, group)
            return self._made[key]

    async def _facts(self) -> DeskFacts:
        now = self._environment.now()
        if self._known is None or now - self._known.read >= FRESH:
            await self._read()
            self._known = await asyncio.to_thread(self._gatherer.facts, now)
            self._made.clear()
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
        last = await self._store.unit().last(Message)
        newest = last.id if last else ""
        async with self._store.snapshot() as snapshot:
            for kind, memory in remembered.items():
                memory.begin()
                await _in_slices(snapshot, kind, memory.take)
            if self._heard is None:
                await _in_slices(snapshot, Message, gathered.take_messages)
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


async def _in_slices(snapshot: Snapshot, kind: type[Record], take: Callable[[list[bytes]], None]) -> None:
    waiting: list[bytes] = []
    async for page in snapshot.documents(kind):
        waiting += page
        if len(waiting) >= AT_A_TIME:
            await asyncio.to_thread(take, waiting)
            waiting = []
    await asyncio.to_thread(take, waiting)
