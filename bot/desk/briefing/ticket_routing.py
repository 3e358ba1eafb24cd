"""Which ticket a customer speaks of to a person, and in which of several chats a ticket is answered.

A ticket goes along to the chat in which the customer speaks of it. Otherwise who asks for a person in one chat would
wait there for an answer that goes to another one.
"""

from dataclasses import replace

from bot.desk.agents.handoffs import end_handoff
from bot.desk.core.message_ticket import ticket_of
from bot.desk.tickets.open_handoffs import current_in
from bot.desk.turn.locks import require_locks
from bot.desk.turn.turn import Turn
from storage.records.complaint_records import Handoff, Message, Ticket


async def ticket_spoken_of(turn: Turn) -> str:
    """Return the id of the ticket that a customer's words are about while a person has the conversation.

    It is that of the message at which the customer points. Words that point at nothing answer whoever came last: the
    agent who wrote last here, about whichever ticket, unless somebody has asked for the conversation or claimed it
    since. Then, and as long as no agent has written, they are about the ticket of the conversation.
    """
    pointed_at = await turn.unit.get(Message, turn.answers) if turn.answers else None
    if pointed_at is not None and (about := await ticket_of(turn.unit, pointed_at)):
        return about
    key = turn.here.id
    handoff = await current_in(turn.unit, key) or await turn.unit.last(Handoff, conversation=key)
    since = (handoff.claimed or handoff.requested) if handoff else turn.here.started
    said = await turn.unit.find(Message, conversation=turn.here.id, after=handoff.id if handoff else None)
    by_agents = [one.ticket for one in said if one.author == "agent" and one.at >= since]
    return by_agents[-1] if by_agents else turn.here.ticket


async def route_here(turn: Turn) -> None:
    """Have the ticket of this conversation answered here from now on.

    A talk with a person about it in another chat goes on there, unless a person was asked for here: then it ends.

    Raises:
        Elsewhere: if the locks of the customer's other addresses are needed and not held.

    """
    if len(turn.customer.identities) == 1 or not turn.here.ticket:
        return
    ticket = await turn.unit.get(Ticket, turn.here.ticket)
    if ticket is None or ticket.address == turn.address:
        return
    handoffs = await turn.unit.find(Handoff, ticket=ticket.id)
    elsewhere = [one for one in handoffs if one.status != "done" and one.conversation != turn.here.id]
    if elsewhere and turn.here.status != "with-person":
        return
    require_locks(turn.unit, turn.customer.identities)
    turn.unit.put(replace(ticket, address=turn.address))
    for handoff in elsewhere:
        await end_handoff(turn, ticket, handoff)
