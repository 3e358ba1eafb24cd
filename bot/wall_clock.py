"""The time of day as the desk reads it, and a word in the log when somebody puts the clock back.

Nothing is put in order by it, but times are shown and due by it, and nobody would know why they are off.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

log = logging.getLogger(__name__)

NOTICED = timedelta(seconds=2)
"""A clock that is put back by less was set right, as machines do now and then by themselves."""


class WallClock:
    """Tells the time; logs once each time that the clock was put back meanwhile."""

    def __init__(self, now: Callable[[], datetime], seconds: Callable[[], float]) -> None:
        """``seconds`` is a clock that nobody sets."""
        self._now = now
        self._seconds = seconds
        self._began = now() - timedelta(seconds=seconds())

    def __call__(self) -> datetime:
        """Return the time."""
        now = self._now()
        began = now - timedelta(seconds=self._seconds())
        if self._began - began > NOTICED:
            warn_of_clock(self._began - began, "what it showed before")
        self._began = began
        return now


def warn_of_clock(behind: timedelta, what: str) -> None:
    """Log that the clock is behind something by so much."""
    log.warning(
        "the clock of this machine is %s behind %s: the order of messages is kept, but times shown and due are off",
        timedelta(seconds=round(behind.total_seconds())),
        what,
    )
