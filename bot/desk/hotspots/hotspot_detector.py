"""Many people with one problem in a short time: a topic that grows beyond what is usual. Pure: no clock, no store.

Around each new telling the alike ones are gathered; what most of them share is the topic, and whoever tells half of it
is counted: people, not messages. A topic is raised once, until it was usual again for a while. See
docs/decisions/0012-hotspots.md.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import sqrt
from zoneinfo import ZoneInfo

from bot.desk.hotspots import topic_summary
from bot.desk.hotspots.baseline import (
    DAY,
    GUESS,
    MONTH,
    WEEK,
    WEEKS,
    Span,
    chance,
    expected_people,
    known_weeks,
    usual_share,
)
from bot.desk.hotspots.clustering import TellingCluster, telling_cluster
from bot.desk.hotspots.topic_name import wordings
from bot.desk.hotspots.window import TellingWindow, WindowTelling
from bot.matching.grams import grams

PEOPLE = 5
"""Nothing that fewer people tell is raised."""
TIMES = 2.0
"""Nothing is raised that is not so many times the usual."""
UNLIKELY = 1e-5
"""How likely it may be at most that so many come by chance."""
QUIET, QUIET_DRIFT = timedelta(days=7), timedelta(days=37)
"""A topic is raised again only after it was usual for so long: a drift for as long as it is looked for, and a week."""
LOOKS_BACK = timedelta(days=7 * WEEKS + 8)
"""What is taken in before the first step: the weeks before, and the week that is compared with them."""
SPANS = (
    Span("burst", 3_600.0, unpunctual=1_800.0),
    Span("burst", DAY, unpunctual=DAY / 4),
    Span("drift", WEEK, weeks=4),
    Span("drift", MONTH, weeks=4),
)

_SAME = 0.5
"""Of the weight of the words, or of the tickets, how much two topics share that are one."""


@dataclass(frozen=True, slots=True)
class Hotspot:
    """What is raised: the fields of a `Suspicion` that tell what was found."""

    at: datetime
    kind: str
    script: str
    words: tuple[str, ...]
    area: str
    samples: tuple[str, ...]
    tickets: tuple[str, ...]
    people: int
    usual: float


@dataclass(slots=True)
class _Raised:
    """A topic that was raised and goes on."""

    words: frozenset[str]
    """The grams of its words."""
    tickets: set[str]
    last: datetime
    quiet: timedelta = QUIET


class HotspotDetector:
    """Follows what is told, minute by minute, and says once of each topic when it is beyond the usual."""

    def __init__(self, zone: ZoneInfo) -> None:
        """``zone`` is that of the desk: the hours and weekdays that people live by."""
        self._zone = zone
        self._told = TellingWindow(LOOKS_BACK.total_seconds())
        self._raised: list[_Raised] = []
        self._usual, self._usual_on = GUESS, date.min

    def learn(self, tellings: Iterable[WindowTelling]) -> None:
        """Take in what was told before there is anything to raise."""
        for telling in tellings:
            self._told.add(telling)

    def know(self, words: Iterable[str], tickets: Iterable[str], at: datetime, kind: str = "burst") -> None:
        """Take in that a topic was raised, such as before a restart."""
        self._raised.append(_Raised(_grams(words), set(tickets), at, _quiet(kind)))

    def is_same(self, words: Iterable[str], tickets: Iterable[str], hotspot: Hotspot) -> bool:
        """Tell whether what was raised with these words and tickets is the topic of a hotspot."""
        return self._share(_Raised(_grams(words), set(tickets), hotspot.at), hotspot)

    def step(self, tellings: Sequence[WindowTelling]) -> list[Hotspot]:
        """Take in what was told within one minute, after all that was taken in before; return what is to be raised.

        The order of the tellings makes no difference.
        """
        numbers = [self._told.add(telling) for telling in sorted(tellings, key=_by_content)]
        at = max((telling.at for telling in tellings), default=None)
        if at is None:
            return []
        self._learn_usual(at)
        found = [one for number in numbers for span in SPANS if (one := self._look(number, span, at))]
        found.sort(key=lambda one: (one[0], -one[1].people, one[1].words))
        return [hotspot for _, hotspot in found if self._is_new(hotspot)]

    def _learn_usual(self, at: datetime) -> None:
        """Learn once a week, by what was told before it, how large topics are."""
        today = at.astimezone(self._zone)
        monday = today.date() - timedelta(days=today.weekday())
        if monday != self._usual_on:
            until = datetime.combine(monday, time.min, self._zone)
            self._usual, self._usual_on = usual_share(self._told, until.timestamp()), monday

    def _look(self, number: int, span: Span, at: datetime) -> tuple[float, Hotspot] | None:
        """Return the topic of a telling with its chance if more people have it now than is usual."""
        now = at.timestamp()
        since = now - span.seconds
        is_known = known_weeks(self._told, span, at) >= span.weeks
        found = telling_cluster(self._told, number, since, PEOPLE) if is_known else None
        people = self._told.people(found.members, since, now) if found else 0
        if found is None or people < PEOPLE:
            return None
        expected = expected_people(self._told, found.members, span, at, self._zone, self._usual)
        unlikely = chance(people, expected)
        if people < TIMES * expected or unlikely > UNLIKELY:
            return None
        first = self._told.after(since)
        told = [self._told.at(one) for one in found.members if one >= first]
        return unlikely, _hotspot(span.kind, found, told, people, expected, at)

    def _is_new(self, hotspot: Hotspot) -> bool:
        """Tell whether a topic was not raised yet; one that was goes on."""
        self._raised = [one for one in self._raised if hotspot.at - one.last <= one.quiet]
        same = [one for one in self._raised if self._share(one, hotspot)]
        for one in same:
            one.last = hotspot.at
            one.tickets.update(hotspot.tickets)
            one.quiet = max(one.quiet, _quiet(hotspot.kind))
        if not same:
            self.know(hotspot.words, hotspot.tickets, hotspot.at, hotspot.kind)
        return not same

    def _share(self, raised: _Raised, hotspot: Hotspot) -> bool:
        """Tell whether two topics share half of the tickets of either, or of what their words weigh."""
        fewer = min(len(raised.tickets), len(hotspot.tickets))
        if raised.tickets and len(raised.tickets.intersection(hotspot.tickets)) >= _SAME * fewer:
            return True
        one, other = self._told.weighed(raised.words), self._told.weighed(_grams(hotspot.words))
        shared = sum(weight for gram, weight in one.items() if gram in other)
        return shared > 0 and shared >= _SAME * sqrt(sum(one.values()) * sum(other.values()))


def _hotspot(
    kind: str, found: TellingCluster, told: Sequence[WindowTelling], people: int, expected: float, at: datetime
) -> Hotspot:
    first_of_each = {telling.customer: telling for telling in reversed(told)}
    by_person = sorted(first_of_each.values(), key=lambda telling: telling.at)
    scripts = [telling.script for telling in told]
    return Hotspot(
        at=at,
        kind=kind,
        script=max(scripts, key=lambda script: (scripts.count(script), script)),
        words=wordings(found.grams, [telling.text for telling in by_person]),
        area=topic_summary.area(telling.place for telling in by_person),
        samples=topic_summary.samples(telling.text for telling in by_person),
        tickets=tuple(dict.fromkeys(telling.ticket for telling in told)),
        people=people,
        usual=round(expected, 2),
    )


def _quiet(kind: str) -> timedelta:
    return QUIET_DRIFT if kind == "drift" else QUIET


def _by_content(telling: WindowTelling) -> tuple[str, ...]:
    return telling.customer, telling.text, telling.ticket


def _grams(words: Iterable[str]) -> frozenset[str]:
    return frozenset().union(*(grams(word) for word in words))
