"""What the staff see of one ticket, everything known about it, and what many people tell.

The read side only. Nothing here changes a record or knows of pages.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal, TypeVar

from bot.desk.agents.signal_judgement import to_judge
from bot.desk.calendar.regulator_clocks import RegulatorClock
from bot.desk.core.file_words import words_beside
from bot.desk.core.message_refs import never_shown
from bot.desk.hotspots.topic_summary import named
from bot.desk.outcomes.named_matters import matters_of
from bot.desk.tickets.lifecycle import UNSOLVED, shortened
from bot.desk.tickets.open_handoffs import current
from bot.desk.tickets.promises import clocks_of, own_promises
from bot.desk.tickets.similar_tickets import causes_of_alike, others
from bot.desk.tickets.ticket_links import links_of, merged_into
from bot.desk.tickets.watchers import ENDED, WATCHED, WROTE
from bot.matching.grams import Weights
from dialogs.language.known_issue import KnownIssue
from dialogs.model.script import Script, Slot
from dialogs.reading import slots
from storage.ports import Store, UnitOfWork
from storage.records.access_records import Agent
from storage.records.complaint_records import (
    Alert,
    Conversation,
    Customer,
    Handoff,
    Message,
    Note,
    Occurrence,
    Promise,
    ReadMark,
    Ticket,
)
from storage.records.desk_records import WatchedTicket
from storage.records.finding_records import Label, Suspicion
from storage.records.resolution_records import Resolution, TicketLink
from storage.records.statuses import LabelAnswer
from storage.records.traffic_records import Attachment, Edit, MessageRef, OutboxRow

CONTACTS = ("phone", "email")
"""Types of answers that say how to reach somebody."""
FIRST_WORDS = 90
"""Characters of a description that a list shows."""
LONGEST_LIST = 100
"""Tickets of a suspicion that are named, and alerts that are shown."""


@dataclass(frozen=True)
class Transcript:
    """Messages, oldest first, and all that belongs to them by the id of the message."""

    messages: tuple[Message, ...]
    files: Mapping[str, Sequence[Attachment]]
    versions: Mapping[str, Sequence[Edit]]
    """What the customer changed it into, oldest first."""
    lost: frozenset[str] = frozenset()
    """The ids of messages that never arrived."""
    uncertain: frozenset[str] = frozenset()
    """The ids of messages that may have arrived twice."""
    on_its_way: frozenset[str] = frozenset()
    """The ids of messages that have not arrived yet."""
    held: frozenset[str] = frozenset()
    """Those of them that their author may still take back."""
    unseen: frozenset[str] = frozenset()
    """The ids of messages that wait no more and were never shown, such as a dead letter that was let be."""

    def words(self, message: Message, text: str | None = None) -> str:
        """Return the words of a message, or of a version of it: a file that is shown is not named as well."""
        text = message.text if text is None else text
        return words_beside(text) if message.id in self.files else text.strip()

    def pointed_at(self, message: Message) -> Message | None:
        """Return the message that this one answers, where its author pointed at one that is still there."""
        return next((one for one in self.messages if one.id == message.answers), None) if message.answers else None

    def changed_into(self, text: str) -> Sequence[str]:
        """Return the later versions of what was said in these words, oldest first."""
        said = [one for one in self.messages if one.id in self.versions and self.words(one) == text]
        return [self.words(one, version.text) for one in said for version in self.versions[one.id]]


@dataclass(frozen=True)
class TicketRow:
    """A ticket as one line of a list."""

    reference: str
    words: str
    """The first words of the description."""
    status: str
    opened: datetime
    due: datetime


@dataclass(frozen=True)
class Offer:
    """A known issue that the bot offered, and what became of it."""

    title: Mapping[str, str]
    """By language; empty if it is not in force any more."""
    key: str
    answer: LabelAnswer | Literal["tried"]
    """``tried``: the customer has said nothing of it."""
    stated: bool
    """Whether it was answered at once."""
    at: datetime | None = None

    def named(self, language: str) -> str:
        """Return its title, or its key where it is not in force any more."""
        return self.title.get(language) or next(iter(self.title.values()), self.key)


@dataclass(frozen=True)
class GivenAnswer:
    """What a customer answered to one question, or did not."""

    key: str
    label: str
    value: str
    """As it is kept; empty where nothing was answered."""
    shown: str
    choices: tuple[tuple[str, str], ...]
    """What can be chosen from: (key, label)."""


@dataclass(frozen=True)
class TicketView:
    """Everything known about a ticket."""

    ticket: Ticket
    customer: Customer | None
    owner: Agent | None
    handoff: Handoff | None
    """The newest one of its conversations, unless that is done."""
    transcript: Transcript
    """All that was said about it: when it was told, by agents, when the customer was asked again."""
    occurrences: tuple[Occurrence, ...]
    notes: tuple[Note, ...]
    others: tuple[TicketRow, ...]
    """The customer's other tickets, newest first."""
    campaign: str = ""
    """What the link was called by which the customer came to tell it."""
    offers: tuple[Offer, ...] = ()
    """Which known issues the bot offered or answered by, in the order of what the customer said of them."""
    promises: tuple[Promise, ...] = ()
    """What was promised on it and what became of that, oldest first."""
    clocks: tuple[Promise, ...] = ()
    """The steps of regulators' clocks, oldest first."""
    alerts: tuple[tuple[Alert, str], ...] = ()
    """Who of the staff was told of it, each with their names, oldest first; not who only watches it."""
    decisions: tuple[Resolution, ...] = ()
    """How it was decided to end, oldest first."""
    links: tuple[tuple[TicketLink, TicketRow], ...] = ()
    """Which tickets it belongs together with, oldest first."""
    called_for: tuple[str, ...] = ()
    """The signals for which a person was called, and of which the staff may say that they were none."""

    @property
    def waiting(self) -> Resolution | None:
        """What was decided and waits for a second person."""
        return next((one for one in self.decisions if one.id == self.ticket.to_grant), None)

    @property
    def messages(self) -> tuple[Message, ...]:
        """The messages of the transcript, oldest first."""
        return self.transcript.messages


