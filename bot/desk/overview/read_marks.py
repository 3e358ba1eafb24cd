"""How far each member of the staff has read each ticket."""

from contextlib import suppress
from dataclasses import replace

from storage.ports import StorageError, Store
from storage.records.access_records import Agent
from storage.records.complaint_records import ReadMark, Ticket


async def read_up_to(store: Store, agent: Agent, ticket: Ticket) -> str:
    """Return up to which message an agent has read a ticket; empty if they never saw it."""
    mark = await store.unit().get(ReadMark, _key(agent, ticket))
    return mark.message if mark else ""


async def mark_read(store: Store, agent: Agent, ticket: Ticket, message: str) -> bool:
    """Write down that an agent has seen a ticket up to a message; tell whether that is news.

    What cannot be written now is shown as unread once more.
    """
    unit = store.unit()
    mark = await unit.get(ReadMark, _key(agent, ticket))
    if mark is not None and mark.message >= message:
        return False
    if mark is None:
        unit.add(ReadMark(id=_key(agent, ticket), agent=agent.id, ticket=ticket.id, message=message))
    else:
        unit.put(replace(mark, message=message))
    with suppress(StorageError):
        await unit.commit()
    return True


def _key(agent: Agent, ticket: Ticket) -> str:
    return f"{agent.id}:{ticket.id}"
