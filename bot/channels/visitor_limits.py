"""How much one network address and one customer may do: counted over all sockets of this process, and over the others.

What was counted elsewhere is brought in by `limit_sharing`. Knows names and numbers, and nothing of HTTP.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from bot.desk.core.sliding_count import SlidingCount

MOST_NAMES = 50_000
"""Counted at a time; beyond that, whoever was seen longest ago is forgotten."""


class Limit(StrEnum):
    """What is limited."""

    MESSAGES = "messages"
    """Of a customer."""
    ADDRESS_MESSAGES = "address-messages"
    """Of all customers at an address."""
    TEXT = "text"
    """Characters of their long messages."""
    UPLOADS = "uploads"
    """Kilobytes of files, from an address."""
    CONVERSATIONS = "conversations"
    """First messages of customers who were never heard of, from an address."""
    VISITS = "visits"
    """Chats opened from an address."""
    REQUESTS = "requests"
    """Of any sort, from an address."""
    SIGN_INS = "sign-ins"
    """Tries to sign in that failed, from an address."""


@dataclass(frozen=True)
class Rate:
    """So many in any so many seconds."""

    most: int
    seconds: float


@dataclass(frozen=True)
class Wait:
    """What was asked too often, and the seconds after which it may be asked again."""

    limit: Limit
    seconds: float


class VisitorLimits:
    """The counts of this process."""

    def __init__(self, rates: Mapping[Limit, Rate], now: Callable[[], float]) -> None:
        """``now`` is a clock in seconds since 1970, the same for all processes."""
        self._rates = rates
        self._now = now
        self._counts: OrderedDict[tuple[Limit, str], SlidingCount] = OrderedDict()
        """The one that was counted last is the last."""
        self.elsewhere: Callable[[Limit, str], SlidingCount | None] = lambda _limit, _who: None
        """What other processes counted."""

    def take(self, *asked: tuple[Limit, str, int]) -> Wait | None:
        """Count so many of each for a customer or an address, unless there is room for not even one of one of them.

        Then nothing is counted, and the longest wait is returned.

        So who keeps asking is let in as early as who waits.
        """
        waits = [wait for one in asked if (wait := self.wait(*one[:2]))]
        if waits:
            return max(waits, key=lambda wait: wait.seconds)
        for one in asked:
            self.count(*one)
        return None

    def wait(self, limit: Limit, who: str) -> Wait | None:
        """Return how long to wait before one more, or None."""
        rate, now = self._rates[limit], self._now()
        count = self._counts.get((limit, who), SlidingCount()).at(now, rate.seconds)
        if other := self.elsewhere(limit, who):
            count = count.and_of(other.at(now, rate.seconds))
        seconds = count.wait(now, rate.seconds, rate.most)
        return Wait(limit, seconds) if seconds else None

    def count(self, limit: Limit, who: str, amount: int = 1) -> None:
        """Count so many more, be it too many."""
        known = self._counts.pop((limit, who), SlidingCount())
        self._counts[limit, who] = known.at(self._now(), self._rates[limit].seconds).plus(amount)
        if len(self._counts) > MOST_NAMES:
            self._counts.popitem(last=False)

    def busy(self) -> dict[tuple[Limit, str], SlidingCount]:
        """Return the counts that other processes should know of: of whoever did half of what is allowed."""
        now, busy = self._now(), dict[tuple[Limit, str], SlidingCount]()
        for (limit, who), known in self._counts.items():
            rate = self._rates[limit]
            count = known.at(now, rate.seconds)
            if 2 * (count.now + count.before) >= rate.most:
                busy[limit, who] = count
        return busy
