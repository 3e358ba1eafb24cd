"""A promise is renewed: openly, with another time and a reason, which the customer is told at once.

One path for the form of a page and the command of the staff's group.
"""

from bot.desk.agents.handoffs import TicketActs, checked
from bot.desk.agents.permissions import AgentAct
from bot.desk.calendar.moments import read_moment
from bot.desk.core.errors import Refusal, Refused
from bot.desk.core.words import DESK_WORDS, Words
from bot.desk.tickets.promises import renew_promise
from bot.desk.turn.turn import Turn
from storage.records.access_records import Agent
from storage.records.complaint_records import Handoff, Note, Ticket


class Renewal(TicketActs):
    """Promises customers another time; `Refused` where the table does not permit it."""

    async def renew(self, reference: str, agent: Agent, moment: str, reason: str) -> None:
        """Promise an answer by another moment, as `read_moment` reads it, and tell the customer when and why.

        Raises:
            Refused: if the moment cannot be read, has passed or is the one that is promised already, or no reason is
                given.
        """
        why = checked(reason)

        async def carry_out(turn: Turn, ticket: Ticket, _: Handoff | None) -> None:
            desk = turn.desk
            try:
                due = read_moment(moment, desk.environment.now(), desk.policy.hours)
            except ValueError:
                raise Refused(Refusal.BAD_TIME) from None
            if due == ticket.due:
                raise Refused(Refusal.BAD_TIME)
            renewed = await renew_promise(turn, ticket, due, why, agent.name)
            _keep(turn, ticket, renewed, agent, why)
            _tell(turn, ticket, renewed, agent, why)

        await self._do(AgentAct.RENEW, reference, agent, carry_out, why)


def _keep(turn: Turn, before: Ticket, renewed: Ticket, agent: Agent, why: str) -> None:
    """Leave a note for whoever works at the ticket, which the staff's group shows."""
    environment, policy = turn.desk.environment, turn.desk.policy
    words = Words(DESK_WORDS, policy.language, policy.zone)
    text = words("note.renewed", before=words.when(before.due), due=words.when(renewed.due), reason=why)
    turn.unit.add(Note(id=environment.new_id(), ticket=before.id, author=agent.name, at=environment.now(), text=text))


def _tell(turn: Turn, before: Ticket, renewed: Ticket, agent: Agent, why: str) -> None:
    is_late = turn.desk.environment.now() > before.due
    values = {
        "name": agent.name,
        "reference": before.reference,
        "before": turn.moment(before.due),
        "due": turn.moment(renewed.due),
        "reason": why,
    }
    key = "promise-renewed-late" if is_late else "promise-renewed" if renewed.due > before.due else "promise-sooner"
    turn.tell(turn.common(key, values), ticket=before.id)
