"""From the script to a person and back: the queue, claims, the owner, and who is silent when.

While a conversation is with a person the bot says nothing of its own. A claim raises the conversation's owner epoch,
so that nothing the bot had still to say under the older one is sent after it.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.desk.agents.act_record import note_act
from bot.desk.agents.permissions import AgentAct, demand
from bot.desk.core.errors import Refusal, Refused
from bot.desk.core.sanitize import clean_message
from bot.desk.dialog.effects import feed
from bot.desk.dialog.inactivity import watch_silence
from bot.desk.redaction.redaction import is_redacted, redacted
from bot.desk.scripts.registry import AFTER_ANSWER
from bot.desk.staff.audit import DESK_PAGES, STAFF_GROUP, Actor
from bot.desk.tickets.lifecycle import MOVES, is_about, moved
from bot.desk.tickets.open_handoffs import current, open_handoffs
from bot.desk.turn.locks import require_locks
from bot.desk.turn.ticket_turns import TicketTurns
from bot.desk.turn.timers import cancel_timers
from bot.desk.turn.turn import Turn
from dialogs.model.events import Finished, HandedBack, TakenOver
from storage.records.access_records import Agent
from storage.records.complaint_records import Conversation, Handoff, Ticket
from storage.records.traffic_records import StaffNotice

LONGEST = 4000
"""Characters of a reply, a note or an outcome."""
CROSSED_OUT = "crossed-out"
"""The words that tell an agent that a secret was neither kept nor sent."""


class TicketActs:
    """What agents do on a ticket, each within one turn of its address, if the table of permissions has it so."""

    def __init__(self, turns: TicketTurns, update: str = "", ref: str = "") -> None:
        """``update`` is the row of the inbox that asks for what is done, if one does, and ``ref`` where it stands."""
        self._turns = turns
        self._update = update
        self._ref = ref

    async def _do(
        self,
        act: AgentAct,
        reference: str,
        agent: Agent,
        carry_out: Callable[[Turn, Ticket, Handoff | None], Awaitable[None]],
        words: str = "",
    ) -> None:
        """Carry it out; ``words`` is what the agent wrote, as it is kept."""

        async def task(turn: Turn, ticket: Ticket) -> None:
            handoff = await current(turn.unit, ticket)
            demand(act, agent, ticket, handoff)
            await carry_out(turn, ticket, handoff)
            await note_act(turn, act, Actor(agent, STAFF_GROUP if self._update else DESK_PAGES), ticket)
            if self._update and is_redacted(words):
                turn.unit.add(StaffNotice(id=self._update, topic=ticket.id, key=CROSSED_OUT, answers=self._ref))

        if not await self._turns.on_ticket(reference, task, update=self._update):
            raise Refused(Refusal.NO_SUCH_TICKET)


class Handoffs(TicketActs):
    """What agents do about who has a ticket, and about its end; `Refused` where the table does not permit it."""

    async def claim(self, reference: str, agent: Agent) -> None:
        """Make the agent the one who answers for this ticket now.

        The first who claims a ticket stays its owner until it is closed; a colleague may take a waiting
        conversation of it, and the owner remains.
        """

        async def carry_out(turn: Turn, ticket: Ticket, handoff: Handoff | None) -> None:
            for other in await open_handoffs(turn.unit, ticket):
                if other != handoff:  # as where two tickets were merged: all who wait about it get this person
                    await _take_talk(turn, ticket, other, agent)
            await take(turn, ticket, handoff, agent)

        await self._do(AgentAct.CLAIM, reference, agent, carry_out)

    async def hand_back(self, reference: str, agent: Agent) -> None:
        """Give the conversation back to the bot, which goes on where it was interrupted."""

        async def carry_out(turn: Turn, ticket: Ticket, handoff: Handoff | None) -> None:
            if handoff is None:
                return
            turn.unit.put(replace(handoff, status="done"))
            there = await _talk_of(turn, handoff)
            if there is None:
                return
            # It has nothing to come back to where it asked whether a ticket is solved that is open again.
            is_moot = there.here.script == AFTER_ANSWER and ticket.status != "resolved"
            await (_go_on(there) if there.state().interrupted and not is_moot else feed(there, Finished()))
            await watch_silence(there)

        await self._do(AgentAct.HAND_BACK, reference, agent, carry_out)


def checked(text: str) -> str:
    """Return what an agent wrote, as it is kept: with its secrets crossed out.

    Raises:
        Refused: if it is empty or too long.
    """
    words = clean_message(text)
    if not words:
        raise Refused(Refusal.EMPTY)
    if len(words) > LONGEST:
        raise Refused(Refusal.TOO_LONG)
    return redacted(words)


async def take(turn: Turn, ticket: Ticket, handoff: Handoff | None, agent: Agent) -> None:
    """Give a ticket to an agent, and the conversation of it that waits."""
    claimed = moved(ticket, "claim") if "claim" in MOVES[ticket.status] else ticket
    turn.unit.put(replace(claimed, owner=ticket.owner or agent.id, team=""))
    if handoff is not None:
        await _take_talk(turn, ticket, handoff, agent)


async def _take_talk(turn: Turn, ticket: Ticket, handoff: Handoff, agent: Agent) -> None:
    """Give an agent the conversation of a handoff, if it waits, and tell its customer who has come."""
    if handoff.status != "waiting":
        return
    now = turn.desk.environment.now()
    turn.unit.put(replace(handoff, status="claimed", claimed_by=agent.id, claimed=now))
    await cancel_timers(turn.unit, handoff.id)
    there = await _talk_of(turn, handoff)
    if there is not None and there.here.status == "with-person":
        there.change(owner_epoch=there.here.owner_epoch + 1)
        there.end_buttons()
        there.tell(there.common("agent-joined", {"name": agent.name}), ticket=ticket.id)


async def contact(turn: Turn, ticket: Ticket, agent: Agent) -> None:
    """See to it that the conversation on this address is with a person."""
    if turn.open is not None and turn.open.status == "with-person":
        return
    if turn.open is None:
        turn.begin(turn.desk.scripts.main)
    await feed(turn, TakenOver(turn.language))
    turn.change(ticket=ticket.id, owner_epoch=turn.here.owner_epoch + 1)
    now = turn.desk.environment.now()
    turn.unit.add(
        Handoff(
            id=turn.desk.environment.new_id(),
            conversation=turn.here.id,
            ticket=ticket.id,
            reason="contact",
            status="claimed",
            requested=now,
            claimed_by=agent.id,
            claimed=now,
        )
    )


async def end_talks(turn: Turn, ticket: Ticket) -> None:
    """Have nobody wait for a person about a ticket any more, nor have one, in whichever chat.

    Raises:
        Elsewhere: if the lock of another chat is needed and not held.
    """
    for handoff in await open_handoffs(turn.unit, ticket):
        await end_handoff(turn, ticket, handoff)
    await end_talk(turn, ticket)


async def end_handoff(turn: Turn, ticket: Ticket, handoff: Handoff) -> None:
    """End one handoff of a ticket, and let the bot have its conversation again.

    Raises:
        Elsewhere: if the lock of another chat is needed and not held.
    """
    turn.unit.put(replace(handoff, status="done"))
    await cancel_timers(turn.unit, handoff.id)
    if there := await _talk_of(turn, handoff):
        await end_talk(there, ticket)


async def _talk_of(turn: Turn, handoff: Handoff) -> Turn | None:
    """Return the turn as it speaks in the conversation of a handoff, which may be in another chat of the customer."""
    if turn.conversation is not None and turn.conversation.id == handoff.conversation:
        return turn
    conversation = await turn.unit.get(Conversation, handoff.conversation)
    if conversation is None:
        return None
    require_locks(turn.unit, [conversation.address])
    return turn.at(turn.customer, conversation)


async def end_talk(turn: Turn, ticket: Ticket) -> None:
    """Let the bot have a conversation again that is with a person about this ticket; what that broke into goes on."""
    if turn.open is not None and turn.open.status == "with-person" and turn.open.ticket == ticket.id:
        broke_in = turn.state().interrupted and not is_about(turn.open, ticket)
        await (_go_on(turn) if broke_in else feed(turn, Finished()))
        await watch_silence(turn)


async def _go_on(turn: Turn) -> None:
    """Have the bot go on where it was interrupted; the conversation is about that dialog's ticket again, if any."""
    own = turn.state().reference
    ticket = await turn.unit.last(Ticket, reference=own) if own else None
    turn.change(ticket=ticket.id if ticket else "")
    await feed(turn, HandedBack())
