"""Is this telling a repeat, and of what? Compares it with the earlier tickets of the same customer.

It only finds: the customer is always asked, and nothing is ever merged silently.
"""

from datetime import timedelta

from bot.desk.tickets import UNSOLVED, facts
from bot.desk.turn import Turn
from bot.matching.score import best
from dialogs.events import Candidate
from dialogs.phrases import is_unsolved
from storage.records import Occurrence, Ticket

MEMORY = timedelta(days=365)
"""How far back a repeat is looked for."""
AT_MOST = 2
"""Tickets the customer is asked about; more would be a quiz."""
ASK_FEW = 0.05
"""From here on the customer is asked about one of at most `FEW` waiting tickets: one word in common is enough."""
FEW = 2
ASK_UNSOLVED = 0.15
"""From here on about one of many that wait: asking is cheap, telling twice is not."""
ASK_SOLVED = 0.3
"""From here on about one that was solved."""


async def find(turn: Turn, text: str) -> tuple[Candidate, ...]:
    """Return the earlier tickets that this telling may be about, the likeliest first."""
    since = turn.desk.world.now() - MEMORY
    earlier = await turn.unit.find(Ticket, customer=turn.customer.id)
    waiting = sum(ticket.status in UNSOLVED for ticket in earlier)
    # "Still not working" has no word in common with anything, and can only mean what waits.
    ask_waiting = 0.0 if is_unsolved(text) else ASK_FEW if waiting <= FEW else ASK_UNSOLVED
    threshold = {True: ask_waiting, False: ASK_SOLVED}
    scored = [(await _score(turn, ticket, text), ticket) for ticket in earlier if ticket.opened >= since]
    likely = [(value, ticket) for value, ticket in scored if value >= threshold[ticket.status in UNSOLVED]]
    likely.sort(key=lambda pair: (pair[0], pair[1].id), reverse=True)
    return tuple(_candidate(turn, ticket) for _, ticket in likely[:AT_MOST])


async def _score(turn: Turn, ticket: Ticket, text: str) -> float:
    tellings = await turn.unit.find(Occurrence, ticket=ticket.id)
    return best(text, (telling.text for telling in tellings))


def _candidate(turn: Turn, ticket: Ticket) -> Candidate:
    known = facts(turn, ticket)
    return Candidate(ticket.id, f"{ticket.reference} · {known['description']}", known)
