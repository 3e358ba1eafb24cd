"""The frozen records of complaints: who told what, in which conversation, and what the desk does about it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Literal

from storage.records.record import Json, Record
from storage.records.statuses import (
    AlertKind,
    Author,
    ConversationStatus,
    HandoffStatus,
    Level,
    PromiseStatus,
    RemedyKind,
    TicketStatus,
    Track,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Customer(Record):
    """A person, with an identity per channel."""

    INDEXES: ClassVar[tuple[str, ...]] = ("identities", "phones")

    identities: tuple[str, ...]
    """Addresses such as ``telegram:4711`` or ``web:5f2c``."""
    name: str = ""
    language: str = ""
    """Chosen or spoken last; empty until known."""
    traditional: bool = False
    """Chinese is written to them in Traditional characters: they chose those, or wrote them last."""
    phones: tuple[str, ...] = ()
    """Numbers that the customer gave, which may be anybody's."""
    proven: tuple[str, ...] = ()
    """Those of them that a channel vouches for."""
    unreachable: tuple[str, ...] = ()
    """Those of the identities at which nothing can be shown: the customer has blocked us there."""
    since: datetime
    revision: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Conversation(Record):
    """One dialog on one address, from the first word to its closing."""

    INDEXES: ClassVar[tuple[str, ...]] = ("address", "status")

    address: str
    customer: str
    script: str
    version: str
    """The id of the ScriptVersion that plays it: the one it began on, or one it could move to."""
    state: Json
    """The engine's state, as the engine wrote it."""
    status: ConversationStatus
    heard: datetime | None = None
    """When the customer last did something here."""
    reminded: bool = False
    """The customer was reminded since."""
    ticket: str = ""
    """The id of the ticket it is about, once there is one."""
    owner_epoch: int = 0
    """Raised by each claim: what the bot produced under an older epoch is never sent."""
    started: datetime
    campaign: str = ""
    """What the link was called by which the customer came, such as ``invoice-2026-11``."""
    asked: str = ""
    """The id of the message whose buttons wait for a tap; empty if none do."""
    offers: bool = False
    """A message asked for something that a channel can give with one tap, and what was offered for that may stand."""
    unread: tuple[str, ...] = ()
    """The ids of the customer's newest messages, which are kept but read only when the customer pauses."""
    revision: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class JournalEntry(Record):
    """One event of a conversation, as the engine was given it: replayed in order they rebuild the state."""

    INDEXES: ClassVar[tuple[str, ...]] = ("conversation",)

    conversation: str
    at: datetime
    event: Json
    version: str = ""
    """The id of the ScriptVersion that played it; empty where that was not written down yet."""
    reading: Json = field(default_factory=dict)
    """What the reader was shown of the customer's words and said of them; empty where nothing was read."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Message(Record):
    """One bubble of the transcript."""

    INDEXES: ClassVar[tuple[str, ...]] = ("address", "conversation", "ticket")

    address: str
    conversation: str
    at: datetime
    author: Author
    name: str = ""
    """Who, where the author is an agent."""
    text: str
    choices: tuple[tuple[str, str], ...] = ()
    """Buttons below the text: (data, label)."""
    asks: str = ""
    """What kind of thing it asks for, where a channel has an easier way to give that: ``phone`` or ``place``.

    ``nothing`` if that easier way, offered before, is over.
    """
    answers: str = ""
    """The id of the message that it answers, where its author pointed at one."""
    ticket: str = ""
    """The id of the ticket it is about; empty where there was none yet.

    What was written before schema 6 says nothing, and goes by its conversation.
    """


@dataclass(frozen=True, kw_only=True, slots=True)
class Ticket(Record):
    """The one record of a complaint."""

    INDEXES: ClassVar[tuple[str, ...]] = ("reference", "customer", "status", "owner", "known_issue")

    reference: str
    """Its code for people, such as ``T-2026-000042``."""
    customer: str
    address: str
    """Where the customer is reached."""
    conversation: str
    """The conversation in which it was told first."""
    language: str
    script: str
    status: TicketStatus
    description: str
    slots: Json = field(default_factory=dict)
    owner: str = ""
    """The id of the agent who answers for it, from the first claim to closing."""
    outcome: str = ""
    opened: datetime
    due: datetime
    """The moment promised to the customer last."""
    promise: PromiseStatus = "pending"
    """What became of that; those before stay on record as a `Promise` each."""
    resolved: datetime | None = None
    known_issue: str = ""
    track: Track = "full"
    """The track on which the conversation stood when it was filed."""
    told: int = 1
    """How often it was told: the first time, and each repeat that was written since this is counted."""
    outcome_code: str = ""
    """How it ended, such as ``upheld``; empty while it has not, and where nobody said."""
    cause: str = ""
    """Why it happened, in two levels such as ``network/outage``; empty where nobody said."""
    remedy: RemedyKind | Literal[""] = ""
    """What the customer was given; empty where nobody said."""
    amount: int = 0
    """What that was worth, in hundredths of the currency."""
    currency: str = ""
    """Such as ``CNY``; empty without an amount."""
    to_grant: str = ""
    """The id of the Resolution that waits for a second person to agree; empty if none does."""
    merged_into: str = ""
    """The id of the ticket in which it goes on."""
    team: str = ""
    """The id of the team that it was passed on to, until one of them claims it."""
    revision: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Occurrence(Record):
    """One telling of the problem on a ticket: the first, and each repeat."""

    INDEXES: ClassVar[tuple[str, ...]] = ("ticket", "words")

    ticket: str
    conversation: str
    at: datetime
    text: str
    words: tuple[str, ...] = ()
    """What of the text it is found by, each once. Empty in what was written before schema 3."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Handoff(Record):
    """A conversation that waits for a person, or has one."""

    INDEXES: ClassVar[tuple[str, ...]] = ("status", "conversation", "ticket")

    conversation: str
    ticket: str
    reason: str
    """A signal such as ``anger``, or ``unusable-answers``, ``not-helped``, ``script``."""
    level: Level = "agent"
    status: HandoffStatus = "waiting"
    requested: datetime
    claimed_by: str = ""
    claimed: datetime | None = None
    signed: datetime | None = None
    """When the customer, who waits, was last told so."""
    revision: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Promise(Record):
    """A time by which a ticket is to be answered: one that we promised, or a step of a regulator's clock beside it."""

    INDEXES: ClassVar[tuple[str, ...]] = ("ticket",)

    ticket: str
    clock: str = ""
    """The regulator's clock and its step, such as ``uk-fca/final-response``; empty for our own promise."""
    made: datetime
    due: datetime
    status: PromiseStatus = "pending"
    ended: datetime | None = None
    """When it was kept, renewed or missed."""
    reason: str = ""
    """Why it took the place of the one before: in the words that the customer was told, or a signal such as danger."""
    by: str = ""
    """The name of the agent who renewed the one before."""
    why_missed: str = ""
    """Why it was missed, in the words of one of the staff; never told to the customer."""
    revision: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Alert(Record):
    """That somebody of the staff was told of something about a ticket, once.

    Never sent to a customer: it has no path to the outbox.
    """

    INDEXES: ClassVar[tuple[str, ...]] = ("ticket", "to")

    ticket: str
    kind: AlertKind
    level: Level
    """Whom it concerns."""
    about: str
    """The id of the promise, handoff or ticket that gave the reason."""
    to: tuple[str, ...]
    """The ids of the agents who were told."""
    at: datetime
    clock: str = ""
    """The regulator's clock and its step that it is about, if it is about one."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Note(Record):
    """An internal remark on a ticket. Never sent to a customer: it has no path to the outbox."""

    INDEXES: ClassVar[tuple[str, ...]] = ("ticket",)

    ticket: str
    author: str
    at: datetime
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadMark(Record):
    """How far a member of the staff has read a ticket; its id is made of both of theirs."""

    INDEXES: ClassVar[tuple[str, ...]] = ("agent", "ticket")

    agent: str
    ticket: str
    message: str
    """The id of the newest message that was there to be read; empty if there was none."""
    revision: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class SearchEntry(Record):
    """By which words the staff finds a ticket, whose id it has."""

    INDEXES: ClassVar[tuple[str, ...]] = ("words",)

    words: tuple[str, ...]
    written: tuple[str, ...] = ()
    """Those among them that people have written since it was told."""
    revision: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Timer(Record):
    """Something to do at a time. Its id begins with the time of the next try, so that those to be done come first."""

    INDEXES: ClassVar[tuple[str, ...]] = ("subject", "problem")

    kind: str
    subject: str
    """The id of the record it is about."""
    due: datetime
    """When it goes off; after a failure its id begins with a later time."""
    attempts: int = 0
    """How often it failed by a fault of ours."""
    problem: str = ""
    """Why it is set aside: it always fails. Empty while it waits for its time."""
    revision: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Sequence(Record):
    """The last number given out under a name, such as the tickets of a year."""

    last: int = 0
    revision: int = 0