OVER_FOR = timedelta(days=1)
"""How long who watched a ticket is told that it is over."""
_MOST_SUSPICIONS = 200
_ORDER = ("suspected", "watched", "confirmed", "dismissed")


@dataclass(frozen=True)
class SuspicionView:
    """A suspicion with its tickets, as far as they are still there."""

    suspicion: Suspicion
    references: tuple[str, ...]

    @property
    def what(self) -> str:
        """What it is about, in one line."""
        return self.suspicion.title or named(self.suspicion.words, self.suspicion.area)


class DeskQueries:
    """Reads the desk as it is now."""

    def __init__(
        self,
        store: Store,
        script_of: Callable[[str], Script | None],
        weights: Weights,
        clocks: Callable[[], Sequence[RegulatorClock]] = tuple,
        issues_of: Callable[[str], Iterable[KnownIssue]] = lambda _: (),
    ) -> None:
        """Take which scripts, by key, regulators' clocks and known issues are in force."""
        self._clocks = clocks
        self._store = store
        self._issues_of = issues_of
        self._weights = weights
        self._script_of = script_of

    async def ticket(self, reference: str) -> TicketView | None:
        """Return everything known about a ticket, or None if there is none with this reference."""
        unit = self._store.unit()
        ticket = await unit.last(Ticket, reference=reference)
        if ticket is None:
            return None
        occurrences = await unit.find(Occurrence, ticket=ticket.id)
        of_customer = await unit.find(Ticket, customer=ticket.customer)
        told_in = await unit.get(Conversation, ticket.conversation)
        return TicketView(
            ticket=ticket,
            customer=await unit.get(Customer, ticket.customer),
            owner=await unit.get(Agent, ticket.owner) if ticket.owner else None,
            handoff=await current(unit, ticket),
            transcript=await _transcript(unit, ticket, occurrences),
            occurrences=tuple(occurrences),
            notes=tuple(await unit.find(Note, ticket=ticket.id)),
            others=tuple([_row(other) for other in reversed(of_customer) if other.id != ticket.id]),
            campaign=told_in.campaign if told_in else "",
            offers=await self._offers(unit, ticket, occurrences),
            promises=tuple(await own_promises(unit, ticket)),
            clocks=tuple(await clocks_of(unit, ticket)),
            alerts=await _told(unit, ticket),
            decisions=tuple(await unit.find(Resolution, ticket=ticket.id)),
            links=tuple([(link, _row(end)) for link, end in await links_of(unit, ticket.id)]),
            called_for=to_judge(await unit.find(Handoff, ticket=ticket.id)),
        )

    def clock_name(self, name: str, language: str) -> str:
        """Return what a step of a regulator's clock is called, or its key where the clock is not in use any more."""
        key, _, inner = name.partition("/")
        clock = next((one for one in self._clocks() if one.key == key), None)
        step = clock.step(inner) if clock else None
        titles = [one.title for one in (clock, step) if one]
        return " · ".join(title.get(language) or next(iter(title.values())) for title in titles) or name

    async def alerts(self, agent: str, now: datetime) -> list[tuple[Alert, TicketRow]]:
        """Return what the agent with this id was told of tickets that are not solved yet, the newest first.

        Of tickets that they watch it is what they have not looked at, and for a day that one is over.
        """
        unit, found = self._store.unit(), []
        for one in sorted(await unit.find(Alert, to=agent), key=lambda one: one.at, reverse=True)[:LONGEST_LIST]:
            ticket = await unit.get(Ticket, one.ticket)
            if ticket is None or (one.kind in WATCHED and not await _is_news(unit, one, agent)):
                continue
            if one.at > now - OVER_FOR if one.kind == ENDED else ticket.status in UNSOLVED:
                found.append((one, _row(ticket)))
        return found

    async def _offers(self, unit: UnitOfWork, ticket: Ticket, occurrences: Sequence[Occurrence]) -> tuple[Offer, ...]:
        titles = {issue.key: issue.title for issue in self._issues_of(ticket.script)}
        told_in = dict.fromkeys((ticket.conversation, *(one.conversation for one in occurrences)))
        labels = [label for key in told_in for label in await unit.find(Label, conversation=key)]
        offers = [
            Offer(titles.get(one.about, {}), one.about, one.answer, one.stated, one.at)
            for one in labels
            if one.look == "known-issue"
        ]
        if ticket.known_issue and ticket.known_issue not in {offer.key for offer in offers}:
            tried = Offer(titles.get(ticket.known_issue, {}), ticket.known_issue, "tried", ticket.status == "answered")
            offers.insert(0, tried)
        return tuple(offers)

    async def alike(self, ticket: Ticket) -> list[TicketRow]:
        """Return the tickets of other customers that tell the same, the likeliest first."""
        return [_row(other) for other in await others(self._store, ticket, self._weights)]

    async def alike_causes(self, ticket: Ticket) -> list[tuple[str, float]]:
        """Return why tickets that tell the like have happened, each with how alike it is."""
        return await causes_of_alike(self._store, ticket, self._weights)

    def matters(self, ticket: Ticket, language: str) -> list[tuple[str, str]]:
        """Return the matters that a complaint named, as (key, label); nothing where it named one."""
        found = matters_of(self._script_of(ticket.script), ticket.description, ticket.slots)
        return [(one.key, one.label.get(language) or next(iter(one.label.values()))) for one in found]

    async def suspicions(self, confirmed_since: datetime) -> list[SuspicionView]:
        """Return the suspicions that nobody has judged, newest first; then those raised since and confirmed."""
        unit = self._store.unit()
        waiting, confirmed = [await unit.find(Suspicion, status=status) for status in ("suspected", "confirmed")]
        young = [one for one in confirmed if one.at >= confirmed_since]
        return [await _suspicion(unit, one) for one in (*reversed(waiting), *reversed(young))]

    async def all_suspicions(self) -> list[SuspicionView]:
        """Return every suspicion there is, the newest first, those that wait for a verdict before all others."""
        unit = self._store.unit()
        found = sorted(await unit.find(Suspicion, newest=_MOST_SUSPICIONS), key=lambda one: one.id, reverse=True)
        return [await _suspicion(unit, one) for one in sorted(found, key=lambda one: _ORDER.index(one.status))]

    async def suspicion(self, key: str) -> SuspicionView | None:
        """Return a suspicion with its tickets, or None if there is none with this id."""
        unit = self._store.unit()
        found = await unit.get(Suspicion, key)
        return await _suspicion(unit, found) if found else None

    def slots_of(self, ticket: Ticket, language: str, *, contact: bool = True) -> list[tuple[str, str]]:
        """Return the answers as (label, value), in the order of the script; what was skipped has an empty value.

        Agents need what is private too, so it is not masked; without ``contact`` is how to reach somebody. A slot that
        the script no longer has keeps its key, and the one that was taken over as the description is not told twice.
        """
        script = self._script_of(ticket.script)
        known = script.slots if script else {}
        given = {key: str(value) for key, value in ticket.slots.items() if value != ticket.description}
        ordered = [key for key in known if key in given] + [key for key in given if key not in known]
        told = [(key, *_labelled(known.get(key), key, given[key], language)) for key in ordered]
        hidden = set() if contact else self.contacts_of(ticket)
        return [(label, masked(value) if key in hidden else value) for key, label, value in told]

    def contacts_of(self, ticket: Ticket) -> set[str]:
        """Return the keys of the answers that say how to reach somebody."""
        script = self._script_of(ticket.script)
        slots = script.slots if script else {}
        return {key for key, value in ticket.slots.items() if value and key in slots and slots[key].type in CONTACTS}

    def answers_of(self, ticket: Ticket, language: str) -> list[GivenAnswer]:
        """Return what can be corrected: the questions of the script but for that which the description answers."""
        script = self._script_of(ticket.script)
        found = []
        for key, slot in (script.slots if script else {}).items():
            value = str(ticket.slots.get(key, ""))
            if script and key != script.opening and value != (ticket.description or None):
                spoken = language if language in slot.label else next(iter(slot.label))
                choices = tuple((choice.key, choice.label[spoken]) for choice in slot.choices)
                label, shown = _labelled(slot, key, value, language)
                found.append(GivenAnswer(key, label, value, shown, choices))
        return found

    async def id_of(self, reference: str) -> str:
        """Return the id of a ticket; nothing if there is none."""
        ticket = await self._store.unit().last(Ticket, reference=reference)
        return ticket.id if ticket else ""

    async def colleagues(self, owner: str) -> list[Agent]:
        """Return who could have a ticket instead of this owner."""
        return [one for one in await self._store.unit().find(Agent) if one.status == "active" and one.id != owner]


