"""What of a customer is settled and old: which tickets and conversations are over, and all that is written on them.

A ticket and the conversations about it are over together or not at all, and nothing is that is unsolved, waits or is
open. Here nothing is removed; `retention` does that.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.desk.privacy.holdings import of_conversation, of_ticket
from bot.desk.tickets.lifecycle import UNSOLVED
from storage.ports import UnitOfWork
from storage.records.complaint_records import Conversation, Customer, Handoff, Message, Note, Occurrence, Ticket
from storage.records.privacy_records import LegalHold
from storage.records.record import Record
from storage.records.traffic_records import OutboxRow

_RESTING = ("closed", "abandoned")


@dataclass(frozen=True)
class SettledTicket:
    """A ticket with all that is written on it."""

    ticket: Ticket
    occurrences: Sequence[Occurrence] = ()
    notes: Sequence[Note] = ()
    handoffs: Sequence[Handoff] = ()
    spoken_of_in: frozenset[str] = frozenset()
    """The ids of the conversations in which something was said about it, be they about another one."""
    is_held: bool = False
    """It must stay, however old it is."""

    def rests(self, before: datetime) -> bool:
        """Tell whether it is solved, nobody is asked for, and the last word on it was said before this moment."""
        ticket = self.ticket
        words = [ticket.opened, ticket.resolved or ticket.opened, *_times(self.handoffs)]
        words += [*(telling.at for telling in self.occurrences), *(note.at for note in self.notes)]
        return not self.is_held and ticket.status not in UNSOLVED and _done(self.handoffs) and max(words) < before

    @property
    def conversations(self) -> set[str]:
        """The ids of the conversations in which it was told, handed to a person, or spoken of."""
        told_in = {self.ticket.conversation, *(one.conversation for one in self.occurrences)}
        return told_in | {handoff.conversation for handoff in self.handoffs} | self.spoken_of_in


@dataclass(frozen=True)
class SettledConversation:
    """A conversation, and what may still come of it."""

    conversation: Conversation
    last: Message | None = None
    """The newest message of it."""
    handoffs: Sequence[Handoff] = ()
    outbox: Sequence[OutboxRow] = ()

    def rests(self, before: datetime) -> bool:
        """Tell whether it is over, nothing of it waits, and the last word in it was said before this moment."""
        here = self.conversation
        words = [here.started, here.heard or here.started, *_times(self.handoffs)]
        last = max([*words, self.last.at] if self.last else words)
        is_told = all(row.problem for row in self.outbox)
        rests = here.status in _RESTING or here.state.get("status") == "new"  # who said nothing that began a dialog
        return rests and is_told and _done(self.handoffs) and last < before


def settled(
    matters: Sequence[SettledTicket], talks: Sequence[SettledConversation], before: datetime
) -> tuple[list[SettledTicket], list[SettledConversation]]:
    """Return what of one customer's matters and talks is over since before this moment. Pure.

    What hangs together, such as a ticket, the talk in which it was told and another ticket from the same talk, is over
    when all of it is.
    """
    over = {matter.ticket.id: matter for matter in matters if matter.rests(before)}
    ended = {talk.conversation.id: talk for talk in talks if talk.rests(before)}
    links = _links(matters, talks)
    while broken := [(ticket, talk) for ticket, talk in links if (ticket in over) != (talk in ended)]:
        for ticket, talk in broken:
            over.pop(ticket, None)
            ended.pop(talk, None)
    return list(over.values()), list(ended.values())


def _links(matters: Sequence[SettledTicket], talks: Sequence[SettledConversation]) -> set[tuple[str, str]]:
    """Return which ticket belongs to which conversation, of those that are there."""
    tickets, conversations = {one.ticket.id for one in matters}, {one.conversation.id for one in talks}
    told = {(one.ticket.id, key) for one in matters for key in one.conversations if key in conversations}
    about = {(one.conversation.ticket, one.conversation.id) for one in talks if one.conversation.ticket in tickets}
    return told | about


def _times(handoffs: Iterable[Handoff]) -> list[datetime]:
    return [at for handoff in handoffs for at in (handoff.requested, handoff.claimed) if at]


def _done(handoffs: Iterable[Handoff]) -> bool:
    return all(handoff.status == "done" for handoff in handoffs)


async def going(unit: UnitOfWork, customer: Customer, before: datetime) -> list[Record]:
    """Return what of a customer is over since before this moment, the customer too if nothing else is left."""
    tickets = await unit.find(Ticket, customer=customer.id)
    here = [one for address in customer.identities for one in await unit.find(Conversation, address=address)]
    if not any(one.opened < before for one in tickets) and not any(one.started < before for one in here):
        return [] if tickets or here else await _nothing_left(unit, customer, before)
    matters = [await _matter(unit, ticket) for ticket in tickets]
    talks = [await _talk(unit, conversation) for conversation in here]
    over, ended = settled(matters, talks, before)
    found = [record for matter in over for record in await of_ticket(unit, matter.ticket)]
    found += [record for talk in ended for record in await of_conversation(unit, talk.conversation)]
    if len(over) == len(matters) and len(ended) == len(talks):
        found += await _nothing_left(unit, customer, before, besides={talk.conversation.id for talk in ended})
    return list({(type(record), record.id): record for record in found}.values())


async def _nothing_left(
    unit: UnitOfWork, customer: Customer, before: datetime, besides: Iterable[str] = ()
) -> list[Record]:
    """Return the customer, unless something is still to be told, or it is a new one."""
    rows = [row for address in customer.identities for row in await unit.find(OutboxRow, address=address)]
    is_new = customer.since >= before
    return [] if is_new or any(row.conversation not in besides for row in rows) else [customer]


async def _matter(unit: UnitOfWork, ticket: Ticket) -> SettledTicket:
    key = ticket.id
    occurrences, notes = await unit.find(Occurrence, ticket=key), await unit.find(Note, ticket=key)
    spoken_of_in = frozenset(message.conversation for message in await unit.find(Message, ticket=key))
    is_held = await unit.get(LegalHold, key) is not None
    return SettledTicket(ticket, occurrences, notes, await unit.find(Handoff, ticket=key), spoken_of_in, is_held)


async def _talk(unit: UnitOfWork, conversation: Conversation) -> SettledConversation:
    rows = await unit.find(OutboxRow, address=conversation.address)
    return SettledConversation(
        conversation,
        await unit.last(Message, conversation=conversation.id),
        await unit.find(Handoff, conversation=conversation.id),
        [row for row in rows if row.conversation == conversation.id],
    )
