"""What a supervisor sees of the shift: who is there with how much, what is at risk, and who is on duty."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.desk.core.errors import Refusal, Refused
from bot.desk.core.sanitize import clean_message
from bot.desk.overview.worklist import DeskView
from bot.desk.overview.worklists import Worklists
from bot.desk.redaction.redaction import redacted
from bot.desk.staff.attendance import is_here
from bot.desk.staff.duty import DutyRoster
from storage.ports import Store
from storage.records.access_records import Agent
from storage.records.complaint_records import Promise, Ticket
from storage.records.statuses import Role

MISSED_WITHIN = timedelta(days=7)
"""How long a missed promise is asked about."""
LOOKED_THROUGH = 2000
"""The newest promises, among which the missed ones are."""
LONGEST_REASON = 500
LONGEST_LIST = 100


@dataclass(frozen=True)
class AgentLoad:
    """What one member has to do now."""

    member: Agent
    is_here: bool
    open: int
    talking: int
    """Conversations that are with them."""
    at_risk: int


@dataclass(frozen=True)
class MissedPromise:
    """A promise that was missed, and why, once somebody has said so."""

    promise: Promise
    reference: str
    owner: str
    why: str


@dataclass(frozen=True)
class Shift:
    """The desk at this moment."""

    loads: Sequence[AgentLoad]
    unclaimed: int
    """How many wait for a person and are nobody's."""
    longest: datetime | None
    """Since when the first of them waits."""
    counts: dict[DeskView, int]
    missed: Sequence[MissedPromise]
    duty: Sequence[tuple[Role, str, bool]]
    """Who is on the roster, and whether on duty now."""


async def shift_now(store: Store, worklists: Worklists, roster: DutyRoster, agent: Agent, now: datetime) -> Shift:
    """Return the shift as it is."""
    await worklists.board.settle()
    lists, staff = worklists.board.lists, worklists.board.staff
    risky = set(lists.keys(DeskView.AT_RISK, now=now))
    held = defaultdict[str, Counter[str]](Counter)
    waiting = []
    for key, item in lists.items.items():
        handoff = item.handoff
        if item.ticket.owner:
            held[item.ticket.owner]["open"] += 1
            held[item.ticket.owner]["at-risk"] += key in risky
        if handoff and handoff.status == "claimed":
            held[handoff.claimed_by]["talking"] += 1
        if handoff and item.is_waiting and not item.ticket.owner:
            waiting.append(handoff.requested)
    active = [one for one in staff.values() if one.status == "active"]
    loads = [
        AgentLoad(one, is_here(one, now), held[one.id]["open"], held[one.id]["talking"], held[one.id]["at-risk"])
        for one in active
    ]
    loads.sort(key=lambda one: (not one.is_here, -one.at_risk, -one.open, one.member.name))
    on_duty = {(role, name) for role in roster.shifts for name in roster.names(role, now)}
    duty = [(role, name, (role, name) in on_duty) for role, shifts in roster.shifts.items() for name, _ in shifts]
    missed = await _missed(store, staff, now)
    return Shift(loads, len(waiting), min(waiting, default=None), worklists.counts(agent, now), missed, duty)


async def say_why(store: Store, key: str, reason: str) -> None:
    """Note why a promise was missed; the customer is told nothing of it.

    Raises:
        Refused: if nothing is said, or there is no such promise that was missed.
    """
    why, unit = redacted(clean_message(reason)[:LONGEST_REASON]), store.unit()
    promise = await unit.get(Promise, key)
    if not why:
        raise Refused(Refusal.EMPTY)
    if promise is None or promise.status != "missed":
        raise Refused(Refusal.NOT_MISSED)
    unit.put(replace(promise, why_missed=why))
    await unit.commit()


async def _missed(store: Store, staff: Mapping[str, Agent], now: datetime) -> list[MissedPromise]:
    unit, found = store.unit(), list[MissedPromise]()
    for one in reversed(await unit.find(Promise, newest=LOOKED_THROUGH)):
        if one.status != "missed" or (one.ended or one.due) < now - MISSED_WITHIN:
            continue
        ticket = await unit.get(Ticket, one.ticket)
        if ticket is not None:
            owner = staff.get(ticket.owner)
            found.append(MissedPromise(one, ticket.reference, owner.name if owner else "", one.why_missed))
    return found[:LONGEST_LIST]
