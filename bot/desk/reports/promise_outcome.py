"""What became of the moment that was promised for a ticket: the one place in which reports decide that."""

from datetime import datetime
from typing import NamedTuple

NO_PROMISE = ""


class StoredPromise(NamedTuple):
    """What a ticket holds of its promise."""

    status: str
    """Of the ticket."""
    written: str
    """What is written down of the promise: ``pending``, ``kept``, ``renewed`` or ``missed``."""
    opened: datetime
    due: datetime
    resolved: datetime | None


def promise_outcome(promise: StoredPromise, now: datetime) -> str:
    """Return ``kept``, ``renewed``, ``missed`` or ``pending``; or `NO_PROMISE`.

    Who was answered at once by a known issue was promised nothing. An open promise whose moment has passed is missed,
    whether or not its timer has come to it.
    """
    if promise.status == "answered" or promise.due <= promise.opened:
        return NO_PROMISE
    is_over = promise.resolved is None and promise.due < now
    return "missed" if promise.written == "pending" and is_over else promise.written
