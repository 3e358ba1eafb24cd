"""What would have been raised in the past: the same looking out over what the store still holds. Changes nothing."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.desk.hotspots.hotspot_detector import LOOKS_BACK, Hotspot, HotspotDetector
from bot.desk.hotspots.telling_reader import TellingReader

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Backtest:
    """What would have been raised since a moment."""

    since: datetime
    hotspots: tuple[Hotspot, ...]
    tellings: int
    hours: int
    """From that moment, or the first telling after it, up to the end."""

    @property
    def hours_with_any(self) -> int:
        """How many of these hours something was raised in."""
        return len({(one.at - self.since) // HOUR for one in self.hotspots})


async def backtest(tellings: TellingReader, zone: ZoneInfo, since: datetime, until: datetime) -> Backtest:
    """Return what would have been raised from one moment to another, with all known that was told before."""
    hotspots, raised, count = HotspotDetector(zone), list[Hotspot](), 0
    first: datetime | None = None
    async for _, step in tellings.by_minute(await tellings.before(since - LOOKS_BACK), until):
        if not step or step[0].at < since:
            hotspots.learn(step)
            continue
        first = first or step[0].at
        raised += await asyncio.to_thread(hotspots.step, step)
        count += len(step)
    hours = -((first - until) // HOUR) if first else 0
    return Backtest(since, tuple(raised), count, hours)
