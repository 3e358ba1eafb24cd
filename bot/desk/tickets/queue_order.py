"""The one order in which people are helped: agents are shown it, and who waits is told their place in it.

People in danger come first, then whose money is being stolen, then the level, then what was promised soonest.
"""

from collections.abc import Iterable
from datetime import datetime

from storage.records.complaint_records import Handoff, Ticket
from storage.records.statuses import Level

DANGER_TO_PEOPLE = ("danger", "self-harm", "violence-threat", "abuse")
"""Reasons of handoffs that come before all others."""
THEFT = "fraud-now"
"""The reason that comes next."""
CANNOT_WAIT = frozenset((*DANGER_TO_PEOPLE, THEFT))
"""Those for which a supervisor is called at once, whatever a person was called for before."""
OF_THE_LAW = ("legal-threat", "regulator-threat")
"""Reasons after which a second person checks the final answer."""
URGENCY: tuple[Level, ...] = ("manager", "supervisor", "agent")
"""Levels, the most urgent first."""

Rank = tuple[bool, bool, int]
Urgency = tuple[bool, bool, int, datetime, str]


def rank(handoff: Handoff | None) -> Rank:
    """Return what a ticket with this handoff is ordered by before its promise is looked at.

    The level rises with the minutes that nobody came, the danger does not fall with them: so it comes first.
    """
    if handoff is None:
        return True, True, len(URGENCY)
    return handoff.reason not in DANGER_TO_PEOPLE, handoff.reason != THEFT, URGENCY.index(handoff.level)


def urgency(ticket: Ticket, handoff: Handoff | None) -> Urgency:
    """Return what tickets are sorted by, each with the gravest of its handoffs."""
    return *rank(handoff), ticket.due, ticket.id


def gravest(handoffs: Iterable[Handoff]) -> Handoff | None:
    """Return which of the handoffs of a ticket it is listed by: danger first, then what waits, then the newest."""
    return max(
        handoffs,
        key=lambda one: (one.reason in DANGER_TO_PEOPLE, one.reason == THEFT, one.status == "waiting", one.id),
        default=None,
    )
