"""How a topic went: how many people told it in each hour or on each day, against what is usual, and where they are.

Pure but for the reading of what was told. Whoever tells it is in the suspicion's tickets, or uses its words.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.desk.hotspots.telling_reader import TellingReader
from bot.desk.hotspots.topic_summary import masked
from bot.desk.hotspots.window import WindowTelling
from bot.matching.normalise import plain
from storage.records.finding_records import Suspicion

_HOURS = (timedelta(hours=1), 24, 24)
_DAYS = (timedelta(days=1), 21, 14)
"""By the kind: the length of a step, and how many are looked at before and after it was raised."""
MOST_PLACES = 8


@dataclass(frozen=True)
class TopicCourse:
    """What the page of a hotspot shows of it."""

    steps: tuple[tuple[datetime, int], ...]
    """When each step begins, and how many people told it in it."""
    usual: float
    """People in one step on any other day."""
    people: int
    """All in these steps."""
    places: tuple[tuple[str, int], ...]
    """What they named, the most frequent first."""


async def course_of(tellings: TellingReader, suspicion: Suspicion, now: datetime) -> TopicCourse:
    """Return how the topic of a suspicion went around the moment at which it was raised."""
    length, before, after = _HOURS if suspicion.kind == "burst" else _DAYS
    first = suspicion.at - before * length
    last = min(now, suspicion.at + after * length)
    found = list[WindowTelling]()
    async for _, minute in tellings.by_minute(await tellings.before(first), last):
        found += [one for one in minute if one.at >= first and tells(suspicion, one)]
    return course(suspicion, found, first, last)


def tells(suspicion: Suspicion, one: WindowTelling) -> bool:
    """Tell whether a telling is one of the topic."""
    said = plain(one.text, masked=True)
    return one.ticket in suspicion.tickets or any(plain(word, masked=True) in said for word in suspicion.words)


def course(suspicion: Suspicion, told: Iterable[WindowTelling], first: datetime, last: datetime) -> TopicCourse:
    """Return how many people told it in each step from a moment to another."""
    length = _HOURS[0] if suspicion.kind == "burst" else _DAYS[0]
    told = list(told)
    count = max(1, -(-(last - first) // length))
    people = [{one.customer for one in told if (one.at - first) // length == step} for step in range(count)]
    # What is usual is told for the span of a burst, which is a day at most, or for a week.
    usual = suspicion.usual / (24 if suspicion.kind == "burst" else 7)
    named = Counter({one.customer: masked(one.place) for one in told if one.place}.values())
    return TopicCourse(
        tuple((first + step * length, len(who)) for step, who in enumerate(people)),
        usual,
        len({one.customer for one in told}),
        tuple(named.most_common(MOST_PLACES)),
    )
