"""A ticket comes to somebody else: a supervisor takes it over, or it is passed on, so that no customer waits in vain.

The reason stays on the ticket as a note, and the customer is told who answers now.
"""

from dataclasses import replace

from bot.desk.agents.handoffs import TicketActs, checked
from bot.desk.agents.permissions import AgentAct
from bot.desk.core.errors import Refusal, Refused
from bot.desk.core.words import DESK_WORDS
from bot.desk.dialog.effects import set_ladder
from bot.desk.tickets.alerts import alert
from bot.desk.tickets.lifecycle import MOVES, moved
from bot.desk.tickets.open_handoffs import open_handoffs
from bot.desk.turn.timers import cancel_timers
from bot.desk.turn.turn import Turn
from storage.records.access_records import Agent
from storage.records.complaint_records import Handoff, Note, Ticket
from storage.records.desk_records import Team


class Reassignment(TicketActs):
    """What is done where whoever has a ticket cannot go on; `Refused` where the table does not permit it."""

    async def take_over(self, reference: str, agent: Agent, reason: str) -> None:
        """Make a supervisor the owner of a ticket and the one who has its conversation."""
        why = checked(reason)

        async def carry_out(turn: Turn, ticket: Ticket, handoff: Handoff | None) -> None:
            await _keep_reason(turn, ticket, handoff, agent, "took-over", why, to=agent.name)
            _own(turn, ticket, agent)
            if handoff is not None:
                await _hand(turn, handoff, agent)
            _tell(turn, ticket, agent)

        await self._do(AgentAct.TAKE_OVER, reference, agent, carry_out, why)

    async def pass_on_to_team(self, reference: str, agent: Agent, key: str, reason: str) -> None:
        """Put a ticket into the queue of a team, with its conversation if somebody has that; all of them are told.

        Raises:
            Refused: if there is no such team.
        """
        why = checked(reason)

        async def carry_out(turn: Turn, ticket: Ticket, handoff: Handoff | None) -> None:
            team = await turn.unit.get(Team, key)
            if team is None:
                raise Refused(Refusal.NO_SUCH_TEAM)
            held = handoff if handoff and handoff.status == "claimed" else None
            await _keep_reason(turn, ticket, held, agent, "to-team", why, to=team.name)
            _own(turn, ticket, None, team.id)
            if held is not None:
                await _hand(turn, held, None)
                _tell(turn, ticket, None)
            members = [await turn.unit.get(Agent, one) for one in team.members]
            present = tuple(one for one in members if one and one.status == "active" and one.id != agent.id)
            await alert(turn, ticket, "passed-on", "agent", turn.desk.environment.new_id(), to=present)

        await self._do(AgentAct.PASS_ON, reference, agent, carry_out, why)

    async def pass_on(self, reference: str, agent: Agent, to: Agent | None, reason: str, of: str = "") -> None:
        """Give a ticket, with its conversation if somebody has that, to a colleague, or to the queue if to nobody.

        ``of`` is the id of the member of whose share of it this is: what others have of it stays theirs.

        Raises:
            Refused: if the colleague has it already, or is not there any more.
        """
        why = checked(reason)

        async def carry_out(turn: Turn, ticket: Ticket, handoff: Handoff | None) -> None:
            receiver = await _receiver(turn, to)
            owns = of in ("", ticket.owner)
            theirs = [one for one in await open_handoffs(turn.unit, ticket) if of and one.claimed_by == of]
            handoff = theirs[-1] if theirs else handoff
            held = handoff if handoff and handoff.status == "claimed" and of in ("", handoff.claimed_by) else None
            if receiver and owns and receiver.id == ticket.owner and (not held or held.claimed_by == receiver.id):
                raise Refused(Refusal.SAME_OWNER)
            verb, name = ("passed-on", receiver.name) if receiver else ("to-queue", "")
            await _keep_reason(turn, ticket, held, agent, verb, why, to=name, of=of)
            if owns:
                _own(turn, ticket, receiver)
            if held is not None:
                await _hand(turn, held, receiver)
            if held or (receiver and (handoff is None or handoff.status != "claimed")):
                _tell(turn, ticket, receiver)

        await self._do(AgentAct.PASS_ON, reference, agent, carry_out, why)


async def _receiver(turn: Turn, to: Agent | None) -> Agent | None:
    """Return the colleague as they are now."""
    now = await turn.unit.get(Agent, to.id) if to else None
    if to is not None and (now is None or now.status != "active"):
        raise Refused(Refusal.NO_SUCH_MEMBER)
    return now


def _own(turn: Turn, ticket: Ticket, owner: Agent | None, team: str = "") -> None:
    verb = "claim" if owner else "release"
    changed = moved(ticket, verb) if verb in MOVES[ticket.status] else ticket
    turn.unit.put(replace(changed, owner=owner.id if owner else "", team=team))


async def _hand(turn: Turn, handoff: Handoff, to: Agent | None) -> None:
    """Give the conversation to somebody, as a claim does, or have it wait for a person once more."""
    now = turn.desk.environment.now()
    await cancel_timers(turn.unit, handoff.id)
    if to is not None:
        turn.unit.put(replace(handoff, status="claimed", claimed_by=to.id, claimed=now))
    else:
        turn.unit.put(replace(handoff, status="waiting", level="agent", requested=now, claimed_by="", claimed=None))
        set_ladder(turn, handoff)
    if turn.here.id == handoff.conversation:
        turn.change(owner_epoch=turn.here.owner_epoch + 1)


def _tell(turn: Turn, ticket: Ticket, owner: Agent | None) -> None:
    values = {"name": owner.name if owner else "", "reference": ticket.reference}
    turn.tell(turn.common("agent-changed" if owner else "agent-awaited", values), ticket=ticket.id)


async def _keep_reason(
    turn: Turn, ticket: Ticket, handoff: Handoff | None, by: Agent, verb: str, reason: str, *, to: str, of: str = ""
) -> None:
    language, environment = turn.desk.policy.language, turn.desk.environment
    holder = handoff.claimed_by if handoff and handoff.status == "claimed" else ""
    known = await turn.unit.get(Agent, of or holder or ticket.owner)
    before = known.name if known else DESK_WORDS.word(language, "ticket.nobody")
    text = DESK_WORDS.word(language, f"note.{verb}", before=before, to=to, reason=reason)
    turn.unit.add(Note(id=environment.new_id(), ticket=ticket.id, author=by.name, at=environment.now(), text=text))