def masked(value: str) -> str:
    """Return a number or an address of which only the end is shown, by which it is known again."""
    return f"••••{value[-2:]}" if len(value) > 4 else "••••"


def _labelled(slot: Slot | None, key: str, value: str, language: str) -> tuple[str, str]:
    if slot is None:
        return key, value
    spoken = language if language in slot.label else next(iter(slot.label))
    return slot.label[spoken], slots.shown(replace(slot, private=False), value, spoken) if value else ""


def _row(ticket: Ticket) -> TicketRow:
    words = shortened(ticket.description, FIRST_WORDS)
    return TicketRow(ticket.reference, words, ticket.status, ticket.opened, ticket.due)


async def _is_news(unit: UnitOfWork, told: Alert, agent: str) -> bool:
    """Tell whether an agent still watches the ticket, and has not read what they were told of."""
    if not await unit.get(WatchedTicket, f"{agent}:{told.ticket}"):
        return False
    mark = await unit.get(ReadMark, f"{agent}:{told.ticket}") if told.kind == WROTE else None
    return mark is None or mark.message < told.about


async def _told(unit: UnitOfWork, ticket: Ticket) -> tuple[tuple[Alert, str], ...]:
    found = [one for one in await unit.find(Alert, ticket=ticket.id) if one.kind not in WATCHED]
    alerts = sorted(found, key=lambda one: one.at)
    people = {key: await unit.get(Agent, key) for one in alerts for key in one.to}
    return tuple((one, ", ".join(who.name for key in one.to if (who := people[key]))) for one in alerts)


