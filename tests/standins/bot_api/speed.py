"""Telegram's limits of speed, for tests that want them kept: who sends faster is told how long to wait.

https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

import time
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from math import ceil

from .refusals import Json, RefusedError

SHOWING = ("send", "copy", "forward", "edit")
"""How the methods begin that show something."""
TOLERANCE = 0.95
"""Of a span of time: calls that were sent far enough apart may arrive a little closer."""


@dataclass(frozen=True)
class Limit:
    """So many messages in so many seconds."""

    messages: int
    seconds: float


@dataclass
class Speed:
    """What was shown lately, and what is too much."""

    overall: Limit = Limit(30, 1)
    chat: Limit = Limit(1, 1)
    group: Limit = Limit(20, 60)
    clock: Callable[[], float] = time.monotonic
    _shown: defaultdict[object, deque[float]] = field(default_factory=lambda: defaultdict(deque))

    def check(self, method: str, parameters: Json) -> None:
        """Count a call; refuse it if it comes too early."""
        if not method.startswith(SHOWING) or method == "sendChatAction":
            return
        chat = parameters.get("chat_id")
        limits = [(None, self.overall), (chat, self.group if str(chat).startswith("-") else self.chat)]
        media = parameters.get("media") if method == "sendMediaGroup" else None
        messages = len(media) if isinstance(media, list) else 1
        wait = max(self._wait(place, limit) for place, limit in limits)
        if wait > 0:
            seconds = ceil(wait)
            raise RefusedError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
        for place, _ in limits:
            self._shown[place].extend([self.clock()] * messages)

    def _wait(self, place: object, limit: Limit) -> float:
        shown, begin = self._shown[place], self.clock() - limit.seconds * TOLERANCE
        while shown and shown[0] <= begin:
            shown.popleft()
        return 0 if len(shown) < limit.messages else shown[len(shown) - limit.messages] - begin
