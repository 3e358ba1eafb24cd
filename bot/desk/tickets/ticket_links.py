"""Which tickets belong together: those that were merged into one, and those of others with the same problem. Reads."""

from collections.abc import Sequence

from storage.ports import UnitOfWork
from storage.records.complaint_records import Ticket
from storage.records.resolution_records import TicketLink


async def merged_into(unit: UnitOfWork, ticket: str) -> list[str]:
    """Return the ids of all tickets that go on in the one with this id, and in those."""
    found: list[str] = []
    asked = [ticket]
    while asked:
        links = await unit.find(TicketLink, ticket=asked.pop())
        further = [one.other for one in links if one.kind == "merged" and one.other not in found]
        found += further
        asked += further
    return found


async def links_of(unit: UnitOfWork, ticket: str) -> list[tuple[TicketLink, Ticket]]:
    """Return what the ticket with this id is linked with, oldest first, each with the ticket at the other end."""
    links = [*await unit.find(TicketLink, ticket=ticket), *await unit.find(TicketLink, other=ticket)]
    ends = [(one, await unit.get(Ticket, one.other if one.ticket == ticket else one.ticket)) for one in links]
    return sorted(((one, end) for one, end in ends if end), key=lambda pair: pair[0].id)


def linked(links: Sequence[tuple[TicketLink, Ticket]], other: str) -> TicketLink | None:
    """Return the link to the ticket with this id by which both tell of the same problem, if there is one."""
    return next((one for one, end in links if one.kind == "same-problem" and end.id == other), None)
