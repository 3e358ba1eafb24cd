"""Tickets that belong together: two of one customer become one, with a way back; those of others are only linked.

What is merged goes on in the ticket that it was merged into: its tellings, and whoever waits for a person there. What
was said about it stays where it was said, and is shown with the other.
"""

from dataclasses import replace

from bot.desk.agents.handoffs import TicketActs
from bot.desk.agents.permissions import SUPERVISORS, AgentAct, Relation, relation
from bot.desk.agents.resolving import note
from bot.desk.core.errors import Refusal, Refused
from bot.desk.recognition.feedback import keep_judged
from bot.desk.tickets.lifecycle import UNSOLVED
from bot.desk.tickets.open_handoffs import current
from bot.desk.tickets.promises import drop_promises, make_promise, renew_promise
from bot.desk.tickets.ticket_links import linked, links_of
from bot.desk.turn.locks import require_locks
from bot.desk.turn.timers import cancel_timers
from bot.desk.turn.turn import Turn
from storage.records.access_records import Agent
from storage.records.complaint_records import Conversation, Handoff, Occurrence, Ticket
from storage.records.resolution_records import TicketLink
from storage.records.statuses import LinkKind, PromiseStatus

_COLLEAGUES = (Relation.OWNER_ABSENT, Relation.OWNED, Relation.HELD)


class Joining(TicketActs):
    """Joins and parts tickets; `Refused` where the table of permissions does not permit it."""

    async def merge(self, reference: str, agent: Agent, other: str) -> None:
        """Have another ticket of the same customer go on in this one, which keeps the earlier of both promises.

        Raises:
            Refused: if it is another customer's, this very one, merged already, a colleague's, or still open while
                this one is solved: nobody would owe its customer an answer any more.
        """

        async def carry_out(turn: Turn, ticket: Ticket, _: Handoff | None) -> None:
            ended = await _other(turn, ticket, other)
            require_locks(turn.unit, [ended.address])
            await _demand_mergeable(turn, ticket, ended, agent)
            brought = await _bring(turn, ended.id, ticket.id)
            link = _link(turn, ticket, ended, agent, "merged")
            turn.unit.add(replace(link, before=ended.status, occurrences=tuple(brought)))
            await drop_promises(turn, ended)
            await cancel_timers(turn.unit, ended.id)
            turn.unit.put(replace(ended, status="merged", merged_into=ticket.id))
            kept = replace(ticket, told=ticket.told + ended.told)
            turn.unit.put(kept)
            if ended.status in UNSOLVED and ended.due < ticket.due:
                await renew_promise(turn, kept, ended.due, "merged", agent.name)
            await _move_handoffs(turn, ended.id, ticket.id)
            note(turn, ticket, agent, "merged", reference=ended.reference)
            _tell(turn, ticket, ended, "merged-told")

        await self._do(AgentAct.MERGE, reference, agent, carry_out)

    async def part(self, reference: str, agent: Agent, other: str) -> None:
        """Undo a merge: the other ticket goes on by itself as it was, with what was told on it.

        Raises:
            Refused: if they are not merged any more.
        """

        async def carry_out(turn: Turn, ticket: Ticket, _: Handoff | None) -> None:
            ended = await _other(turn, ticket, other)
            require_locks(turn.unit, [ended.address])
            links = await turn.unit.find(TicketLink, ticket=ticket.id)
            link = next((one for one in links if one.kind == "merged" and one.other == ended.id), None)
            if link is None or not link.before:
                raise Refused(Refusal.NOT_MERGED)
            await _bring(turn, ticket.id, ended.id, only=link.occurrences)
            turn.unit.delete(link)
            turn.unit.put(replace(ticket, told=max(1, ticket.told - ended.told)))
            promise: PromiseStatus = "pending" if link.before in UNSOLVED else ended.promise
            again = replace(ended, status=link.before, merged_into="", promise=promise)
            turn.unit.put(again)
            if link.before in UNSOLVED:
                make_promise(turn, again)
            await _move_handoffs(turn, ticket.id, ended.id, only=ended.conversation)
            note(turn, ticket, agent, "parted", reference=ended.reference)
            _tell(turn, ticket, ended, "parted-told")

        await self._do(AgentAct.MERGE, reference, agent, carry_out)

    async def compare(self, reference: str, agent: Agent, other: str, *, same: bool) -> None:
        """Keep whether the ticket of another customer tells of the same problem; those that do are linked.

        Raises:
            Refused: if there is no such other ticket, or it is this very one.
        """

        async def carry_out(turn: Turn, ticket: Ticket, _: Handoff | None) -> None:
            compared = await _other(turn, ticket, other)
            keep_judged(turn, ticket, compared, agent, same=same)
            known = linked(await links_of(turn.unit, ticket.id), compared.id)
            if same and known is None:
                turn.unit.add(_link(turn, ticket, compared, agent, "same-problem"))
            elif known is not None and not same:
                turn.unit.delete(known)

        await self._do(AgentAct.COMPARE, reference, agent, carry_out)


