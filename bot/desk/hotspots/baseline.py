"""How many people with a topic are usual in a time, and how likely it is that so many come by chance. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import exp
from zoneinfo import ZoneInfo

from bot.desk.hotspots.clustering import SEED, telling_cluster
from bot.desk.hotspots.window import TellingWindow

WEEKS = 8
"""Weeks that are looked back at."""
DAY, WEEK, MONTH = 86_400.0, 7 * 86_400.0, 30 * 86_400.0
"""In seconds."""

GUESS = 0.05
"""Before anything is known a topic is taken for this share of the tellings: what is new on a busy desk may be usual."""
_OF = 100
"""So many tellings count what is usual of any topic at a desk, against those that show what is of this one."""
_ASKED, _FEW = 60, 30
"""Tellings that tell how large the topics of a desk are, the newest; and with fewer than these it is guessed."""
_LARGE = 0.9
"""Of their topics, the share that are at most as large as is taken for usual."""


@dataclass(frozen=True, slots=True)
class Span:
    """A time up to now in which people are counted."""

    kind: str
    """The kind of a `Suspicion` that it leads to."""
    seconds: float
    unpunctual: float = 0.0
    """Seconds by which a weekly peak may come earlier or later."""
    weeks: int = 0
    """Weeks that must be known before this time is compared with them."""


def usual_share(told: TellingWindow, until: float) -> float:
    """Return the share of all tellings that a topic of this desk has at most as a rule, by those told until a time.

    Never more than `GUESS`, by which what goes wrong again and again is told from a new wave; where everybody has a
    matter of his own, far less is usual.
    """
    end = told.after(until)
    asked = range(max(told.first, end - _ASKED), end)
    if len(asked) < _FEW:
        return GUESS
    since = until - 2 * WEEK
    topics = (telling_cluster(told, number, since, SEED) for number in asked)
    sizes = sorted(len(topic.members) if topic else 1 for topic in topics)
    return min(GUESS, sizes[int(_LARGE * len(sizes))] / (told.end - told.first))


def expected_people(
    told: TellingWindow, members: Sequence[int], span: Span, at: datetime, zone: ZoneInfo, usual: float = GUESS
) -> float:
    """Return how many people are usual: the larger of what these hours of the weeks before and the topic's share say.

    The weeks know a peak that comes every Monday morning, the share a day on which everything is told more often.
    ``usual`` is the share of any topic at this desk.
    """
    since = at.timestamp() - span.seconds
    before = told.after(since)
    share = (sum(one < before for one in members) + usual * _OF) / (before - told.first + _OF)
    by_share = share * (told.end - before)
    if span.seconds > WEEK:
        return by_share  # the weeks before lie within it
    known = known_weeks(told, span, at)
    by_week = [_in_week(told, members, span, _earlier(at, week, zone)) for week in range(1, known + 1)]
    return max(by_share, (sum(by_week) + by_share) / (known + 1))


def known_weeks(told: TellingWindow, span: Span, at: datetime) -> int:
    """Return how many weeks are known before a time that ends now."""
    return max(0, min(WEEKS, int((at.timestamp() - span.seconds - told.began) / WEEK)))


def chance(people: int, expected_people: float) -> float:
    """Return how likely so many people or more are where so many are usual, if they come independently (Poisson)."""
    term = exp(-expected_people)
    below = 0.0
    for count in range(people):
        below += term
        term *= expected_people / (count + 1)
    if below < 1.0 - 1e-9:
        return 1.0 - below
    tail, count = 0.0, people
    while term > tail * 1e-12:  # too small to be told from 1: summed from its own side
        tail += term
        count += 1
        term *= expected_people / count
    return tail


def _in_week(told: TellingWindow, members: Sequence[int], span: Span, at: float) -> int:
    """Return how many people had the topic at this time of a week before, or a little earlier or later."""
    shifts = {0.0, span.unpunctual, -span.unpunctual}
    return max(told.people(members, at + shift - span.seconds, at + shift) for shift in shifts)


def _earlier(at: datetime, weeks: int, zone: ZoneInfo) -> float:
    """Return the same time on the clocks of the desk so many weeks before."""
    return (at.astimezone(zone) - timedelta(weeks=weeks)).timestamp()
