"""Ask again: once a ticket is resolved, its customer is told the outcome and asked whether it helped.

Silence is not a yes: the ticket stays resolved, and only the customer's own word closes or reopens it.
"""

from datetime import timedelta

from bot.channels.port import PHONE
from bot.desk.dialog.effects import feed
from bot.desk.dialog.inactivity import watch_silence
from bot.desk.scripts.registry import AFTER_ANSWER
from bot.desk.tickets.lifecycle import facts
from bot.desk.turn.timers import TimerKind, set_timer
from bot.desk.turn.turn import Turn
from dialogs.model.events import Started
from storage.records.complaint_records import Ticket

PATIENCE = timedelta(minutes=5)
"""How long to wait before asking, while the customer is in the middle of something else."""


async def ask_again(turn: Turn, ticket: Ticket) -> None:
    """Tell the outcome and ask; a customer in another dialog is told now and asked later, one who phoned by phone."""
    is_phoned = turn.address.startswith(f"{PHONE}:")
    if is_phoned or turn.busy:
        turn.tell(f"{ticket.reference}: {ticket.outcome}", ticket=ticket.id)
    if is_phoned:
        return  # whoever calls asks, and writes down what they hear
    if turn.busy:
        ask_later(turn, ticket)
    else:
        await _ask(turn, ticket)


async def ask_when_free(turn: Turn, ticket: Ticket) -> None:
    """Ask now if the customer is in no other dialog, else later; a ticket that moved on is not asked about."""
    if ticket.status != "resolved":
        return
    if turn.busy:
        ask_later(turn, ticket)
    else:
        await _ask(turn, ticket)


def ask_later(turn: Turn, ticket: Ticket) -> None:
    """Set the timer that asks."""
    set_timer(turn, TimerKind.SURVEY, ticket.id, turn.desk.environment.now() + PATIENCE)


async def _ask(turn: Turn, ticket: Ticket) -> None:
    turn.begin(AFTER_ANSWER)
    turn.change(ticket=ticket.id)
    await feed(turn, Started(turn.language, facts=facts(turn, ticket), at=turn.desk.wall_clock()))
    await watch_silence(turn)
