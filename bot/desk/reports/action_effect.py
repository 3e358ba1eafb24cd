"""Whether a corrective action had an effect: how frequent its cause was before it was done, and since. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.desk.reports.figures import Share
from bot.desk.reports.findings import distance
from bot.desk.reports.ticket_facts import TicketFact
from storage.records.register_records import CorrectiveAction

SPAN = timedelta(days=90)
"""How far back and forth it is looked."""
SURE = 1.96
"""Standard deviations from which on a difference is told as one: chance alone goes further in 5 of 100 actions."""


@dataclass(frozen=True)
class ActionEffect:
    """The share of a cause among the problems whose cause is known, or of a category among all, on both sides."""

    before: Share
    since: Share

    @property
    def verdict(self) -> str:
        """``fell``, ``rose``, or ``unknown`` where chance explains it or too little is known."""
        apart = distance(self.since, self.before)
        return "unknown" if abs(apart) < SURE else "fell" if apart < 0 else "rose"


def effect_of(action: CorrectiveAction, tickets: Iterable[TicketFact], now: datetime) -> ActionEffect:
    """Return what is known by now: before it was done, or asked for where it is not done yet, and since then."""
    turn = action.done or action.made
    counts = {"before": [0, 0], "since": [0, 0]}
    for ticket in tickets:
        if not turn - SPAN <= ticket.opened < min(turn + SPAN, now) or (action.cause and not ticket.cause):
            continue
        side = counts["since" if ticket.opened >= turn else "before"]
        side[0] += is_meant(action, ticket)
        side[1] += 1
    if not action.done:
        return ActionEffect(Share(*counts["before"]), Share())
    return ActionEffect(Share(*counts["before"]), Share(*counts["since"]))


def is_meant(action: CorrectiveAction, ticket: TicketFact) -> bool:
    """Tell whether a ticket is of what an action is against; a cause of one level stands for all below it."""
    if action.cause:
        return ticket.cause == action.cause or ticket.cause.startswith(f"{action.cause}/")
    return ticket.category == action.category
