"""Tells who watches a ticket what becomes of it: words of its customer, another owner, a promise at risk, its end.

Each is told once; that the customer writes is told again after whoever watches has looked. Whoever has the ticket is
told nothing here: they are told anyway.
"""

from typing import Literal

from bot.desk.tickets.alerts import alert
from bot.desk.tickets.lifecycle import UNSOLVED
from bot.desk.tickets.promises import own_promises
from bot.desk.turn.turn import Turn
from storage.records.access_records import Agent
from storage.records.complaint_records import Alert, Handoff, Message, ReadMark, Ticket
from storage.records.desk_records import WatchedTicket

WatchedKind = Literal["watched-wrote", "watched-passed-on", "watched-at-risk", "watched-ended"]
WROTE: WatchedKind = "watched-wrote"
ENDED: WatchedKind = "watched-ended"
WATCHED: tuple[WatchedKind, ...] = (WROTE, "watched-passed-on", "watched-at-risk", ENDED)
"""What only who watches a ticket is told of it."""


async def tell_watchers(turn: Turn, ticket: Ticket, kind: WatchedKind, about: str, by: str = "") -> None:
    """Tell who watches a ticket, but for who did it, whose id is ``by``."""
    people = tuple(one for one in await _watchers(turn, ticket) if one.id != by)
    if people:
        await alert(turn, ticket, kind, "agent", about, to=people)


async def tell_what_happened(turn: Turn) -> None:
    """Tell who watches of what this turn has written: words of a customer, and the end of a ticket."""
    said = {one.ticket: one for one in turn.unit.written(Message) if one.author == "customer" and one.ticket}
    for key, message in said.items():
        ticket = await turn.unit.get(Ticket, key)
        if ticket and ticket.status in UNSOLVED:
            await _tell_written(turn, ticket, message)
    for ticket in turn.unit.written(Ticket):
        if ticket.status not in UNSOLVED:
            promises = await own_promises(turn.unit, ticket)
            await tell_watchers(turn, ticket, ENDED, promises[-1].id if promises else ticket.id)


async def _tell_written(turn: Turn, ticket: Ticket, message: Message) -> None:
    watchers = await _watchers(turn, ticket)
    earlier = [one for one in await turn.unit.find(Alert, ticket=ticket.id) if one.kind == WROTE] if watchers else []
    people = []
    for agent in watchers:
        mark = await turn.unit.get(ReadMark, f"{agent.id}:{ticket.id}")
        read = mark.message if mark else ""
        told = max((one.about for one in earlier if agent.id in one.to), default="")
        if told <= read < message.id:
            people.append(agent)
    if people:
        await alert(turn, ticket, WROTE, "agent", message.id, to=tuple(people))


async def _watchers(turn: Turn, ticket: Ticket) -> list[Agent]:
    """Return who watches a ticket and does not have it."""
    watches = await turn.unit.find(WatchedTicket, ticket=ticket.id)
    handoff = await turn.unit.last(Handoff, ticket=ticket.id) if watches else None
    having = {ticket.owner, handoff.claimed_by if handoff and handoff.status == "claimed" else ""}
    people = [await turn.unit.get(Agent, one.agent) for one in watches if one.agent not in having]
    return [one for one in people if one and one.status == "active"]
