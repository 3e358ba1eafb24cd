"""The life of a ticket: one table of allowed moves, and what each filing writes."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any, Literal

from bot.desk.calendar.date_format import day_in_words
from bot.desk.scripts.registry import AFTER_ANSWER
from bot.desk.tickets.alerts import alert
from bot.desk.tickets.promises import (
    drop_promises,
    end_promise,
    make_promise,
    resume_clocks,
    settle_promises,
    start_clocks,
)
from bot.desk.tickets.similar_tickets import words
from bot.desk.turn.timers import cancel_timers
from bot.desk.turn.turn import Turn
from dialogs.model.events import Filed, FileTicket
from storage.records.access_records import Agent
from storage.records.complaint_records import Conversation, Message, Occurrence, Sequence, Ticket
from storage.records.statuses import TicketStatus

MOVES: dict[TicketStatus, dict[str, TicketStatus]] = {
    "open": {"claim": "investigating", "resolve": "resolved", "withdraw": "withdrawn", "settle": "closed"},
    "investigating": {"resolve": "resolved", "release": "open", "withdraw": "withdrawn", "settle": "closed"},
    "resolved": {"confirm": "closed", "reopen": "investigating", "withdraw": "withdrawn", "settle": "closed"},
    "answered": {"reopen": "investigating"},
    "closed": {"reopen": "investigating"},
    "withdrawn": {"reopen": "investigating"},
    "praise": {},
    "merged": {},
}
"""From a status by a verb to a status; what is not here is not allowed."""

UNSOLVED = ("open", "investigating")
"""Statuses in which somebody still owes the customer an answer."""

_TO_MANAGER = 3
"""Tellings of one matter from which on the manager knows; a supervisor does from the second."""
_SHOWN = 5
"""Tickets that a customer is told of at a time."""


def moved(ticket: Ticket, verb: str) -> Ticket:
    """Return the ticket after a move; a reopened one that nobody owns waits for a first claim.

    Raises:
        KeyError: if the move is not allowed from its status.

    """
    status = MOVES[ticket.status][verb]
    return replace(ticket, status="open" if verb == "reopen" and not ticket.owner else status)


def is_about(conversation: Conversation, ticket: Ticket) -> bool:
    """Tell whether the dialog itself is about the ticket, not one about something else that an agent wrote into.

    One in which the customer only asked for a person has no matter of its own, and is about the ticket it came to.
    """
    came_for_it = conversation.ticket == ticket.id and not conversation.state["slots"]
    return conversation.id == ticket.conversation or conversation.script == AFTER_ANSWER or came_for_it


def facts(turn: Turn, ticket: Ticket) -> dict[str, str]:
    """Return what texts may name of a ticket, in the customer's language."""
    language, desk = turn.language, turn.desk
    times = {
        "due": turn.moment(ticket.due),
        "opened": day_in_words(ticket.opened, language, desk.policy.zone),
        "resolved": day_in_words(ticket.resolved, language, desk.policy.zone) if ticket.resolved else "",
    }
    is_late = ticket.status in UNSOLVED and desk.environment.now() >= ticket.due
    return {
        "reference": ticket.reference,
        "status": turn.common("status-late" if is_late else f"status-{ticket.status}", times),
        "description": shortened(ticket.description),
        "outcome": ticket.outcome,
        **times,
    }


async def standing(turn: Turn, reference: str = "") -> list[str]:
    """Return a line on each of the customer's tickets, the newest first, and not on too many; or on one of them."""
    if reference:
        named = await turn.unit.last(Ticket, reference=reference)
        tickets = [named] if named and named.customer == turn.customer.id else []
    else:
        tickets = await turn.unit.find(Ticket, customer=turn.customer.id, newest=_SHOWN)
    return [turn.common("status-line", facts(turn, ticket)) for ticket in reversed(tickets)]


def shortened(text: str, longest: int = 60) -> str:
    """Return the beginning of a text on one line."""
    line = " ".join(text.split())
    return line if len(line) <= longest else line[: longest - 1].rstrip() + "…"


async def file(turn: Turn, effect: FileTicket) -> Filed:
    """Write what a conversation files, and return what the customer may be told of it."""
    if effect.filing in ("open", "answered"):
        ticket = await _open(turn, effect)
    elif effect.filing == "repeat":
        ticket = await _repeat(turn, effect)
    else:
        ticket = await _judge(turn, effect.filing)
    if turn.here.ticket != ticket.id:
        turn.change(ticket=ticket.id)
    return Filed(ticket.reference, facts(turn, ticket))


