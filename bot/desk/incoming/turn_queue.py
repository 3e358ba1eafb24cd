"""Whose turn is played next: those of different sources in turns, so that one who floods waits alone.

A source is a network address, or where a channel knows none, the customer. Behind one address the customers go in turns
as well, each with one turn at a time, and all together with two. How many wait is bounded: a customer has a few, and a
channel asks for no more than it has sockets or lanes.
"""

import asyncio
from collections import Counter, OrderedDict, defaultdict, deque

from bot.channels.port import Incoming, IncomingHandler

AT_ONCE = 8
"""Turns that are played at a time: enough to share a commit, few enough that who comes next waits for few."""
OF_ONE = 2
"""Of them at most of one source, be all other places free: the next one to come finds one."""
WAITING = 5
"""Things of one customer that may wait; who sends more is asked to come again."""


class Crowded(Exception):
    """Too much of this customer waits already; nothing was taken."""


class TurnQueue(IncomingHandler):
    """The turns that wait to be played in this process."""

    def __init__(self, turns: IncomingHandler, at_once: int = AT_ONCE) -> None:
        self._turns = turns
        self._free = at_once
        self._lines: defaultdict[str, deque[asyncio.Future[None]]] = defaultdict(deque)
        """By customer, those who wait."""
        self._customers: defaultdict[str, deque[str]] = defaultdict(deque)
        """By source, its customers who wait and have no turn now."""
        self._ring: OrderedDict[str, None] = OrderedDict()
        """The sources that may have a turn, in the order in which they get one."""
        self._playing: set[str] = set()
        self._of: Counter[str] = Counter()
        """By source, how many turns it has now."""

    async def play(self, incoming: Incoming) -> bool:
        """Play it when it is its turn; returns when it is durable, and what the turn does.

        Raises:
            Crowded: if too much of this customer waits already.
            Unavailable: if the store cannot write now; nothing was taken.
        """
        customer, source = incoming.address, incoming.source or incoming.address
        line = self._lines[customer]
        if len(line) >= WAITING:
            raise Crowded
        called = asyncio.get_running_loop().create_future()
        line.append(called)
        if len(line) == 1 and customer not in self._playing:
            self._customers[source].append(customer)
        self._call(source)
        try:
            await called
            return await self._turns.play(incoming)
        finally:
            if not called.cancelled():  # else it had no place, and is passed over when it is called
                self._leave(customer, source)

    def _call(self, source: str) -> None:
        """Give the free places to those whose turn it is, now that something has changed for a source."""
        self._line_up(source)
        while self._free and self._ring:
            source, _ = self._ring.popitem(last=False)
            customer = self._customers[source].popleft()
            line = self._lines[customer]
            while line and line[0].done():  # it went away while it waited
                line.popleft()
            if line:
                line.popleft().set_result(None)
                self._playing.add(customer)
                self._of[source] += 1
                self._free -= 1
            else:
                del self._lines[customer]
            self._line_up(source)

    def _line_up(self, source: str) -> None:
        if not self._customers[source]:
            del self._customers[source]
        elif self._of[source] < OF_ONE:
            self._ring.setdefault(source)

    def _leave(self, customer: str, source: str) -> None:
        self._free += 1
        self._playing.discard(customer)
        self._of[source] -= 1
        if not self._of[source]:
            del self._of[source]
        if self._lines[customer]:
            self._customers[source].append(customer)
        else:
            del self._lines[customer]
        self._call(source)
