"""Looks out for hotspots while the desk serves, and writes each down for the staff, once.

It reads what the turns have committed, some time after them: no customer ever waits for it. What it knows of the last
weeks is in memory only, and is read again at each start.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.desk.core.environment import Environment
from bot.desk.hotspots.hotspot_detector import LOOKS_BACK, Hotspot, HotspotDetector
from bot.desk.hotspots.telling_reader import TellingReader
from bot.desk.hotspots.topic_summary import samples
from storage.ports import StorageError, Store, UnitOfWork
from storage.records.complaint_records import Occurrence
from storage.records.finding_records import Suspicion

log = logging.getLogger(__name__)

PAUSE = 30.0
"""Seconds between two looks."""
SETTLED = timedelta(minutes=1)
"""A minute is looked at when it is over for so long: by then every turn of it is committed."""
SUSPECTED = "suspicions"
"""The hint that a suspicion was raised or judged; no address looks like it."""
_MISSED = timedelta(days=1)
"""What was told so long before the start may still be raised: nobody looked out while the program was down."""


class HotspotMonitor:
    """Follows what is told and raises suspicions."""

    def __init__(
        self, store: Store, environment: Environment, tellings: TellingReader, zone: Callable[[], ZoneInfo]
    ) -> None:
        self._store = store
        self._environment = environment
        self._tellings = tellings
        self._zone = zone
        self._counts_by = zone()
        self._hotspots = HotspotDetector(self._counts_by)
        self._after = ""
        self._unwritten: list[Hotspot] = []

    async def serve(self, sleep: Callable[[float], Awaitable[None]]) -> None:
        """Look out for ever."""
        begun = False
        while True:
            try:
                if not begun:
                    await self.begin()
                begun = True
                await self.look()
            except StorageError as fault:
                log.warning("hotspots are looked for later: %s", fault)
            except Exception:  # this loop's: a bug here is no reason to stop serving
                log.exception("hotspots are looked for later")
            await sleep(PAUSE)

    async def begin(self) -> None:
        """Learn from the last weeks what is usual, and what was raised in them."""
        now = self._environment.now()
        self._counts_by = self._zone()
        self._hotspots = HotspotDetector(self._counts_by)
        for one in await self._store.unit().find(Suspicion):
            self._hotspots.know(one.words, one.tickets, one.at, one.kind)
        self._after = await self._tellings.before(now - LOOKS_BACK)
        async for last, step in self._tellings.by_minute(self._after, _minute(now - _MISSED)):
            self._after = last
            self._hotspots.learn(step)
            await asyncio.sleep(0)  # customers come first

    async def look(self) -> None:
        """Take in what was told since the last look, and write down what is to be raised."""
        if self._counts_by != self._zone():
            await self.begin()  # what is usual is counted by hours of the day
        until = _minute(self._environment.now() - SETTLED)
        async for last, step in self._tellings.by_minute(self._after, until):
            self._after = last
            # In a thread: a minute of a wave takes longer than a customer should wait for.
            self._unwritten += await asyncio.to_thread(self._hotspots.step, step)
        if self._unwritten:
            await self._write()

    async def _write(self) -> None:
        unit = self._store.unit()
        open_ones = [*await unit.find(Suspicion, status="suspected"), *await unit.find(Suspicion, status="watched")]
        for hotspot in self._unwritten:
            if any(self._hotspots.is_same(one.words, one.tickets, hotspot) for one in open_ones):
                continue  # nobody has judged the last one yet
            quotes = await _still_told(unit, hotspot)
            unit.add(Suspicion(id=self._environment.new_id(), **{**asdict(hotspot), "samples": quotes}))
            log.info("a %s is suspected: %d people, %.1f are usual", hotspot.kind, hotspot.people, hotspot.usual)
        await unit.commit()
        self._unwritten.clear()
        self._store.changes.tell(SUSPECTED)


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)


async def _still_told(unit: UnitOfWork, hotspot: Hotspot) -> tuple[str, ...]:
    """Return those samples whose tellings are kept: what was erased since it was read is not quoted."""
    tellings = [one for key in hotspot.tickets for one in await unit.find(Occurrence, ticket=key)]
    kept = {quote for telling in tellings for quote in samples([telling.text])}
    return tuple(one for one in hotspot.samples if one in kept)
