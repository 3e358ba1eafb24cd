"""That a member wants to see what becomes of a ticket that is not theirs."""

from contextlib import suppress

from storage.ports import Conflict, Store
from storage.records.access_records import Agent
from storage.records.complaint_records import Ticket
from storage.records.desk_records import WatchedTicket


async def watch(store: Store, agent: Agent, ticket: Ticket) -> None:
    """Show a ticket among those that a member watches; a second time changes nothing."""
    unit = store.unit()
    unit.add(WatchedTicket(id=_key(agent, ticket), agent=agent.id, ticket=ticket.id))
    with suppress(Conflict):
        await unit.commit()
    store.changes.tell(ticket.address)


async def unwatch(store: Store, agent: Agent, ticket: Ticket) -> None:
    """Show it there no more."""
    unit = store.unit()
    if known := await unit.get(WatchedTicket, _key(agent, ticket)):
        unit.delete(known)
        await unit.commit()
    store.changes.tell(ticket.address)


async def is_watched(store: Store, agent: Agent, ticket: Ticket) -> bool:
    """Tell whether a member watches a ticket."""
    return await store.unit().get(WatchedTicket, _key(agent, ticket)) is not None


def _key(agent: Agent, ticket: Ticket) -> str:
    return f"{agent.id}:{ticket.id}"
