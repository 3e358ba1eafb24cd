"""Ids that sort in the order in which they are made, in whichever process. Knows no clock but those it is given."""

from collections import deque
from collections.abc import Callable

_DIGITS = 14
"""Of an id, those that are the time."""
_REMEMBERED = 32
"""Readings of the shared clock: the greatest lead is the truest, since each reading is late by as long as it took."""


def microseconds_of(made: str) -> int:
    """Return what the clock of ids showed when this one was made; 0 for none."""
    return int(made[:_DIGITS] or "0", 16)


class Ids:
    """A maker of ids of 20 characters, such as ``0006448f2b8e61a91f3c``: microseconds, then something random."""

    def __init__(self, microseconds: Callable[[], int], random: Callable[[], str], newest: str = "") -> None:
        """``microseconds`` since 1970 by a clock that is never set while this runs; ``random`` gives six characters.

        ``newest`` is the highest id that was ever made: whatever the clock shows, all that are made here come behind.
        """
        self._microseconds = microseconds
        self._random = random
        self._last = microseconds_of(newest)
        self._leads: deque[int] = deque(maxlen=_REMEMBERED)

    def __call__(self) -> str:
        """Return an id behind all that were made before, here or in a turn whose end was heard of."""
        # Never the same or an earlier one twice, whatever the clock does while this runs.
        self._last = max(self._last + 1, self._microseconds() + max(self._leads, default=0))
        return f"{self._last:0{_DIGITS}x}{self._random()}"

    def hear(self, seconds: float) -> None:
        """Take in what the clock shows that all processes share, in seconds since 1970; ids go by that from now on."""
        self._leads.append(int(seconds * 1_000_000) - self._microseconds())
