"""Who may call Telegram when, so that it need not refuse: its limits, the priorities, and the pauses it asked for.

It knows the numbers of chats and nothing of messages, and keeps nothing over a restart. It exists because
aiolimiter knows no priorities, and in python-telegram-bot's limiter the pause of one chat holds up all the others.
"""

import asyncio
from bisect import insort
from collections import OrderedDict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from enum import IntEnum
from itertools import count
from math import inf
from typing import NamedTuple

from bot.channels.port import TryLater


class Priority(IntEnum):
    """Who goes first where not all may go."""

    CUSTOMER = 0
    """What a customer is told."""
    STAFF = 1
    """What the staff is told."""
    CARD = 2
    """Changes of what is shown already."""


@dataclass(frozen=True)
class RateLimits:
    """How many calls Telegram takes (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this)."""

    per_second: int = 30
    """In any second, to all chats together."""
    per_chat: float = 1.0
    """A second, to one chat."""
    burst: int = 3
    """At once, to a private chat that had none for as long; a group gets no two at once."""
    per_group_minute: int = 20
    """In any minute, to one group with all its topics."""


class Paused(TryLater):
    """Telegram asked to leave this chat alone, for ``seconds`` from now."""

    def __init__(self, seconds: float) -> None:
        super().__init__("Telegram asks for patience", seconds)


class RateLimiter:
    """Gives out turns: at once where the limits allow it, else by priority, and then in the order of asking.

    ``now`` is a clock in seconds that never goes back, and ``sleep`` waits by that clock.
    """

    def __init__(
        self, limits: RateLimits, *, now: Callable[[], float], sleep: Callable[[float], Awaitable[object]]
    ) -> None:
        self._limits = limits
        self._now, self._sleep = now, sleep
        self._all = _Window(limits.per_second, 1.0)
        self._chats: OrderedDict[int, tuple[_Window | _Bucket, ...]] = OrderedDict()
        """Those that are not as good as new; the one that was called last is the last."""
        self._pauses: dict[int, float] = {}
        """When they end."""
        self._waiting: list[_Waiter] = []
        """In the order in which they would go if all might."""
        self._numbers = count()
        self._wakes = inf
        """Before this time nobody who waits may go."""
        self._going = 0
        """How many were let go and are not gone yet: who comes meanwhile must not overtake them."""
        self._serving: asyncio.Task[None] | None = None

    async def turn(self, chat: int, priority: Priority) -> None:
        """Return when one call to this chat may be made; chats that must wait hold up no others.

        Raises:
            Paused: if the chat is paused, or becomes so while its call waits.
        """
        if left := self.paused(chat):
            raise Paused(left)
        now, free = self._now(), self._free_at(chat)
        if free <= now < self._wakes and not self._going:
            self._take(chat, now)
        elif left := await self._wait(chat, priority, max(free, now)) or self.paused(chat):
            raise Paused(left)

    def pause(self, chat: int, seconds: float) -> None:
        """Let nobody call this chat for so long, as ``retry_after`` asks; a pause is never shortened."""
        now = self._now()
        self._pauses = {one: end for one, end in self._pauses.items() if end > now}
        self._pauses[chat] = max(now + seconds, self._pauses.get(chat, now))
        left = self.paused(chat)
        for waiter in self._waiting:
            if left and waiter.chat == chat and not waiter.refused.done():
                waiter.refused.set_result(left)

    def paused(self, chat: int) -> float:
        """Return for how many seconds nobody may call this chat: 0.0 if it is not paused."""
        return max(0.0, self._pauses[chat] - self._now()) if chat in self._pauses else 0.0

    async def _wait(self, chat: int, priority: Priority, when: float) -> float:
        """Return 0.0 as soon as it may go, not before ``when``, or for how long it is paused."""
        refused: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        insort(self._waiting, _Waiter(priority, next(self._numbers), chat, refused))
        if when < self._wakes:
            self._wakes = when
            if self._serving:
                self._serving.cancel()
            self._serving = asyncio.create_task(self._serve())
        try:
            return await refused
        finally:
            if refused.done() and not refused.cancelled() and not refused.result():
                self._going -= 1

    async def _serve(self) -> None:
        while (wakes := self._let_go()) < inf:
            self._wakes = wakes
            await self._sleep(wakes - self._now())
        self._wakes = inf

    def _let_go(self) -> float:
        """Let everybody go who may, and return before which time nobody else may."""
        now, soonest = self._now(), inf
        waiting = [waiter for waiter in self._waiting if not waiter.refused.done()]  # some were cancelled or paused
        self._waiting = []
        for place, waiter in enumerate(waiting):
            if self._all.free_at > now:
                self._waiting += waiting[place:]
                return self._all.free_at
            free = self._free_at(waiter.chat)
            if free <= now:
                self._take(waiter.chat, now)
                self._going += 1
                waiter.refused.set_result(0.0)
            else:
                self._waiting.append(waiter)
                soonest = min(soonest, free)
        return soonest

    def _free_at(self, chat: int) -> float:
        return max([self._all.free_at, *[room.free_at for room in self._chats.get(chat, ())]])

    def _take(self, chat: int, now: float) -> None:
        rooms = self._chats[chat] = self._chats.pop(chat, ()) or self._rooms(chat)
        for room in (self._all, *rooms):
            room.take(now)
        while all(room.full_at <= now for room in next(iter(self._chats.values()))):
            self._chats.popitem(last=False)

    def _rooms(self, chat: int) -> "tuple[_Window | _Bucket, ...]":
        each = 1 / self._limits.per_chat
        if chat < 0:  # the numbers of groups are negative
            return _Bucket(1, each), _Window(self._limits.per_group_minute, 60.0)
        return (_Bucket(self._limits.burst, each),)


class _Bucket:
    """Room for so many calls; room for one more comes back each so many seconds."""

    free_at = full_at = -inf
    """When there is room for one, and when for all."""

    def __init__(self, size: int, each: float) -> None:
        self._spare = (size - 1) * each
        self._each = each

    def take(self, now: float) -> None:
        self.full_at = max(self.full_at, now) + self._each
        self.free_at = self.full_at - self._spare


class _Window:
    """Room for so many calls in any so many seconds; a bucket would give more to a burst that meets a flow."""

    free_at = full_at = -inf

    def __init__(self, most: int, seconds: float) -> None:
        self._seconds = seconds
        self._calls: deque[float] = deque(maxlen=most)

    def take(self, now: float) -> None:
        self._calls.append(now)
        self.full_at = now + self._seconds
        if len(self._calls) == self._calls.maxlen:
            self.free_at = self._calls[0] + self._seconds


class _Waiter(NamedTuple):
    priority: Priority
    number: int
    chat: int
    refused: asyncio.Future[float]
    """Done with 0.0 when it may go, or with the seconds for which its chat was paused."""