async def _suspicion(unit: UnitOfWork, suspicion: Suspicion) -> SuspicionView:
    tickets = [await unit.get(Ticket, key) for key in suspicion.tickets[:LONGEST_LIST]]
    return SuspicionView(suspicion, tuple(ticket.reference for ticket in tickets if ticket))


async def conversations_about(unit: UnitOfWork, ticket: Ticket, occurrences: Sequence[Occurrence]) -> set[str]:
    """Return the ids of the conversations in which a ticket was told, handed to a person or asked about again."""
    told_in = {ticket.conversation, *(occurrence.conversation for occurrence in occurrences)}
    customer = await unit.get(Customer, ticket.customer)
    addresses = customer.identities if customer else (ticket.address,)
    theirs = [one for address in addresses for one in await unit.find(Conversation, address=address)]
    return told_in | {conversation.id for conversation in theirs if conversation.ticket == ticket.id}


async def messages_about(unit: UnitOfWork, ticket: Ticket, occurrences: Sequence[Occurrence]) -> dict[str, Message]:
    """Return what was said about a ticket by its ids, in their order: all that says so, in whichever conversation.

    And of the conversations about it what says nothing: that was said before the ticket was there, or was kept by a
    program that did not write it down.
    """
    said = await unit.find(Message, ticket=ticket.id)
    for key in await merged_into(unit, ticket.id):
        said += await unit.find(Message, ticket=key)
    for key in await conversations_about(unit, ticket, occurrences):
        said += [message for message in await unit.find(Message, conversation=key) if not message.ticket]
    return {message.id: message for message in sorted(said, key=lambda message: message.id)}


