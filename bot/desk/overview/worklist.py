"""Which tickets belong into which view of the desk, in which order, and how far their promises are used. Pure."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from bot.desk.agents.permissions import AgentAct, offered
from bot.desk.outcomes.named_matters import CATEGORY
from bot.desk.staff.attendance import is_here
from bot.desk.tickets.lifecycle import UNSOLVED
from bot.desk.tickets.queue_order import CANNOT_WAIT, Urgency, urgency
from storage.records.access_records import Agent
from storage.records.complaint_records import Handoff, Ticket
from storage.records.statuses import TicketStatus

SOLVED: tuple[TicketStatus, ...] = ("resolved", "answered", "closed", "withdrawn", "merged")
"""Statuses in which nobody owes the customer an answer."""
AT_RISK = 0.8
"""The share of a promise from which on it is at risk."""
SOON = 0.5
"""The share from which on it is to be thought of."""
PLACE = "place"
"""The slot by which the scripts tell where it happened."""
AGES = {
    "day": (timedelta(days=-1), timedelta.max),
    "week": (timedelta(days=-7), timedelta.max),
    "older": (timedelta.min, timedelta(days=-7)),
}
"""How long ago something was told: within a day, within a week, before that."""


class DeskView(StrEnum):
    """A list of tickets that the desk can show."""

    MINE = "mine"
    WATCHED = "watched"
    TEAM = "team"
    WAITING = "waiting"
    ESCALATED = "escalated"
    TO_GRANT = "to-grant"
    AT_RISK = "at-risk"
    REPEATS = "repeats"
    OPEN = "open"
    CLOSED = "closed"
    PRAISE = "praise"

    def holds(self, item: "WorkItem", agent: str, now: datetime) -> bool:
        """Tell whether an open item belongs into this view of the member with this id, as far as it tells itself."""
        handoff = item.handoff
        match self:
            case DeskView.MINE:
                return item.is_of(agent)
            case DeskView.WAITING:
                return item.is_waiting
            case DeskView.ESCALATED:
                return handoff is not None and handoff.level != "agent"
            case DeskView.TO_GRANT:
                return item.ticket.to_grant != ""
            case DeskView.AT_RISK:
                return promise_band(item.ticket, now) in (PromiseBand.AT_RISK, PromiseBand.LATE)
            case DeskView.REPEATS:
                return item.ticket.told > 1
            case _:
                return self is DeskView.OPEN


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
    def place(self) -> str:
        """Where it is about, as far as its script asks for that."""
        return str(self.ticket.slots.get(PLACE, ""))

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

    CHOSEN: ClassVar[tuple[str, ...]] = ("reason", "category", "owner", "language", "channel")
    """The fields that are chosen from what there is."""

    reason: str = ""
    category: str = ""
    owner: str = ""
    """The id of a member."""
    language: str = ""
    channel: str = ""
    place: str = ""
    """A part of its name."""
    age: str = ""
    """How long ago it was told, one of `AGES`."""

    def keeps(self, item: WorkItem, now: datetime | None) -> bool:
        """Tell whether an item is wanted; without a time, whether it may be at some time."""
        if self.place and self.place.casefold() not in item.place.casefold():
            return False
        if self.age in AGES and now is not None:
            oldest, newest = AGES[self.age]
            if not oldest <= item.ticket.opened - now <= newest:
                return False
        held = values_of(item)
        return all(getattr(self, name) in ("", held[name]) for name in self.CHOSEN)


def promise_band(ticket: Ticket, now: datetime) -> PromiseBand:
    """Return how near the end of a ticket's promise is."""
    return PromiseBand.OVER if ticket.status not in UNSOLVED else band_of(ticket.opened, ticket.due, now)


def band_of(made: datetime, due: datetime, now: datetime) -> PromiseBand:
    """Return how near the end of something is that was begun at one time, and is due at another."""
    if now > due:
        return PromiseBand.LATE
    given = (due - made).total_seconds()
    used = (now - made).total_seconds() / given if given > 0 else float(now >= due)
    if used > AT_RISK:
        return PromiseBand.AT_RISK
    return PromiseBand.SOON if used > SOON else PromiseBand.CALM


def values_of(item: WorkItem) -> dict[str, str]:
    """Return by what an item is found in lists, and by which script it was told."""
    ticket = item.ticket
    return {
        "reason": item.reason,
        "category": item.category,
        "owner": ticket.owner,
        "language": ticket.language,
        "channel": item.channel,
        "script": ticket.script,
    }


def is_free(item: WorkItem, agent: Agent, others: Collection[str] = ()) -> bool:
    """Tell whether an agent is to be given an item that they do not have yet; ``others`` are the teams of others."""
    if item.ticket.team in others:
        return False
    return AgentAct.CLAIM in offered(agent, item.ticket, item.handoff)


def is_kept(item: WorkItem, agent: Agent, owner: Agent | None, now: datetime, owner_first: timedelta) -> bool:
    """Tell whether an item is kept for its owner, who is there: for a while, and never where people are in danger."""
    handoff = item.handoff
    if owner is None or owner.id == agent.id or handoff is None or handoff.reason in CANNOT_WAIT:
        return False
    return is_here(owner, now) and now < handoff.requested + owner_first
