"""Of what the staff were told about a ticket: what still holds, and so belongs at its head. Pure."""

from collections.abc import Callable, Mapping

from bot.desk.briefing.queries import TicketView
from bot.desk.tickets.lifecycle import UNSOLVED
from storage.records.complaint_records import Alert
from storage.records.statuses import AlertKind

SHOWN = 3
"""Alerts at the head of a ticket; all of them stand with its promises."""


def _waits(view: TicketView, _: Alert) -> bool:
    return view.handoff is not None and view.handoff.status == "waiting"


def _is_at_risk(view: TicketView, told: Alert) -> bool:
    return any(one.id == told.about and one.status == "pending" for one in (*view.promises, *view.clocks))


def _is_late(view: TicketView, told: Alert) -> bool:
    return told.about in {one.id for one in (*view.promises[-1:], *view.clocks) if one.status == "missed"}


_HOLDS: Mapping[AlertKind, Callable[[TicketView, Alert], bool]] = {
    "called": lambda view, _: view.handoff is not None,
    "unclaimed": _waits,
    "came-back": _waits,
    "at-risk": _is_at_risk,
    "late": _is_late,
    "to-be-granted": lambda view, _: view.waiting is not None,
    "not-granted": lambda view, _: view.waiting is None,
    "owner-away": lambda view, _: view.owner is not None and view.owner.is_away,
    "passed-on": lambda view, _: view.ticket.team != "",
}
"""What is not named holds until the ticket is solved, such as that it was told again."""


def standing_alerts(view: TicketView) -> list[tuple[Alert, str]]:
    """Return what still holds, each with the names of who was told: the newest of each kind, the newest first."""
    if view.ticket.status not in UNSOLVED and view.handoff is None:
        return []
    holding = {
        (one.kind, one.clock): (one, names)
        for one, names in view.alerts
        if one.kind not in _HOLDS or _HOLDS[one.kind](view, one)
    }
    return sorted(holding.values(), key=lambda pair: pair[0].at, reverse=True)[:SHOWN]
