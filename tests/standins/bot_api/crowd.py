"""Customers who answer a bot by themselves, many at once: for benchmarks, which must not have to ask over HTTP.

Each goes on as soon as the bot has answered.
"""

import asyncio
import time
from collections.abc import Mapping, Sequence
from typing import TypedDict

from .changes import Changes
from .chats import Chat
from .rooms import Bubble

Move = tuple[str, Sequence[str]]
"""What a customer does: the name of the method, and its values, of which each customer takes the own one.

In a value ``{chat}`` stands for the number of the customer.
"""
PATIENCE = 300.0
"""Seconds after which a play that hangs is ended; no figure depends on it."""


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
        self._answers = answers
        self._changes = changes
        self._left = dict.fromkeys(chats, 0)
        """How many answers each still waits for."""
        self._shown = 0
        self._doing: set[asyncio.Task[object]] = set()

    async def play(self, begin: Move, times: int) -> Played:
        """Have each of them do so many things, the first of them without being asked.

        Raises:
            TimeoutError: if the bot does not go on; its last words to those who wait are told.
        """
        began = time.perf_counter()
        for chat in self._left:
            self._left[chat] = times
            chat.notice = self._notice
            self._do(chat, begin)
        try:
            await self._changes.wait_for(lambda: not any(self._left.values()), PATIENCE)
        except TimeoutError:
            last = {chat.messages[-1].text for chat, left in self._left.items() if left and chat.messages}
            raise TimeoutError(f"nobody knows what to answer to {last}") from None
        seconds = time.perf_counter() - began
        return {"updates": times * len(self._left), "answers": self._shown, "seconds": seconds}

    def _notice(self, chat: Chat, bubble: Bubble) -> None:
        self._shown += 1
        move = next((move for words, move in self._answers.items() if words in bubble.text), None)
        if move and self._left[chat]:
            self._left[chat] -= 1
            if self._left[chat]:
                self._do(chat, move)

    def _do(self, chat: Chat, move: Move) -> None:
        method, values = move
        value = values[chat.number % len(values)].replace("{chat}", f"{chat.number:04}")
        # Not at once: the bot has not even been told that its message is there.
        task = asyncio.create_task(getattr(chat, method)(value))
        self._doing.add(task)
        task.add_done_callback(self._doing.discard)
