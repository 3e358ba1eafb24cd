"""Has the processes on one store count a visitor together: each writes down its busy visitors, and reads the others'.

Every two seconds, and only of who did half of what is allowed; so quiet hours cost one small read, and what gets
through above a limit is what comes within two seconds. Names are hashed with the key of the server: no network address
gets into the store.
"""

import hashlib
import hmac
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import astuple
from datetime import datetime, timedelta

from bot.channels.visitor_limits import Limit, VisitorLimits
from bot.desk.core.sliding_count import SlidingCount
from storage.ports import Conflict, Store, Unavailable
from storage.records.access_records import VisitorCounts

log = logging.getLogger(__name__)

PAUSE = 2.0
"""Seconds between two looks at the others."""
STALE = timedelta(minutes=20)
"""After so long nothing that a process counted counts any more, and what it left is removed."""


class LimitSharing:
    """What this process tells the others, and what it has from them."""

    def __init__(self, store: Store, limits: VisitorLimits, key: bytes, name: str, now: Callable[[], datetime]) -> None:
        """``name`` is that of this process, unlike all others."""
        self._store = store
        self._limits = limits
        self._key = key
        self._name = name
        self._now = now
        self._others: Mapping[str, SlidingCount] = {}
        limits.elsewhere = self._elsewhere

    async def serve(self, sleep: Callable[[float], Awaitable[object]]) -> None:
        """Share, for ever; while the store is out of reach, each process counts for itself."""
        alone = False
        while True:
            try:
                await self.share()
                alone = False
            except (Conflict, Unavailable) as fault:
                if not alone:
                    log.warning("visitors are counted here alone for now: %s", fault)
                alone = True
            await sleep(PAUSE)

    async def share(self) -> None:
        """Write down what is busy here, and read what is busy elsewhere."""
        unit, now = self._store.unit(), self._now()
        kept = {one.id: one for one in await unit.find(VisitorCounts)}
        mine = kept.pop(self._name, None)
        busy = {self._hashed(*who): list(astuple(count)) for who, count in self._limits.busy().items()}
        for one in kept.values():
            if one.at < now - STALE:
                unit.delete(one)
        if mine is not None and not busy:
            unit.delete(mine)
        elif busy:
            written = VisitorCounts(id=self._name, at=now, counts=busy, revision=mine.revision if mine else 0)
            unit.put(written) if mine else unit.add(written)
        await unit.commit()
        self._others = _sum(list(kept.values()))

    def _elsewhere(self, limit: Limit, who: str) -> SlidingCount | None:
        return self._others.get(self._hashed(limit, who)) if self._others else None

    def _hashed(self, limit: Limit, who: str) -> str:
        return hmac.digest(self._key, f"{limit} {who}".encode(), hashlib.sha256)[:12].hex()


def _sum(kept: list[VisitorCounts]) -> dict[str, SlidingCount]:
    """Return what several processes counted; where their windows differ, the newest counts."""
    total = dict[str, SlidingCount]()
    for name, values in [pair for one in kept for pair in one.counts.items()]:
        count, known = SlidingCount(*values), total.get(name)
        if known is None or known.window < count.window:
            total[name] = count
        elif known.window == count.window:
            total[name] = known.and_of(count)
    return total
