"""What became of the times that were promised on a ticket: the one place in which reports decide that."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple


class StoredPromise(NamedTuple):
    """What a ticket holds of its newest promise."""

    status: str
    """Of the ticket."""
    written: str
    """What is written down of the promise: ``pending``, ``kept``, ``renewed`` or ``missed``."""
    opened: datetime
    due: datetime
    resolved: datetime | None


def promise_outcomes(
    held: StoredPromise, history: Sequence[tuple[datetime, str]], now: datetime
) -> tuple[tuple[datetime, str], ...]:
    """Return each promise by when it was due, with ``kept``, ``renewed``, ``missed`` or ``pending``; oldest first.

    Who was answered at once by a known issue was promised nothing. What is older than the history of promises has only
    the one that the ticket holds. An open promise whose moment has passed is missed, whether or not its timer has come
    to it.
    """
    if not history:
        if held.status == "answered" or held.due <= held.opened:
            return ()
        history = ((held.due, held.written),)
    is_open = held.resolved is None
    return tuple([(due, "missed" if word == "pending" and is_open and due < now else word) for due, word in history])
