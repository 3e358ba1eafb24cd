"""In which order those who wait for a person are to be taken: people in danger, then money being stolen, level, age."""

from datetime import datetime

from storage.statuses import Level

DANGER_TO_PEOPLE = ("danger", "self-harm", "violence-threat", "abuse")
"""Reasons of handoffs that come before all others."""
CANNOT_WAIT = frozenset((*DANGER_TO_PEOPLE, "fraud-now"))
"""Those for which a supervisor is called at once, whatever a person was called for before."""
URGENCY: tuple[Level, ...] = ("manager", "supervisor", "agent")
"""Levels, the most urgent first."""


def urgency(reason: str, level: str, since: datetime) -> tuple[bool, bool, int, datetime]:
    """Return what the queue is sorted by."""
    levels: tuple[str, ...] = URGENCY
    return reason not in DANGER_TO_PEOPLE, reason != "fraud-now", levels.index(level), since
