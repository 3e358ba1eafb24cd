"""What the desk may know of the world outside: the time, fresh ids, fresh secrets and codes.

Only `bot.app` makes one from the real clock and the real random source, so that everything else can be played again.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Environment:
    """What is never the same twice."""

    now: Callable[[], datetime]
    """The time in UTC."""
    new_id: Callable[[], str]
    """An id that sorts behind all ids made before it."""
    new_secret: Callable[[], str]
    """A text that nobody can guess, safe in a URL."""
    new_code: Callable[[], str]
    """Six digits that nobody can guess in a few tries; they may come again."""
