"""Customers who answer a bot by themselves, many at once: for benchmarks, which must not have to ask over HTTP.

All of a round write at the same moment, and the next round begins when each of them was answered.
"""

import time
from collections.abc import Mapping, Sequence
from typing import TypedDict

from tests.standins.bot_api.changes import HUNG, Changes
from tests.standins.bot_api.chats import Chat
from tests.standins.bot_api.rooms import Bubble

Move = tuple[str, Sequence[str]]
"""What a customer does: the name of the method, and its values, of which each customer takes the own one.

In a value ``{chat}`` stands for the number of the customer.
"""
NOTHING: Move = ("", ())


class Played(TypedDict):
    """What came of it."""

    updates: int
    answers: int
    """Messages that the bot sent meanwhile."""
    seconds: float
    """Until the last customer was answered."""


class Crowd:
    """So many customers, who do one of ``answers`` whenever the bot shows them a message that holds its words."""

    def __init__(self, chats: Sequence[Chat], answers: Mapping[str, Move], changes: Changes) -> None:
        self._chats = chats
        self._answers = answers
        self._changes = changes
        self._next: dict[int, Move] = {}
        self._shown = 0

    async def play(self, begin: Move, times: int) -> Played:
        """Have each of them do so many things, the first of them without being asked.

        Raises:
            TimeoutError: if the bot does not go on; its last words to those who wait are told.
        """
        began = time.perf_counter()
        self._next = {chat.number: begin for chat in self._chats}
        for chat in self._chats:
            chat.notice = self._notice
        for _ in range(times):
            moves, self._next = self._next, {}
            for chat in self._chats:
                await _does(chat, *moves[chat.number])
            await self._answered()
        seconds = time.perf_counter() - began
        return {"updates": times * len(self._chats), "answers": self._shown, "seconds": seconds}

    async def _answered(self) -> None:
        try:
            await self._changes.wait_for(lambda: len(self._next) == len(self._chats), HUNG)
        except TimeoutError:
            waiting = (chat for chat in self._chats if chat.number not in self._next)
            last = {chat.messages[-1].text if chat.messages else "" for chat in waiting}
            raise TimeoutError(f"nobody knows what to answer to {last}") from None

    def _notice(self, chat: Chat, bubble: Bubble) -> None:
        self._shown += 1
        move = next((move for words, move in self._answers.items() if words in bubble.text), NOTHING)
        if move != NOTHING:
            self._next[chat.number] = move


async def _does(chat: Chat, method: str, values: Sequence[str]) -> None:
    value = values[chat.number % len(values)].replace("{chat}", f"{chat.number:04}")
    await getattr(chat, method)(value)
