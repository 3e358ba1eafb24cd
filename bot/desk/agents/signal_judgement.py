"""The staff say of a signal that it was none, or that it was there: kept as a label, and what depends on it follows.

A danger that was none comes first no more and calls nobody; one that nobody heard comes first and calls a supervisor.
The dialog itself has gone on meanwhile: nothing of it is taken back.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.desk.agents.handoffs import TicketActs
from bot.desk.agents.permissions import SUPERVISORS, AgentAct
from bot.desk.agents.resolving import note
from bot.desk.core.errors import Refusal, Refused
from bot.desk.core.words import DESK_WORDS
from bot.desk.dialog.effects import feed, set_ladder
from bot.desk.recognition.feedback import keep_one
from bot.desk.tickets.alerts import alert
from bot.desk.tickets.lifecycle import UNSOLVED
from bot.desk.tickets.open_handoffs import called_for
from bot.desk.tickets.promises import renew_promise
from bot.desk.tickets.queue_order import CANNOT_WAIT, OF_THE_LAW, URGENCY
from bot.desk.turn.turn import Turn
from dialogs.model.events import TakenOver
from storage.ports import UnitOfWork
from storage.records.access_records import Agent
from storage.records.complaint_records import Alert, Handoff, Message, Ticket
from storage.records.statuses import Level

FALSE_ALARM = "false-alarm"
"""The reason of a handoff whose signal was none."""
JUDGED: tuple[str, ...] = (*sorted(CANNOT_WAIT), "legal-threat", "regulator-threat", "press-threat")
"""Signals that the staff judge: those on which the order, the alerts and the final answer depend."""
_LOOKED_BACK = 40
"""Messages in which the customer's words are looked for."""


class SignalJudgement(TicketActs):
    """Corrects what was heard; `Refused` where the table of permissions does not permit it."""

    async def deny(self, reference: str, agent: Agent, signal: str) -> None:
        """Write down that a signal for which a person was called was none.

        Raises:
            Refused: if no person was called for it, or if it is one of the law and the agent no supervisor: whoever
                ends the ticket could else do away with the second look at their answer.
        """
        if not may_deny(agent, signal):
            raise Refused(Refusal.SUPERVISORS_ONLY)

        async def carry_out(turn: Turn, ticket: Ticket, _: Handoff | None) -> None:
            called = [one for one in await turn.unit.find(Handoff, ticket=ticket.id) if one.reason == signal]
            if signal not in JUDGED or not called:
                raise Refused(Refusal.NO_SUCH_SIGNAL)
            for handoff in called:
                level: Level = "agent" if handoff.status == "waiting" else handoff.level
                turn.unit.put(replace(handoff, reason=FALSE_ALARM, level=level))
                await _take_back_alerts(turn, ticket, handoff, signal)
            text = await _words_for(turn.unit, called[0])
            keep_one(turn, "signal", text or ticket.description, signal, "undone", agent.id)
            note(turn, ticket, agent, "no-signal", signal=_named(turn, signal))

        await self._do(AgentAct.JUDGE, reference, agent, carry_out)

    async def state(self, reference: str, agent: Agent, signal: str) -> None:
        """Write down that a signal was there which nobody heard; what depends on it is done at once.

        Raises:
            Refused: if it is none that is judged.
        """

        async def carry_out(turn: Turn, ticket: Ticket, handoff: Handoff | None) -> None:
            if signal not in JUDGED:
                raise Refused(Refusal.NO_SUCH_SIGNAL)
            level = min("supervisor", handoff.level if handoff else "supervisor", key=URGENCY.index)
            if handoff is not None:
                turn.unit.put(called_for(turn, handoff, signal, level))
            else:
                await _call(turn, ticket, agent, signal)
            newest = await turn.unit.find(Message, ticket=ticket.id, newest=_LOOKED_BACK)
            said = next((one.text for one in reversed(newest) if one.author == "customer"), ticket.description)
            keep_one(turn, "signal", said, signal, "accepted", agent.id)
            if ticket.status in UNSOLVED and (due := turn.desk.due(ticket.slots, signal)) < ticket.due:
                ticket = await renew_promise(turn, ticket, due, signal)
            await alert(turn, ticket, "called", level, f"{ticket.id}/{signal}")
            note(turn, ticket, agent, "signal", signal=_named(turn, signal))

        await self._do(AgentAct.JUDGE, reference, agent, carry_out)


def may_deny(agent: Agent, signal: str) -> bool:
    """Tell whether an agent may say of a signal that it was none."""
    return signal not in OF_THE_LAW or agent.role in SUPERVISORS


def to_judge(called: Sequence[Handoff]) -> tuple[str, ...]:
    """Return the signals for which a person was called and of which the staff may say that they were none."""
    return tuple(dict.fromkeys(one.reason for one in called if one.reason in JUDGED))


async def _call(turn: Turn, ticket: Ticket, agent: Agent, signal: str) -> None:
    """Call a person where nobody waits for one; for a signal that can wait, it only stands on record."""
    is_taken = turn.open is not None and turn.open.status == "with-person"
    calls = signal in CANNOT_WAIT and ticket.status in UNSOLVED and not is_taken
    if calls:
        if turn.open is None:
            turn.begin(turn.desk.scripts.main)
        await feed(turn, TakenOver(turn.language))
        turn.change(ticket=ticket.id)
    environment = turn.desk.environment
    handoff = Handoff(
        id=environment.new_id(),
        conversation=turn.here.id if calls else ticket.conversation,
        ticket=ticket.id,
        reason=signal,
        level="supervisor",
        status="waiting" if calls else "done",
        requested=environment.now(),
        claimed_by="" if calls else agent.id,
    )
    turn.unit.add(handoff)
    if calls:
        set_ladder(turn, handoff)


async def _take_back_alerts(turn: Turn, ticket: Ticket, handoff: Handoff, signal: str) -> None:
    """Have nobody be told any more of what was none."""
    about = (handoff.id, f"{handoff.id}/{signal}", f"{ticket.id}/{signal}")
    for one in await turn.unit.find(Alert, ticket=ticket.id):
        if one.kind == "called" and one.about in about:
            turn.unit.delete(one)


async def _words_for(unit: UnitOfWork, handoff: Handoff) -> str:
    """Return the customer's words that came before a person was called."""
    before = await unit.find(Message, conversation=handoff.conversation, before=handoff.id, newest=_LOOKED_BACK)
    return next((one.text for one in reversed(before) if one.author == "customer"), "")


def _named(turn: Turn, signal: str) -> str:
    return DESK_WORDS.word(turn.desk.policy.language, f"reason.{signal}")
