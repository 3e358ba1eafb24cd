"""When what failed is tried again, and when it is set aside: one rule for what came in, what goes out, and timers."""

from dataclasses import replace
from typing import TypeVar

from bot.desk.core.errors import error_kind
from storage.records.complaint_records import Timer
from storage.records.traffic_records import InboxRow

R = TypeVar("R", InboxRow, Timer)

TRIES = 3
"""After so many failures that are not the store's something is set aside, so that it cannot hold up the rest."""
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0
"""Seconds to wait after a fault: the first, doubled up to the longest."""


def pause_after(failures: int) -> float:
    """Return for how many seconds to wait after so many failures in a row."""
    return min(FIRST_PAUSE * 2.0 ** min(failures - 1, 10), LONGEST_PAUSE)


def failed_again(record: R, error: Exception) -> R:
    """Return a record as one that has failed once more, with its problem if that was the last try."""
    failures = record.attempts + 1
    problem = f"it failed {TRIES} times: {error_kind(error)}" if failures >= TRIES else ""
    return replace(record, attempts=failures, problem=problem)