async def _other(turn: Turn, ticket: Ticket, reference: str) -> Ticket:
    other = await turn.unit.last(Ticket, reference=reference.strip().upper())
    if other is None:
        raise Refused(Refusal.NO_SUCH_TICKET)
    if other.id == ticket.id:
        raise Refused(Refusal.SAME_TICKET)
    return other


async def _demand_mergeable(turn: Turn, ticket: Ticket, other: Ticket, agent: Agent) -> None:
    if other.customer != ticket.customer:
        raise Refused(Refusal.OTHER_CUSTOMER)
    if other.status in ("merged", "praise"):
        raise Refused(Refusal.MERGED_ALREADY if other.merged_into else Refusal.NO_SUCH_TICKET)
    if other.status in UNSOLVED and ticket.status not in UNSOLVED:
        raise Refused(Refusal.INTO_SOLVED)
    known = relation(agent, other, await current(turn.unit, other))
    if known in _COLLEAGUES and agent.role not in SUPERVISORS:
        raise Refused(Refusal.OWNED_BY_COLLEAGUE)


def _link(turn: Turn, ticket: Ticket, other: Ticket, agent: Agent, kind: LinkKind) -> TicketLink:
    environment = turn.desk.environment
    key, at = environment.new_id(), environment.now()
    return TicketLink(id=key, kind=kind, ticket=ticket.id, other=other.id, at=at, name=agent.name)


async def _bring(turn: Turn, source: str, target: str, only: tuple[str, ...] | None = None) -> list[str]:
    """Have the tellings of one ticket be those of another; return their ids."""
    tellings = await turn.unit.find(Occurrence, ticket=source)
    brought = [one for one in tellings if only is None or one.id in only]
    for one in brought:
        turn.unit.delete(one)
        turn.unit.add(replace(one, ticket=target))
    return [one.id for one in brought]


async def _move_handoffs(turn: Turn, source: str, target: str, only: str = "") -> None:
    """Have whoever waits for a person on one ticket, or has one, do so on another; ``only`` is a conversation."""
    for handoff in await turn.unit.find(Handoff, ticket=source):
        if handoff.status == "done" or only not in ("", handoff.conversation):
            continue
        turn.unit.put(replace(handoff, ticket=target))
        if turn.conversation is not None and turn.conversation.id == handoff.conversation:
            turn.change(ticket=target)
        elif conversation := await turn.unit.get(Conversation, handoff.conversation):
            turn.unit.put(replace(conversation, ticket=target))


def _tell(turn: Turn, ticket: Ticket, other: Ticket, key: str) -> None:
    values = {"reference": ticket.reference, "other": other.reference}
    if turn.conversation is not None:
        turn.tell(turn.common(key, values), ticket=ticket.id)