async def _open(turn: Turn, effect: FileTicket) -> Ticket:
    """File the one ticket of this dialog, or complete the one it has."""
    known = await turn.unit.get(Ticket, turn.here.ticket) if turn.here.ticket else None
    if known is not None and is_about(turn.here, known):
        slots = {**known.slots, **effect.slots}
        completed = replace(known, slots=slots, description=effect.description or known.description)
        if known.status == "withdrawn":
            completed = replace(completed, **_as_filed(turn, effect))
            _announce(turn, completed)
        turn.unit.put(completed)
        return completed
    waiting = None if effect.description else await _newest_unsolved(turn)
    if waiting is not None:
        return waiting  # whoever only asks for a person means what waits; its owner knows the matter
    ticket = await _new_ticket(turn, effect)
    _announce(turn, ticket)
    turn.unit.add(ticket)
    return ticket


def _announce(turn: Turn, ticket: Ticket) -> None:
    """Write down what a ticket that is filed tells, and when it is due."""
    _tell_once_more(turn, ticket, ticket.description)
    if ticket.status == "open":
        make_promise(turn, ticket)
        start_clocks(turn, ticket)


async def _newest_unsolved(turn: Turn) -> Ticket | None:
    tickets = await turn.unit.find(Ticket, customer=turn.customer.id)
    return next((ticket for ticket in reversed(tickets) if ticket.status in UNSOLVED), None)


async def _new_ticket(turn: Turn, effect: FileTicket) -> Ticket:
    return Ticket(
        id=turn.desk.environment.new_id(),
        reference=await _next_reference(turn, turn.desk.environment.now()),
        customer=turn.customer.id,
        address=turn.address,
        conversation=turn.here.id,
        language=turn.language,
        script=turn.here.script,
        description=effect.description,
        **_as_filed(turn, effect),
    )


def _as_filed(turn: Turn, effect: FileTicket) -> dict[str, Any]:
    """Return the fields of a ticket that begin anew when it is filed."""
    now, answered = turn.desk.environment.now(), effect.filing == "answered"
    return {
        "status": "answered" if answered else "open",
        "slots": dict(effect.slots),
        "track": effect.track,
        "opened": now,
        "due": now if answered else turn.desk.due(effect.slots, turn.state().reason),
        "promise": "kept" if answered else "pending",
        "resolved": now if answered else None,
        "known_issue": effect.about if answered else effect.tried,
    }


async def _next_reference(turn: Turn, now: datetime) -> str:
    name = f"T-{now.astimezone(turn.desk.policy.zone).year}"
    await turn.unit.hold(name)  # everybody's tickets are counted here: waiting is cheaper than playing the turn again
    sequence = await turn.unit.get(Sequence, name)
    number = sequence.last + 1 if sequence else 1
    if sequence is None:
        turn.unit.add(Sequence(id=name, last=number))
    else:
        turn.unit.put(replace(sequence, last=number))
    return f"{name}-{number:06d}"


async def _repeat(turn: Turn, effect: FileTicket) -> Ticket:
    """Write a further telling on the ticket that the customer recognised; one that was resolved is open again.

    One that was removed since the question, as old as it was, is told anew.
    """
    if await turn.unit.get(Ticket, effect.about) is None:
        return await _open(turn, effect)
    known = await _its(turn, effect.about)
    while known.merged_into:
        known = await _its(turn, known.merged_into)
    ticket = replace(known, told=known.told + 1)
    turn.unit.put(ticket)
    _tell_once_more(turn, ticket, effect.description)
    told = await turn.unit.find(Occurrence, ticket=ticket.id)
    if len(told) >= _TO_MANAGER:
        await alert(turn, ticket, "told-again", "manager", ticket.id)
    elif len(told) > 1:
        await alert(turn, ticket, "told-again", "supervisor", ticket.id)
    return ticket if ticket.status in UNSOLVED else await reopen(turn, ticket)


