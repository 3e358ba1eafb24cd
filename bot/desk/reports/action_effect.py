"""Whether a corrective action had an effect: how frequent its cause was before it was done, and since. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np

from bot.desk.reports.figures import Share
from bot.desk.reports.findings import distance
from bot.desk.reports.ticket_table import Flags, TicketTable, moments
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


def effect_of(action: CorrectiveAction, table: TicketTable, now: datetime) -> ActionEffect:
    """Return what is known by now: before it was done, or asked for where it is not done yet, and since then."""
    turn = action.done or action.made
    first, at, last = moments((turn - SPAN, turn, min(turn + SPAN, now)))
    known = ~table.names["cause"].is_one("") if action.cause else np.ones(len(table), np.bool_)
    within = known & (first <= table.opened) & (table.opened < last)
    meant = _are_meant(action, table)
    before, since = (
        Share(int(np.count_nonzero(side & meant)), int(np.count_nonzero(side)))
        for side in (within & (table.opened < at), within & (table.opened >= at))
    )
    return ActionEffect(before, since if action.done else Share())


def _are_meant(action: CorrectiveAction, table: TicketTable) -> Flags:
    """Return which tickets are of what an action is against; a cause of one level stands for all below it."""
    if action.cause:
        return table.names["cause"].among(lambda cause: f"{cause}/".startswith(f"{action.cause}/"))
    return table.names["category"].is_one(action.category)
