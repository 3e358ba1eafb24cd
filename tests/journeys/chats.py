"""Customers on Telegram who write and tap at the same time, as fast as they are heard, and what each of them did."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random

from tests.journeys.crowd import TELLINGS
from tests.standins.bot_api.server import BotApi

PROBLEMS = TELLINGS[:4]
HASTE = 8
"""Things that a customer does at most before the first of them is acknowledged."""
PATIENCE = 2.0
"""Seconds that a customer waits at most for an answer; not everything has one."""
STAY = 12
"""Things that a customer does before another one comes."""
ANSWERED = "done"
"""What a button carries that was tapped."""


@dataclass
class Chatting:
    """What one customer did: updates by their numbers, in order."""

    written: dict[int, str] = field(default_factory=dict)
    """Messages; no two have the same words."""
    tapped: dict[int, str] = field(default_factory=dict)
    """Taps: what stood on the button."""

    def __len__(self) -> int:
        return len(self.written) + len(self.tapped)

    def of_these(self, words: list[str]) -> list[str]:
        """Return which of these words are this customer's own, in their order: what stood on buttons is left out."""
        own = set(self.written.values())
        return [one for one in words if one in own]


class Chats:
    """Some customers, until it is over."""

    def __init__(self, api: BotApi, customers: int, seed: int) -> None:
        self.did: dict[int, Chatting] = {}
        """By chat."""
        self._customers = customers
        self._api = api
        self._chance = Random(seed)
        self._over = False

    def __len__(self) -> int:
        return sum(map(len, self.did.values()))

    @property
    def acknowledged(self) -> int:
        """How many updates will not come again by themselves."""
        return len(self) - len(self._api.pending)

    async def go_on(self) -> None:
        """Write and tap until it is over."""
        async with asyncio.TaskGroup() as customers:
            for _ in range(self._customers):
                customers.create_task(self._come_and_go())

    def end(self) -> None:
        """Let nobody begin anything more."""
        self._over = True
        self._api.updates.tell()

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until something is so that comes of what these customers do."""
        await self._api.wait_for(condition)

    async def _come_and_go(self) -> None:
        while not self._over:
            number = len(self.did) + 1
            self.did[number] = Chatting()
            while len(self.did[number]) < STAY and not self._over:
                await self._does_something(number)
                await self._waits(number)

    async def _waits(self, number: int) -> None:
        """Wait until few things are on their way, and mostly for an answer."""
        chat, haste = self._api.chat(number), self._chance.randint(1, HASTE)
        seen = len(chat.messages)
        await self.until(lambda: self._over or self._waiting(number) < haste)
        if self._chance.random() < 0.7:
            with suppress(TimeoutError):
                await self._api.wait_for(lambda: self._over or len(chat.messages) > seen, PATIENCE)

    def _waiting(self, number: int) -> int:
        did = self.did[number]
        return sum(one["update_id"] in did.written or one["update_id"] in did.tapped for one in self._api.pending)

    async def _does_something(self, number: int) -> None:
        chat, did = self._api.chat(number), self.did[number]
        choices = [(bubble, *one) for bubble in chat.messages[-3:] for one in bubble.buttons if one[1] != ANSWERED]
        if choices and self._chance.random() < 0.6:
            bubble, label, data = self._chance.choice(choices)
            did.tapped[await chat.taps_on(bubble, data)] = label
        else:
            words = f"{self._chance.choice(TELLINGS if did else PROBLEMS)} #{len(self)}"
            did.written[await chat.says(words)] = words
