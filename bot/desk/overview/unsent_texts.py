"""What the staff has written and not sent: it waits for its writer in whichever browser they come from next."""

from collections.abc import Mapping
from dataclasses import replace

from bot.desk.agents.handoffs import LONGEST
from bot.desk.core.environment import Environment
from bot.desk.redaction.redaction import redacted
from storage.ports import Conflict, Store
from storage.records.access_records import Agent
from storage.records.complaint_records import Ticket
from storage.records.desk_records import UnsentText


async def unsent_texts(store: Store, agent: Agent, ticket: Ticket) -> Mapping[str, str]:
    """Return what an agent has written on a ticket, by the box."""
    found = await store.unit().find(UnsentText, agent=agent.id, ticket=ticket.id)
    return {one.box: one.text for one in found}


async def keep_unsent(
    store: Store, environment: Environment, agent: Agent, ticket: Ticket, box: str, text: str, before: str | None = None
) -> bool:
    """Keep what is being written in a box; nothing is kept of an empty one. Secrets are crossed out.

    ``before`` is what the window knew to be kept: where another window has kept something else since, nothing changes
    and False is returned. Without it what is kept is replaced.
    """
    unit, words = store.unit(), redacted(text[:LONGEST])
    known = await unit.get(UnsentText, _key(agent, ticket, box))
    there = known.text if known else ""
    if before is not None and there not in (redacted(before), words, ""):
        return False
    if words == there:
        return True
    if known is None:
        key, now = _key(agent, ticket, box), environment.now()
        unit.add(UnsentText(id=key, agent=agent.id, ticket=ticket.id, box=box, text=words, at=now))
    elif words.strip():
        unit.put(replace(known, text=words, at=environment.now()))
    else:
        unit.delete(known)
    try:
        await unit.commit()
    except Conflict:
        return False
    return True


def _key(agent: Agent, ticket: Ticket, box: str) -> str:
    return f"{agent.id}:{ticket.id}:{box}"
