"""Customers who write and tap at the same time, whatever happens to the program meanwhile."""

import asyncio
from collections import defaultdict
from random import Random

from aiohttp import ClientError

from tests.journeys.program import HUNG, Program
from tests.journeys.webclient import Customer, browsing

TELLINGS = (
    "My calls keep dropping at home since Monday",
    "I was charged twice on my bill",
    "通话毛病太多，对方受不了，从周一开始的",
    "这个月多扣了我三十块钱",
    "Riverside Gardens, building 3",
    "138 0013 8000",
    "skip",
    "yes",
    "好的",
    "I want to talk to a person",
)
PATIENCE = 12
"""Things that a customer does before another one comes, with a new browser."""


class Crowd:
    """Some customers at a time, and what each of them was told is taken."""

    def __init__(self, program: Program, seed: int) -> None:
        self.taken: dict[str, list[str]] = defaultdict(list)
        """What was written, or what stood on the button, by address and in order."""
        self.sent_again = 0
        """Messages whose answer a kill cut off."""
        self._program = program
        self._chance = Random(seed)
        self._up = asyncio.Event()
        self._up.set()
        self._doings = asyncio.Condition()
        self._done = 0
        self._over = False

    async def starts(self) -> None:
        """Start the program again; those who wait for it go on."""
        await self._program.start()
        self._up.set()

    async def is_cut_off(self) -> None:
        """Kill the program at a random moment of what the customers do."""
        goal = self._done + self._chance.randrange(1, 120)
        async with asyncio.timeout(HUNG), self._doings:
            await self._doings.wait_for(lambda: self._done >= goal)
        self._up.clear()
        await self._program.kill()

    def ends(self) -> None:
        """Let everybody bring to its end what they began, and go."""
        self._over = True

    async def visits(self) -> None:
        """Be one customer after the other."""
        while not self._over:
            async with browsing(self._chance.choice(("en", "zh-CN"))) as customer:
                await self._connects(customer)
                for _ in range(PATIENCE):
                    await self._does_something(customer)
                    await self._connects(customer)
                    if self._over:
                        break

    async def _does_something(self, customer: Customer) -> None:
        choices = customer.bubbles[-1]["choices"] if customer.bubbles else []
        await self._count()
        try:
            if choices and self._chance.random() < 0.8:
                _, words = self._chance.choice(choices)
                await customer.presses(words)
            else:
                # The number tells one message from all others.
                words = f"{self._chance.choice(TELLINGS)} ({self._done})"
                await customer.says(words)
        except (ClientError, ConnectionError):
            self.sent_again += 1
            await self._connects(customer)
        self.taken[customer.address].append(words)
        await self._count()

    async def _connects(self, customer: Customer) -> None:
        """Do what the page does: try until the chat is there, and send again what was not answered."""
        async with asyncio.timeout(HUNG):
            while True:
                await self._up.wait()
                try:
                    await customer.opens(self._program)
                    await customer.sends_again()
                except (ClientError, ConnectionError):
                    await asyncio.sleep(0)
                else:
                    return

    async def _count(self) -> None:
        async with self._doings:
            self._done += 1
            self._doings.notify_all()
