"""Faults to order: which call is to fail next, and how. It does not carry them out; the server does."""

from collections import defaultdict, deque
from dataclasses import dataclass
from typing import Literal

from .refusals import RefusedError

Kind = Literal["refused", "reset", "hang", "html", "html-403", "html-502", "dropped", "cut", "torn"]
"""refused: an error in Telegram's words. reset: the connection is cut. hang: no answer until the server closes.
html, html-403, html-502: a page of somebody in between, with status 200, 403 or 502. In all of these nothing was done.
dropped: done, but the connection is cut before the answer. cut: done, but the answer is half a JSON text.
torn: done, but the connection is cut in the middle of the answer.
"""
EVERY = "*"
"""Stands for every method."""

Key = tuple[str, int | None]


@dataclass(frozen=True)
class Fault:
    """What is to go wrong with one call."""

    kind: Kind
    refusal: RefusedError | None = None

    @property
    def done(self) -> bool:
        """Tell whether the call is carried out all the same."""
        return self.kind in ("dropped", "cut", "torn")


class Faults:
    """The faults that are still to come, by method and chat."""

    def __init__(self) -> None:
        self._ordered: defaultdict[Key, deque[Fault | None]] = defaultdict(deque)

    def order(self, method: str, fault: Fault, *, chat: int | None = None, times: int = 1, after: int = 0) -> None:
        """Let the next calls fail, once ``after`` calls went well; several orders queue up."""
        self._ordered[method, chat].extend([None] * after + [fault] * times)

    def recover(self, method: str) -> None:
        """Forget all faults of a method that were still to come, in whatever chat."""
        for key in [key for key in self._ordered if key[0] == method]:
            del self._ordered[key]

    def next(self, method: str, chat: int | None) -> Fault | None:
        """Return what is to go wrong with this call; what was ordered for its chat goes first."""
        if not self._ordered:
            return None
        for key in ((method, chat), (method, None), (EVERY, chat), (EVERY, None)):
            ordered = self._ordered.get(key)
            if ordered:
                fault = ordered.popleft()
                if not ordered:
                    del self._ordered[key]
                return fault
        return None