async def take_back(turn: Turn, about: str) -> None:
    """Undo the telling that this conversation has written on an earlier ticket: it is about something else."""
    tellings = await turn.unit.find(Occurrence, ticket=about)
    for telling in tellings:
        if telling.conversation == turn.here.id:
            turn.unit.delete(telling)
            _let_go(turn, await turn.unit.find(Message, conversation=turn.here.id, after=telling.id), about)
    ticket = await turn.unit.get(Ticket, about)
    told = [telling.conversation for telling in tellings if telling.conversation != turn.here.id]
    before = await turn.unit.get(Conversation, told[-1]) if told else None
    if ticket is not None:
        # It may have come along to this chat.
        address = before.address if before else ticket.address
        turn.unit.put(replace(ticket, address=address, told=max(1, len(told))))
    turn.change(ticket="")


async def withdraw(turn: Turn) -> None:
    """Withdraw the ticket of this conversation, unless somebody has it in hand; filed again it begins anew."""
    ticket = await turn.unit.get(Ticket, turn.here.ticket)
    if ticket is None or ticket.conversation != turn.here.id or "withdraw" not in MOVES[ticket.status] or ticket.owner:
        return
    for telling in await turn.unit.find(Occurrence, ticket=ticket.id):
        turn.unit.delete(telling)
    await drop_promises(turn, ticket)
    await cancel_timers(turn.unit, ticket.id)
    turn.unit.put(replace(moved(ticket, "withdraw"), promise="kept", told=1))


def _let_go(turn: Turn, said: Iterable[Message], about: str) -> None:
    """Have what was said since be about no ticket, but for what an agent wrote."""
    for message in said:
        if message.ticket == about and message.author != "agent":
            turn.unit.delete(message)
            turn.unit.add(replace(message, ticket=""))


async def _judge(turn: Turn, filing: str) -> Ticket:
    """Write the customer's own word on whether a resolved ticket is solved."""
    ticket = await _its(turn, turn.here.ticket)
    if filing not in MOVES[ticket.status]:
        return ticket  # answered twice, or moved on meanwhile: what stands, stands
    if filing == "reopen":
        return await reopen(turn, ticket)
    confirmed = moved(ticket, "confirm")
    turn.unit.put(confirmed)
    return confirmed


async def reopen(turn: Turn, ticket: Ticket) -> Ticket:
    """Open a ticket again, with a new promise and the same owner, unless that one is not there any more."""
    owner = await turn.unit.get(Agent, ticket.owner) if ticket.owner else None
    if owner is not None and owner.status != "active":
        ticket = replace(ticket, owner="")
    due = turn.desk.due(ticket.slots, turn.state().reason)
    opened = replace(moved(ticket, "reopen"), due=due, promise="pending", resolved=None)
    await end_promise(turn, ticket, ticket.promise)  # what became of it stays on record
    await cancel_timers(turn.unit, ticket.id)
    make_promise(turn, opened)
    await resume_clocks(turn, opened)
    turn.unit.put(opened)
    return opened


async def give_up(turn: Turn, ticket: Ticket, verb: Literal["withdraw", "settle"]) -> Ticket:
    """Close a ticket of which its customer wants nothing any more, or says that the matter has solved itself."""
    now = turn.desk.environment.now()
    promise = await settle_promises(turn, ticket)
    over = replace(moved(ticket, verb), resolved=ticket.resolved or now, promise=promise, to_grant="")
    await cancel_timers(turn.unit, ticket.id)
    turn.unit.put(over)
    return over


async def keep_praise(turn: Turn, text: str) -> Ticket:
    """Keep praise where the staff finds it; nobody has to answer it."""
    ticket = await _new_ticket(turn, FileTicket("answered", text, {}))
    praise = replace(ticket, status="praise", known_issue="")
    turn.unit.add(praise)
    return praise


async def _its(turn: Turn, key: str) -> Ticket:
    """Return a ticket of this very customer."""
    ticket = await turn.unit.get(Ticket, key)
    if ticket is None or ticket.customer != turn.customer.id:
        raise LookupError("the ticket is not this customer's")
    return ticket


def _tell_once_more(turn: Turn, ticket: Ticket, text: str) -> None:
    environment = turn.desk.environment
    telling = Occurrence(
        id=environment.new_id(),
        ticket=ticket.id,
        conversation=turn.here.id,
        at=environment.now(),
        text=text,
        words=words(text),
    )
    turn.unit.add(telling)
