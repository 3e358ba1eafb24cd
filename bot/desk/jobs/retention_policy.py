"""What of a customer is settled and old: which tickets and conversations are over, as a whole or in part.

A ticket and the conversations about it are over together or not at all, and nothing is that is unsolved, waits or is
open. Here nothing is removed; `retention` does that.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from bot.desk.jobs.retention_rules import KEPT, Cutoffs, RetentionRules
from bot.desk.privacy.blanking import BLANK, is_erased, is_wordless
from bot.desk.privacy.holdings import of_conversation, of_ticket
from bot.desk.tickets.lifecycle import UNSOLVED
from storage.ports import UnitOfWork
from storage.records.complaint_records import Conversation, Customer, Handoff, Message, Note, Occurrence, Ticket
from storage.records.privacy_records import LegalHold
from storage.records.record import Record
from storage.records.traffic_records import Attachment, OutboxRow

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
    matters: Sequence[SettledTicket], talks: Sequence[SettledConversation], cutoffs: Cutoffs
) -> tuple[list[SettledTicket], list[SettledConversation]]:
    """Return what of one customer's matters and talks is over since before its moment. Pure.

    What hangs together, such as a ticket, the talk in which it was told and another ticket from the same talk, is over
    when all of it is: the talk by the days of its tickets.
    """
    links, moments = _links(matters, talks), {one.ticket.id: cutoffs.of(one.ticket) for one in matters}
    over = {one.ticket.id: one for one in matters if (at := moments[one.ticket.id]) and one.rests(at)}
    ended = dict[str, SettledConversation]()
    for one in talks:
        own = [moments[ticket] for ticket, key in links if key == one.conversation.id] or [cutoffs.unlinked]
        known = [at for at in own if at is not None]
        if len(known) == len(own) and one.rests(min(known)):
            ended[one.conversation.id] = one
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


@dataclass(frozen=True)
class AgedMatters:
    """What of one customer is over, part by part."""

    gone: Sequence[Record] = ()
    """What goes as a whole, the customer too if nothing else is left."""
    worded: Sequence[Record] = ()
    """Of what stays, all on which words were said that go."""
    files: Sequence[Attachment] = ()
    """Of what stays, the files that go."""
    has_contacts: bool = False
    """Nobody needs to know any more who it was."""

    def __bool__(self) -> bool:
        return bool(self.gone or self.worded or self.files or self.has_contacts)


@dataclass(frozen=True)
class _Affairs:
    """What there is of one customer, read once."""

    customer: Customer
    matters: Sequence[SettledTicket]
    talks: Sequence[SettledConversation]
    waiting: Sequence[OutboxRow] = field(default_factory=tuple)

    def without(self, over: Sequence[SettledTicket], ended: Sequence[SettledConversation]) -> "_Affairs":
        matters = [one for one in self.matters if one not in over]
        return _Affairs(self.customer, matters, [one for one in self.talks if one not in ended], self.waiting)


async def going(unit: UnitOfWork, customer: Customer, cutoffs: Cutoffs) -> list[Record]:
    """Return what of a customer goes as a whole, the customer too if nothing else is left."""
    affairs = await _affairs(unit, customer, cutoffs.latest)
    return [] if affairs is None else (await _whole(unit, affairs, cutoffs))[0]


async def aged(unit: UnitOfWork, customer: Customer, rules: RetentionRules, now: datetime) -> AgedMatters:
    """Return what of a customer is over by now, as a whole and in parts."""
    cutoffs = {kind: rules.cutoffs(kind, now) for kind in KEPT}
    latest = max((one.latest for one in cutoffs.values() if one.latest), default=None)
    affairs = await _affairs(unit, customer, latest)
    if affairs is None:
        return AgedMatters()
    gone, left = await _whole(unit, affairs, cutoffs["matters"])
    if not left.matters and not left.talks:
        return AgedMatters(gone)
    return AgedMatters(
        gone,
        await _worded(unit, left, cutoffs["texts"]),
        await _files(unit, left, cutoffs["files"]),
        not gone and _is_nobody(left, cutoffs["contacts"]),
    )


async def _affairs(unit: UnitOfWork, customer: Customer, latest: datetime | None) -> _Affairs | None:
    """Return what there is of a customer; None if all of it is younger than what goes."""
    if latest is None:
        return None
    tickets = await unit.find(Ticket, customer=customer.id)
    here = [one for address in customer.identities for one in await unit.find(Conversation, address=address)]
    is_young = not any(one.opened < latest for one in tickets) and not any(one.started < latest for one in here)
    if is_young and (tickets or here or customer.since >= latest):
        return None
    waiting = [row for address in customer.identities for row in await unit.find(OutboxRow, address=address)]
    matters, talks = [await _matter(unit, one) for one in tickets], [await _talk(unit, one) for one in here]
    return _Affairs(customer, matters, talks, waiting)


async def _whole(unit: UnitOfWork, affairs: _Affairs, cutoffs: Cutoffs) -> tuple[list[Record], _Affairs]:
    """Return what goes as a whole, and what is left then."""
    over, ended = settled(affairs.matters, affairs.talks, cutoffs)
    found = [record for matter in over for record in await of_ticket(unit, matter.ticket)]
    found += [record for talk in ended for record in await of_conversation(unit, talk.conversation)]
    left, customer = affairs.without(over, ended), affairs.customer
    before = cutoffs.unlinked or cutoffs.latest
    if not left.matters and not left.talks and before and customer.since < before:
        # Not while something is still to be told.
        going_talks = {talk.conversation.id for talk in ended}
        found += [] if any(row.conversation not in going_talks for row in affairs.waiting) else [customer]
    return _once(found), left


async def _worded(unit: UnitOfWork, affairs: _Affairs, cutoffs: Cutoffs) -> list[Record]:
    over, ended = settled(affairs.matters, affairs.talks, cutoffs)
    found = list[Record]()
    for matter in over:
        found += await of_ticket(unit, matter.ticket) if matter.ticket.description != BLANK else []
    for talk in ended:
        found += await of_conversation(unit, talk.conversation) if not is_wordless(talk.conversation) else []
    return _once(found)


async def _files(unit: UnitOfWork, affairs: _Affairs, cutoffs: Cutoffs) -> list[Attachment]:
    _, ended = settled(affairs.matters, affairs.talks, cutoffs)
    sent = [one for talk in ended for one in await unit.find(Attachment, conversation=talk.conversation.id)]
    return [one for one in sent if one.digest]


def _is_nobody(affairs: _Affairs, cutoffs: Cutoffs) -> bool:
    """Tell whether all is over of somebody who is known by name, number or address."""
    over, ended = settled(affairs.matters, affairs.talks, cutoffs)
    is_known = not is_erased(affairs.customer)
    is_over = len(over) == len(affairs.matters) and len(ended) == len(affairs.talks)
    return is_known and is_over and all(row.problem for row in affairs.waiting)


def _once(records: Iterable[Record]) -> list[Record]:
    return list({(type(record), record.id): record for record in records}.values())


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
