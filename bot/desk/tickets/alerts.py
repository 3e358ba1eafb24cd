"""Tells somebody of the staff of a ticket, once: by the staff's group, where they are called, and on record.

Who it is says the duty roster (`bot.desk.staff.duty`), or whoever owns the ticket. Nothing here is told to customers.
"""

from bot.desk.staff.duty import on_duty
from bot.desk.tickets.queue_order import DANGER_TO_PEOPLE
from bot.desk.turn.turn import Turn
from storage.records import Agent, Alert, Handoff, Ticket
from storage.statuses import AlertKind, Level
from storage.traffic_records import StaffNotice

ALERT = "alert."
"""What the key of such a word to the staff begins with."""


async def alert(
    turn: Turn, ticket: Ticket, kind: AlertKind, level: Level, about: str, *, clock: str = ""
) -> tuple[str, ...]:
    """Tell whoever must look at a ticket at this level, unless that was done; return the names of those who know.

    ``about`` is the id of the promise, the handoff or the telling that it is about. Where nobody is there to be told,
    nobody is named, and it may be tried again.
    """
    key = f"{kind}:{about}:{level}"
    known = await turn.unit.get(Alert, key)
    if known is not None:
        told = [await turn.unit.get(Agent, one) for one in known.to]
        return tuple(one.name for one in told if one)
    people = await concerned(turn, ticket, level)
    if not people:
        return ()
    environment = turn.desk.environment
    keys = tuple(one.id for one in people)
    turn.unit.add(Alert(id=key, ticket=ticket.id, kind=kind, level=level, to=keys, at=environment.now(), clock=clock))
    for one in people:
        _call(turn, ticket, kind, one)
    return tuple(one.name for one in people)


async def concerned(turn: Turn, ticket: Ticket, level: Level) -> tuple[Agent, ...]:
    """Return who is to be told: at the first level whoever has the ticket, if they are there."""
    handoff = await turn.unit.last(Handoff, ticket=ticket.id)
    if level == "agent":
        holder = handoff.claimed_by if handoff and handoff.status == "claimed" else ""
        having = [await turn.unit.get(Agent, key) for key in dict.fromkeys((ticket.owner, holder)) if key]
        if here := tuple(one for one in having if one and one.status == "active"):
            return here
    desk = turn.desk
    in_danger = handoff is not None and handoff.status != "done" and handoff.reason in DANGER_TO_PEOPLE
    return await on_duty(
        turn.unit,
        desk.policy.duty,
        level,
        desk.environment.now(),
        is_open=desk.opens_next() is None,
        in_danger=in_danger,
    )


def _call(turn: Turn, ticket: Ticket, kind: AlertKind, who: Agent) -> None:
    """Have somebody called by name in the topic of a ticket, with a mention where their account is known."""
    account = next((one for one in who.identities if one.startswith("telegram:")), "")
    turn.unit.add(
        StaffNotice(id=turn.desk.environment.new_id(), topic=ticket.id, key=f"alert.{kind}", to=account, name=who.name)
    )
