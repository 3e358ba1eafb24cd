"""Which tickets belong into which view of the desk, in which order, and how far their promises are used. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum

from bot.desk.agents.permissions import AgentAct, offered
from bot.desk.tickets.lifecycle import UNSOLVED
from bot.desk.tickets.queue_order import Urgency, urgency
from storage.records import Agent, Handoff, Ticket
from storage.statuses import TicketStatus

SOLVED: tuple[TicketStatus, ...] = ("resolved", "answered", "closed", "withdrawn")
"""Statuses in which nobody owes the customer an answer."""
AT_RISK = 0.8
"""The share of a promise from which on it is at risk."""
SOON = 0.5
"""The share from which on it is to be thought of."""
CATEGORY = "kind"
"""The slot by which the scripts tell what a complaint is about."""


class DeskView(StrEnum):
    """A list of tickets that the desk can show."""

    MINE = "mine"
    WAITING = "waiting"
    ESCALATED = "escalated"
    AT_RISK = "at-risk"
    REPEATS = "repeats"
    OPEN = "open"
    CLOSED = "closed"
    PRAISE = "praise"


class PromiseBand(StrEnum):
    """How near the end of a promise is."""

    CALM = "calm"
    SOON = "soon"
    AT_RISK = "at-risk"
    LATE = "late"
    OVER = "over"
    """Nobody waits for it any more."""


@dataclass(frozen=True)
class WorkItem:
    """A ticket, and the gravest handoff of it that is not done."""

    ticket: Ticket
    handoff: Handoff | None = None

    @property
    def is_waiting(self) -> bool:
        """Whether a conversation of it waits for a person."""
        return self.handoff is not None and self.handoff.status == "waiting"

    @property
    def is_open(self) -> bool:
        """Whether somebody has something to do on it."""
        return self.ticket.status in UNSOLVED or self.handoff is not None

    @property
    def reason(self) -> str:
        """Why a person was called; empty if none was."""
        return self.handoff.reason if self.handoff else ""

    @property
    def category(self) -> str:
        """What it is about, as its script tells it; empty where it does not."""
        return str(self.ticket.slots.get(CATEGORY, ""))

    @property
    def channel(self) -> str:
        """Where the customer is reached."""
        return self.ticket.address.partition(":")[0]

    @property
    def urgency(self) -> Urgency:
        """By what lists are sorted."""
        return urgency(self.ticket, self.handoff)

    def is_of(self, agent: str) -> bool:
        """Tell whether the member with this id owns it or has its conversation."""
        return agent == self.ticket.owner or (self.handoff is not None and agent == self.handoff.claimed_by)


@dataclass(frozen=True)
class WorkFilter:
    """What of a view is wanted; what is empty may be anything."""

    reason: str = ""
    category: str = ""
    owner: str = ""
    """The id of a member."""
    language: str = ""
    channel: str = ""

    def of(self, item: WorkItem) -> Mapping[str, str]:
        """Return by what an item is looked at."""
        return {
            "reason": item.reason,
            "category": item.category,
            "owner": item.ticket.owner,
            "language": item.ticket.language,
            "channel": item.channel,
        }

    def keeps(self, item: WorkItem) -> bool:
        """Tell whether an item is wanted."""
        held = self.of(item)
        return all(getattr(self, one.name) in ("", held[one.name]) for one in fields(self))


def share_used(ticket: Ticket, now: datetime) -> float:
    """Return how much of the time of a promise has passed."""
    given = (ticket.due - ticket.opened).total_seconds()
    return (now - ticket.opened).total_seconds() / given if given > 0 else float(now >= ticket.due)


def promise_band(ticket: Ticket, now: datetime) -> PromiseBand:
    """Return how near the end of a ticket's promise is."""
    if ticket.status not in UNSOLVED:
        return PromiseBand.OVER
    if now > ticket.due:
        return PromiseBand.LATE
    used = share_used(ticket, now)
    if used > AT_RISK:
        return PromiseBand.AT_RISK
    return PromiseBand.SOON if used > SOON else PromiseBand.CALM


def is_in(view: DeskView, item: WorkItem, agent: str, now: datetime) -> bool:
    """Tell whether an open item belongs into a view of the member with this id."""
    handoff = item.handoff
    match view:
        case DeskView.MINE:
            return item.is_of(agent)
        case DeskView.WAITING:
            return item.is_waiting
        case DeskView.ESCALATED:
            return handoff is not None and handoff.level != "agent"
        case DeskView.AT_RISK:
            return promise_band(item.ticket, now) in (PromiseBand.AT_RISK, PromiseBand.LATE)
        case DeskView.REPEATS:
            return item.ticket.told > 1
        case _:
            return view is DeskView.OPEN


def to_take(items: Iterable[WorkItem], agent: Agent) -> list[WorkItem]:
    """Return what an agent may claim and does not have yet, the most urgent first."""
    free = [one for one in items if AgentAct.CLAIM in offered(agent, one.ticket, one.handoff)]
    return sorted(free, key=lambda one: one.urgency)
