"""What a topic of the staff is to show next: the store is what happened, the topic shows it in its order.

A topic is no second outbox: what is missing in it is found by comparing. Which thing comes next is decided here, and
what was said is read; how it is shown is the channel's.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import takewhile

from bot.desk.briefing.queries import belonging_to, messages_about
from bot.desk.briefing.ticket_card import CardFacts
from bot.desk.core.message_refs import refs_at
from bot.desk.tickets.open_handoffs import current
from storage.ports import UnitOfWork
from storage.records.access_records import Agent
from storage.records.complaint_records import Alert, Customer, Handoff, Message, Note, Occurrence, Ticket
from storage.records.traffic_records import Attachment, Edit, MessageRef, OutboxRow, Topic

BREATH = timedelta(seconds=2.5)
"""How long the customer's words are waited for that belong together: a group takes 20 messages a minute."""
LONGEST = 3500
"""Characters of a bubble that holds several messages."""


@dataclass(frozen=True, kw_only=True)
class TopicItem:
    """One thing that a topic is to show."""

    id: str
    at: datetime
    kind: str
    """``customer``, ``agent``, ``note``, ``edit`` for a later version of the customer's, or ``alert`` for the staff."""
    message: str
    """The id of the message or note that a bubble with this shows."""
    conversation: str
    text: str
    """In words, also for a file; of an alert its kind."""
    name: str = ""
    """Who, where it was one of the staff."""
    to: tuple[tuple[str, str], ...] = ()
    """Whom of the staff an alert calls: their name, and their account on Telegram if it is known."""
    answers: str = ""
    """The id of the message that it answers, or of which it is a later version."""
    copies: str = ""
    """Where the customer's file is, on the channel of the staff."""
    album: str = ""
    here: bool = False
    """It was written in this very topic, or is not to be shown."""


@dataclass(frozen=True)
class SkipItems:
    """These are shown already, or are not to be shown."""

    pieces: Sequence[TopicItem]


@dataclass(frozen=True)
class ShowItems:
    """These are to be shown as one."""

    pieces: Sequence[TopicItem] = field(default_factory=tuple)

    @property
    def text(self) -> str:
        """Return all that they say."""
        return "\n".join(piece.text for piece in self.pieces)

    @property
    def copies(self) -> tuple[str, ...]:
        """Return where their files are."""
        return tuple(piece.copies for piece in self.pieces if piece.copies)


def next_items(pieces: Sequence[TopicItem], now: datetime) -> SkipItems | ShowItems | timedelta | None:
    """Return what comes next of what a topic does not show, in the order of their ids; a time is one to wait.

    What a customer writes in one breath comes in one bubble, and so does an album; what others say waits for nothing.
    """
    if not pieces:
        return None
    if pieces[0].here:
        return SkipItems(list(takewhile(lambda piece: piece.here, pieces)))
    together = _together(pieces)
    first = pieces[0]
    may_grow = first.kind == "customer" and (first.album or not first.copies) and len(together) == len(pieces)
    ripe = first.at + BREATH
    return ripe - now if may_grow and ripe > now else ShowItems(together)


def _together(pieces: Sequence[TopicItem]) -> list[TopicItem]:
    first = pieces[0]
    if first.album:
        return list(takewhile(lambda piece: piece.album == first.album, pieces))
    together = [first]
    for piece in pieces[1:] if first.kind == "customer" and not first.copies else ():
        length = sum(len(one.text) + 1 for one in (*together, piece))
        if piece.kind != "customer" or piece.copies or piece.answers or piece.here or length > LONGEST:
            break
        together.append(piece)
    return together


async def card_facts(unit: UnitOfWork, ticket: Ticket, slots: Sequence[tuple[str, str]]) -> CardFacts:
    """Return what the card of a ticket tells."""
    handoff = await current(unit, ticket) or await unit.last(Handoff, ticket=ticket.id)
    hands = handoff.claimed_by if handoff and handoff.status == "claimed" else ""
    return CardFacts(
        ticket=ticket,
        customer=await unit.get(Customer, ticket.customer),
        owner=await unit.get(Agent, ticket.owner) if ticket.owner else None,
        hands=await unit.get(Agent, hands) if hands else None,
        handoff=handoff,
        told=len(await unit.find(Occurrence, ticket=ticket.id)),
        slots=slots,
        last_words=await _last_words(unit, ticket, handoff) if handoff else "",
    )


async def _last_words(unit: UnitOfWork, ticket: Ticket, handoff: Handoff) -> str:
    """Return what made a person necessary, unless it was a command, or is in the description."""
    if handoff.reason == "contact":
        return ""
    before = await unit.find(Message, conversation=handoff.conversation, before=handoff.id, newest=10)
    text = next((one.text for one in reversed(before) if one.author == "customer"), "")
    return "" if text.startswith("/") or text in ticket.description else text


