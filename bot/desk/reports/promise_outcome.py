"""What became of the moment that was promised for a ticket: the one place in which reports decide that."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

NO_PROMISE = ""
NEVER_PROMISED = ("answered", "withdrawn", "praise")
"""Statuses of what waits for nothing."""


def promise_outcome(ticket: Mapping[str, Any], now: datetime) -> str:
    """Return ``kept``, ``renewed``, ``missed`` or ``pending``, or `NO_PROMISE`, for a ticket as it is stored.

    What a known issue answered at once, what was withdrawn and praise were promised nothing. An open promise whose
    moment has passed is missed, whether or not its timer has come to it.
    """
    due = datetime.fromisoformat(ticket["due"])
    if ticket["status"] in NEVER_PROMISED or due <= datetime.fromisoformat(ticket["opened"]):
        return NO_PROMISE
    outcome = str(ticket.get("promise", "pending"))
    is_over = ticket.get("resolved") is None and due < now
    return "missed" if outcome == "pending" and is_over else outcome
