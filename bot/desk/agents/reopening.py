"""The staff opens a ticket again, such as for a customer who phoned: with a new promise, which the customer is told."""

from bot.desk.agents.handoffs import TicketActs, checked
from bot.desk.agents.permissions import AgentAct
from bot.desk.agents.resolving import note
from bot.desk.tickets.lifecycle import reopen
from bot.desk.turn.turn import Turn
from storage.records.access_records import Agent
from storage.records.complaint_records import Handoff, Ticket


class Reopening(TicketActs):
    """Opens what was closed; `Refused` where the table of permissions does not permit it."""

    async def reopen(self, reference: str, agent: Agent, reason: str) -> None:
        """Open a ticket again with the same owner, if there is one, and tell the customer by when they hear from us.

        Raises:
            Refused: if no reason is given.
        """
        why = checked(reason)

        async def carry_out(turn: Turn, ticket: Ticket, _: Handoff | None) -> None:
            opened = await reopen(turn, ticket)
            note(turn, ticket, agent, "reopened", reason=why)
            values = {"reference": ticket.reference, "due": turn.moment(opened.due)}
            turn.tell(turn.common("reopened-by-staff", values), ticket=ticket.id)

        await self._do(AgentAct.REOPEN, reference, agent, carry_out, why)
