"""What agents did to tickets, on record: who, from where, and what became another value; no word of a customer."""

from bot.desk.agents.permissions import AgentAct
from bot.desk.staff.audit import Actor, put_on_record
from bot.desk.turn.turn import Turn
from storage.records.access_records import Agent
from storage.records.complaint_records import Ticket


async def note_act(turn: Turn, act: AgentAct, by: Actor, before: Ticket) -> None:
    """Write the line of an act that was carried out in this turn; the last thing that the turn does."""
    after = await turn.unit.get(Ticket, before.id) or before
    old, new = await _values(turn, before), await _values(turn, after)
    changed = [name for name in old if old[name] != new[name]]
    await put_on_record(
        turn.unit,
        turn.desk.environment,
        "ticket-changed",
        by,
        subject=before.id,
        about=before.reference,
        detail=act,
        old="; ".join(f"{name} {old[name]}" for name in changed if old[name]),
        new="; ".join(f"{name} {new[name]}" for name in changed if new[name]),
    )


async def _values(turn: Turn, ticket: Ticket) -> dict[str, str]:
    owner = await turn.unit.get(Agent, ticket.owner) if ticket.owner else None
    return {
        "status": ticket.status,
        "owner": owner.name if owner else ticket.owner,
        "due": f"{ticket.due.astimezone(turn.desk.policy.zone):%Y-%m-%d %H:%M}",
    }
