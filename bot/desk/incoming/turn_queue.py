"""Whose turn is played next: those of different sources in turns, so that one who floods waits alone.

A source is a network address, or where a channel knows none, the customer; behind one address the customers go in turns
as well, each with one turn at a time. How many wait is bounded: a customer has a few, and a channel asks for no more
than it has sockets or lanes.
"""

import asyncio
from collections import OrderedDict, defaultdict, deque

from bot.channels.port import Incoming, IncomingHandler

AT_ONCE = 8
"""Turns that are played at a time: enough to share a commit, few enough that who comes next waits for few."""
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
        self._sources: OrderedDict[str, deque[str]] = OrderedDict()
        """In the order of their turns, each with its customers who wait and have no turn now."""
        self._playing: set[str] = set()

    async def play(self, incoming: Incoming) -> None:
        """Play it when it is its turn; returns when it is durable.

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
            self._sources.setdefault(source, deque()).append(customer)
        self._call()
        try:
            await called
            await self._turns.play(incoming)
        finally:
            self._leave(customer, source, called)

    def _call(self) -> None:
        """Give the free places to those whose turn it is."""
        while self._free and self._sources:
            source, customers = self._sources.popitem(last=False)
            customer = customers.popleft()
            if customers:
                self._sources[source] = customers
            line = self._lines[customer]
            while line and line[0].done():  # it went away while it waited
                line.popleft()
            if line:
                line.popleft().set_result(None)
                self._playing.add(customer)
                self._free -= 1
            else:
                del self._lines[customer]

    def _leave(self, customer: str, source: str, called: asyncio.Future[None]) -> None:
        if called.cancelled():  # it had no place, and is passed over when it is called
            return
        self._playing.discard(customer)
        self._free += 1
        if self._lines[customer]:
            self._sources.setdefault(source, deque()).append(customer)
        else:
            del self._lines[customer]
        self._call()
