"""Which conversations of a ticket wait for a person, or have one: after a merge there may be several."""

from dataclasses import replace

from bot.desk.tickets.queue_order import OF_THE_LAW
from bot.desk.turn.turn import Turn
from storage.ports import UnitOfWork
from storage.records.complaint_records import Handoff, Ticket
from storage.records.statuses import Level


async def open_handoffs(unit: UnitOfWork, ticket: Ticket) -> list[Handoff]:
    """Return the handoffs of a ticket that are not done, the oldest first."""
    return [one for one in await unit.find(Handoff, ticket=ticket.id) if one.status != "done"]


async def current(unit: UnitOfWork, ticket: Ticket) -> Handoff | None:
    """Return the newest handoff of a ticket that is not done; a newer one that is done does not hide it."""
    still_open = await open_handoffs(unit, ticket)
    return still_open[-1] if still_open else None


async def current_in(unit: UnitOfWork, conversation: str) -> Handoff | None:
    """Return the newest handoff of a conversation that is not done."""
    found = await unit.find(Handoff, conversation=conversation)
    return next((one for one in reversed(found) if one.status != "done"), None)


def called_for(turn: Turn, handoff: Handoff, reason: str, level: Level) -> Handoff:
    """Return a handoff as it is for something graver; a threat with the law that it was for stays on record.

    By that threat somebody else looks at the final answer, whatever is heard after it.
    """
    if handoff.reason in OF_THE_LAW and handoff.reason != reason:
        turn.unit.add(replace(handoff, id=turn.desk.environment.new_id(), status="done", revision=0))
    return replace(handoff, reason=reason, level=level)