async def unseen(unit: UnitOfWork, ticket: Ticket, topic: Topic) -> list[TopicItem]:
    """Return what was said about a ticket and the topic does not show, in the order of the ids."""
    occurrences = await unit.find(Occurrence, ticket=ticket.id)
    messages = await messages_about(unit, ticket, occurrences)
    said = [one for one in messages.values() if one.id > topic.seen and one.author != "bot"]
    pieces = [_note(note) for note in await unit.find(Note, ticket=ticket.id, after=topic.seen)]
    pieces += [await _said(unit, message, topic) for message in said]
    for file in await belonging_to(unit, Attachment, messages, after=topic.seen):
        pieces.append(await _file(unit, file, messages[file.message]))
    alerts = [one for one in await unit.find(Alert, ticket=ticket.id) if one.id > topic.seen]
    pieces += [await _alert(unit, one) for one in alerts]
    for edit in await belonging_to(unit, Edit, messages, after=topic.seen):
        pieces.append(_edited(edit, messages[edit.message], topic))
    # A reply that may be taken back is not shown yet, nor what comes after it: a topic only goes forwards.
    rows = [row for address in {one.address for one in said} for row in await unit.find(OutboxRow, address=address)]
    held = min((row.message for row in rows if row.not_before and not row.begun), default=None)
    ripe = [piece for piece in pieces if held is None or piece.id < held]
    return [await _unless_here(unit, piece, topic) for piece in sorted(ripe, key=lambda piece: piece.id)]


async def answered_at(unit: UnitOfWork, piece: TopicItem, topic: Topic) -> str:
    """Return where the group of a topic shows what this answers, or what it is a later version of.

    That is the bubble in which it came, known by the last of it; of what was said before the topic it is a file.
    """
    said = await unit.get(Message, piece.answers) if piece.answers > topic.since else None
    later = await unit.find(Message, conversation=said.conversation, after=said.id, limit=20) if said else []
    same = [one.id for one in later if said and (one.author, one.ticket) == ("customer", said.ticket)]
    for key in (piece.answers, *same):
        here = await refs_at(unit, key, topic.chat) if key else ()
        if here:
            return here[-1]
    return ""


def _note(note: Note) -> TopicItem:
    return TopicItem(
        id=note.id, at=note.at, kind="note", message=note.id, conversation="", text=note.text, name=note.author
    )


async def _alert(unit: UnitOfWork, alert: Alert) -> TopicItem:
    people = [who for key in alert.to if (who := await unit.get(Agent, key))]
    accounts = [next((one for one in who.identities if one.startswith("telegram:")), "") for who in people]
    names = tuple((who.name, account) for who, account in zip(people, accounts, strict=True))
    return TopicItem(
        id=alert.id, at=alert.at, kind="alert", message=alert.id, conversation="", text=alert.kind, to=names
    )


async def _said(unit: UnitOfWork, message: Message, topic: Topic) -> TopicItem:
    files = await unit.find(Attachment, message=message.id) if message.author == "customer" else []
    return TopicItem(
        id=message.id,
        at=message.at,
        kind=message.author,
        message=message.id,
        conversation=message.conversation,
        text=message.text,
        name=message.name,
        answers=message.answers,
        here=bool(files) or message.id <= topic.since,
    )


async def _file(unit: UnitOfWork, file: Attachment, message: Message) -> TopicItem:
    """Return a file as a piece of its own: those of an album come late, and join the message of the first."""
    siblings = await unit.find(Attachment, message=file.message)
    is_first = siblings[0].id == file.id
    return TopicItem(
        id=file.id,
        at=file.at,
        kind="customer",
        message=file.message,
        conversation=file.conversation,
        text=message.text if is_first else f"[{file.kind}]",
        answers=message.answers,
        copies=await _ref_of(unit, file, siblings, message),
        album=file.album,
        here=message.author != "customer",
    )


async def _ref_of(unit: UnitOfWork, file: Attachment, siblings: Sequence[Attachment], message: Message) -> str:
    """Return where a file is that came with a message, which may be shown at several refs: the one of its time."""
    there = [one for one in await unit.find(MessageRef, message=message.id) if one.id.startswith(f"{message.address}:")]
    refs = sorted(there, key=lambda one: (len(one.id), one.id))
    turn = siblings.index(file)
    nearest = sorted(enumerate(refs), key=lambda one: (abs(one[1].at - file.at), abs(one[0] - turn)))
    return nearest[0][1].id if nearest else ""


def _edited(edit: Edit, said: Message, topic: Topic) -> TopicItem:
    return TopicItem(
        id=edit.id,
        at=edit.at,
        kind="edit",
        message=edit.message,
        conversation=edit.conversation,
        text=edit.text,
        answers=edit.message,
        here=said.author != "customer" or edit.id <= topic.since,
    )


async def _unless_here(unit: UnitOfWork, piece: TopicItem, topic: Topic) -> TopicItem:
    """Return a piece, as seen if it was written in the topic."""
    if piece.kind not in ("agent", "note"):
        return piece
    return replace(piece, here=bool(await refs_at(unit, piece.message, topic.chat)))
