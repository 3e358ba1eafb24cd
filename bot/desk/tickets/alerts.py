"""Tells somebody of the staff of a ticket, once: it is on record, and the pages and the staff's group show it to them.

Who gets e-mail is mailed it as well.

Who it is says the duty roster (`bot.desk.staff.duty`), or whoever owns the ticket. Nothing here is told to customers.
"""

from collections.abc import Collection

from bot.desk.staff.attendance import is_here
from bot.desk.staff.duty import on_duty
from bot.desk.tickets.alert_mails import mail_alert
from bot.desk.tickets.open_handoffs import current
from bot.desk.tickets.queue_order import DANGER_TO_PEOPLE
from bot.desk.turn.turn import Turn
from storage.records.access_records import Agent
from storage.records.complaint_records import Alert, Ticket
from storage.records.statuses import AlertKind, Level


async def alert(
    turn: Turn,
    ticket: Ticket,
    kind: AlertKind,
    level: Level,
    about: str,
    *,
    clock: str = "",
    to: tuple[Agent, ...] = (),
) -> tuple[Agent, ...]:
    """Tell whoever must look at a ticket at this level, or whom is named, unless that was done; return those who know.

    ``about`` is the id of the promise, the handoff or the telling that it is about. Where nobody is there to be told,
    nobody is named, and it may be tried again.
    """
    known = [one for one in await turn.unit.find(Alert, ticket=ticket.id) if _what(one) == (kind, level, about)]
    if known:
        knowing = [await turn.unit.get(Agent, key) for key in known[0].to]
        return tuple(one for one in knowing if one)
    people, environment = to or await concerned(turn, ticket, level), turn.desk.environment
    if people:
        told = Alert(
            id=environment.new_id(),
            ticket=ticket.id,
            kind=kind,
            level=level,
            about=about,
            to=tuple(one.id for one in people),
            at=environment.now(),
            clock=clock,
        )
        turn.unit.add(told)
        await mail_alert(turn, ticket, told, people)
    return people


def told_line(turn: Turn, people: Collection[Agent], level: Level) -> str:
    """Return what a customer hears of that, which names a role only where somebody of it was told."""
    if not people:
        return ""
    return turn.common(f"{level}-told" if any(one.role == level for one in people) else "duty-told")


def _what(told: Alert) -> tuple[str, str, str]:
    return told.kind, told.level, told.about


async def concerned(turn: Turn, ticket: Ticket, level: Level) -> tuple[Agent, ...]:
    """Return who is to be told: at the first level whoever has the ticket, if they are there."""
    handoff = await current(turn.unit, ticket)
    if level == "agent":
        holder = handoff.claimed_by if handoff and handoff.status == "claimed" else ""
        having = [await turn.unit.get(Agent, key) for key in dict.fromkeys((ticket.owner, holder)) if key]
        if here := tuple(one for one in having if one and is_here(one, turn.desk.environment.now())):
            return here
    desk = turn.desk
    in_danger = handoff is not None and handoff.reason in DANGER_TO_PEOPLE
    return await on_duty(
        turn.unit,
        desk.policy.duty,
        level,
        desk.environment.now(),
        is_open=desk.opens_next() is None,
        in_danger=in_danger,
    )