About = TypeVar("About", Attachment, Edit)


async def belonging_to(
    unit: UnitOfWork, kind: type[About], messages: Mapping[str, Message], after: str | None = None
) -> list[About]:
    """Return the files or the later versions of these messages, those above an id."""
    conversations = {message.conversation for message in messages.values()}
    found = [one for key in conversations for one in await unit.find(kind, conversation=key, after=after)]
    return [one for one in found if one.message in messages]


async def _transcript(unit: UnitOfWork, ticket: Ticket, occurrences: Sequence[Occurrence]) -> Transcript:
    messages = await messages_about(unit, ticket, occurrences)
    lost: list[str] = []
    on_its_way: list[str] = []
    held: list[str] = []
    conversations = {message.conversation for message in messages.values()}
    refs = [ref for key in conversations for ref in await unit.find(MessageRef, conversation=key)]
    uncertain = [ref.message for ref in refs if ref.uncertain]
    for address in {message.address for message in messages.values()}:
        rows = await unit.find(OutboxRow, address=address)
        lost += [row.message for row in rows if row.problem]
        on_its_way += [row.message for row in rows if not row.problem and not row.edit]
        held += [row.message for row in rows if row.not_before and not row.begun]
    return Transcript(
        tuple(messages.values()),
        _by_message(await belonging_to(unit, Attachment, messages)),
        _by_message(await belonging_to(unit, Edit, messages)),
        frozenset(lost),
        frozenset(uncertain),
        frozenset(on_its_way),
        frozenset(held),
        never_shown(messages.values(), refs) - {*lost, *on_its_way},
    )


def _by_message(records: Iterable[About]) -> Mapping[str, Sequence[About]]:
    found: defaultdict[str, list[About]] = defaultdict(list)
    for record in records:
        found[record.message].append(record)
    return dict(found)
