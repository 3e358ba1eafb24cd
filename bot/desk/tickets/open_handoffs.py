"""Which conversations of a ticket wait for a person, or have one: after a merge there may be several."""

from storage.ports import UnitOfWork
from storage.records.complaint_records import Handoff, Ticket


async def open_handoffs(unit: UnitOfWork, ticket: Ticket) -> list[Handoff]:
    """Return the handoffs of a ticket that are not done, the oldest first."""
    return [one for one in await unit.find(Handoff, ticket=ticket.id) if one.status != "done"]


async def current(unit: UnitOfWork, ticket: Ticket) -> Handoff | None:
    """Return the newest handoff of a ticket that is not done; a newer one that is done does not hide it."""
    still_open = await open_handoffs(unit, ticket)
    return still_open[-1] if still_open else None
