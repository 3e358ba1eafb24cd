"""From the script to a person and back: the queue, claims, the owner, and who is silent when.

While a conversation is with a person the bot says nothing of its own. A claim raises the conversation's owner epoch,
so that nothing the bot had still to say under the older one is sent after it.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.desk.agents.surveys import ask_again
from bot.desk.core.errors import Refusal, Refused
from bot.desk.core.sanitize import clean
from bot.desk.dialog.effects import feed
from bot.desk.dialog.inactivity import watch
from bot.desk.recognition.feedback import keep_judged
from bot.desk.scripts.registry import AFTER_ANSWER
from bot.desk.tickets.lifecycle import MOVES, is_about, moved
from bot.desk.turn.timers import forget
from bot.desk.turn.turn import Turn
from dialogs.model.events import Finished, HandedBack, TakenOver
from storage.records import Agent, Handoff, Note, Ticket

LONGEST = 4000
"""Characters of a reply, a note or an outcome."""


Act = Callable[[Turn, Ticket], Awaitable[None]]
"""Something done to a ticket within one turn of its address."""


class Handoffs:
    """What agents do."""

    def __init__(self, on_ticket: Callable[[str, Act], Awaitable[bool]]) -> None:
        self._on_ticket = on_ticket

    async def claim(self, reference: str, agent: Agent) -> None:
        """Make the agent the one who answers for this ticket now.

        The first who claims a ticket stays its owner until it is closed; a colleague may take a waiting
        conversation of it, and the owner remains.

        Raises:
            Refused: if a colleague has the conversation already, or owns the ticket and no conversation waits.

        """

        async def act(turn: Turn, ticket: Ticket) -> None:
            handoff = await current(turn, ticket)
            if handoff is not None and handoff.claimed_by not in ("", agent.id):
                raise Refused(Refusal.CLAIMED_BY_COLLEAGUE)
            if handoff is None and ticket.owner not in ("", agent.id):
                raise Refused(Refusal.OWNED_BY_COLLEAGUE)
            await take(turn, ticket, agent)

        await self._do(reference, act)

    async def reply(self, reference: str, agent: Agent, text: str) -> None:
        """Send a text to the customer; from now on the bot is silent in this conversation.

        Raises:
            Refused: if the text is empty or too long, or the ticket is not the agent's.

        """
        words = checked(text)

        async def act(turn: Turn, ticket: Ticket) -> None:
            await demand(turn, ticket, agent)
            await contact(turn, ticket, agent)
            turn.tell(words, author="agent", name=agent.name)

        await self._do(reference, act)

    async def note(self, reference: str, agent: Agent, text: str) -> None:
        """Write an internal note; the customer never sees it.

        Raises:
            Refused: if the text is empty or too long.

        """
        words = checked(text)

        async def act(turn: Turn, ticket: Ticket) -> None:
            environment = turn.desk.environment
            turn.unit.add(
                Note(id=environment.new_id(), ticket=ticket.id, author=agent.name, at=environment.now(), text=words)
            )

        await self._do(reference, act)

    async def compare(self, reference: str, agent: Agent, other: str, *, same: bool) -> None:
        """Keep whether the ticket of another customer tells of the same problem; nothing is merged.

        Raises:
            Refused: if there is no such other ticket.

        """

        async def act(turn: Turn, ticket: Ticket) -> None:
            compared = await turn.unit.last(Ticket, reference=other)
            if compared is None or compared.id == ticket.id:
                raise Refused(Refusal.NO_SUCH_TICKET)
            keep_judged(turn, ticket, compared, agent, same=same)

        await self._do(reference, act)

    async def hand_back(self, reference: str, agent: Agent) -> None:
        """Give the conversation back to the bot, which goes on where it was interrupted.

        Raises:
            Refused: if the agent does not have the conversation.

        """

        async def act(turn: Turn, ticket: Ticket) -> None:
            handoff = await current(turn, ticket)
            if handoff is None or handoff.claimed_by != agent.id:
                raise Refused(Refusal.NOT_IN_HAND)
            turn.unit.put(replace(handoff, status="done"))
            await feed(turn, HandedBack() if _has_more_to_ask(turn, ticket) else Finished())
            await watch(turn)

        await self._do(reference, act)

    async def resolve(self, reference: str, agent: Agent, outcome: str) -> None:
        """Resolve the ticket; the customer is told the outcome and asked whether it helped.

        Raises:
            Refused: if the outcome is empty or too long, the ticket is not the agent's or is resolved already.

        """
        words = checked(outcome)

        async def act(turn: Turn, ticket: Ticket) -> None:
            await _demand_solvable(turn, ticket, agent)
            resolved = await _settle(turn, ticket, words)
            await _finish_conversation(turn, resolved)
            await ask_again(turn, resolved)

        await self._do(reference, act)

    async def may_resolve(self, reference: str, agent: Agent) -> None:
        """Return if the agent may resolve the ticket now; nothing is done.

        Raises:
            Refused: as `resolve` does.

        """

        async def act(turn: Turn, ticket: Ticket) -> None:
            await _demand_solvable(turn, ticket, agent)

        await self._do(reference, act)

    async def _do(self, reference: str, act: Act) -> None:
        if not await self._on_ticket(reference, act):
            raise Refused(Refusal.NO_SUCH_TICKET)


def checked(text: str) -> str:
    """Return what an agent wrote, as it is kept.

    Raises:
        Refused: if it is empty or too long.
    """
    words = clean(text)
    if not words:
        raise Refused(Refusal.EMPTY)
    if len(words) > LONGEST:
        raise Refused(Refusal.TOO_LONG)
    return words


async def current(turn: Turn, ticket: Ticket) -> Handoff | None:
    """Return the newest handoff of a ticket, unless it is done."""
    handoff = await turn.unit.last(Handoff, ticket=ticket.id)
    return None if handoff is None or handoff.status == "done" else handoff


async def take(turn: Turn, ticket: Ticket, agent: Agent) -> Ticket:
    """Give a ticket to an agent, and the conversation of it that waits; return it as it is then."""
    claimed = moved(ticket, "claim") if "claim" in MOVES[ticket.status] else ticket
    owned = replace(claimed, owner=ticket.owner or agent.id)
    turn.unit.put(owned)
    handoff = await current(turn, ticket)
    if handoff is not None and handoff.status == "waiting":
        await _answer(turn, handoff, agent)
    return owned


async def _answer(turn: Turn, handoff: Handoff, agent: Agent) -> None:
    now = turn.desk.environment.now()
    turn.unit.put(replace(handoff, status="claimed", claimed_by=agent.id, claimed=now))
    await forget(turn.unit, handoff.id)
    if turn.here.id == handoff.conversation:
        turn.change(owner_epoch=turn.here.owner_epoch + 1)
        turn.tell(turn.common("agent-joined", {"name": agent.name}))


def _has_more_to_ask(turn: Turn, ticket: Ticket) -> bool:
    """Tell whether the bot has a question to come back to; whether a ticket is solved is asked only when it may be."""
    is_moot = turn.here.script == AFTER_ANSWER and ticket.status != "resolved"
    return bool(turn.state().interrupted) and not is_moot


async def demand(turn: Turn, ticket: Ticket, agent: Agent) -> None:
    """Refuse whoever neither owns the ticket nor has its conversation.

    Raises:
        Refused: in that case.
    """
    handoff = await current(turn, ticket)
    if agent.id not in (ticket.owner, handoff.claimed_by if handoff else ""):
        raise Refused(Refusal.CLAIM_FIRST)


async def _demand_solvable(turn: Turn, ticket: Ticket, agent: Agent) -> None:
    if "resolve" not in MOVES[ticket.status]:
        raise Refused(Refusal.RESOLVED_ALREADY)
    await demand(turn, ticket, agent)


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


async def _settle(turn: Turn, ticket: Ticket, outcome: str) -> Ticket:
    now = turn.desk.environment.now()
    resolved = replace(
        moved(ticket, "resolve"), outcome=outcome, resolved=now, promise="kept" if now <= ticket.due else "missed"
    )
    turn.unit.put(resolved)
    await forget(turn.unit, ticket.id)
    return resolved


async def _finish_conversation(turn: Turn, ticket: Ticket) -> None:
    """End the talk between the agent and the customer about this ticket; a dialog that it broke into goes on."""
    handoff = await current(turn, ticket)
    if handoff is not None:
        turn.unit.put(replace(handoff, status="done"))
        await forget(turn.unit, handoff.id)
    await end_talk(turn, ticket)


async def end_talk(turn: Turn, ticket: Ticket) -> None:
    """Let the bot have a conversation again that is with a person about this ticket."""
    if turn.open is not None and turn.open.status == "with-person" and turn.open.ticket == ticket.id:
        broke_in = turn.state().interrupted and not is_about(turn.open, ticket)
        await feed(turn, HandedBack() if broke_in else Finished())
        await watch(turn)
