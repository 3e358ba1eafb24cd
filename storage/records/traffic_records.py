"""The frozen records of what is exchanged with channels: what came in, where it is shown, files, versions, topics.

Beside `complaint_records`: those are the words of the desk, these are what a channel needs to keep of them.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from storage.records.record import Record
from storage.records.statuses import AttachmentStatus, TopicStatus


@dataclass(frozen=True, kw_only=True, slots=True)
class InboxRow(Record):
    """What came in from a channel, kept before it is acknowledged there; deleted by the turn that plays it.

    Its id is that of the `InboxMark` which the turn leaves behind, and sorts by the channel's own order.
    """

    INDEXES: ClassVar[tuple[str, ...]] = ("address", "problem")

    address: str
    """Under whose lock it is played: rows of one address one after the other."""
    at: datetime
    raw: str
    """As it came, but for the secrets: these are crossed out."""
    attempts: int = 0
    """How often playing it failed by a fault of ours."""
    problem: str = ""
    """Why it is set aside: it cannot be read, or always fails. Empty while it waits to be played."""
    revision: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class MessageRef(Record):
    """Where a message is on a channel, by which an answer, a version or a tap finds it.

    Its id is the ref: the address and the channel's own number, such as ``telegram:4711:55``.
    """

    INDEXES: ClassVar[tuple[str, ...]] = ("message", "conversation")

    message: str
    """The id of the Message; several refs may show one, and a ref in a staff group several."""
    conversation: str
    at: datetime
    uncertain: bool = False
    """It was being sent when the program died, and was sent again: it may be there twice."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Edit(Record):
    """A later version of a message; what was said first stays as it was."""

    INDEXES: ClassVar[tuple[str, ...]] = ("message", "conversation")

    message: str
    conversation: str
    at: datetime
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Attachment(Record):
    """A file that came with a message: evidence. The bytes are kept apart, named by their digest."""

    INDEXES: ClassVar[tuple[str, ...]] = ("message", "conversation", "album", "digest", "status")

    message: str
    conversation: str
    address: str
    """Where it came from."""
    at: datetime
    kind: str
    """What the channel calls it: ``photo``, ``voice``, ``video`` or ``document``."""
    source: str
    """Where the channel has it, such as the ``file_id`` of Telegram."""
    unique: str = ""
    """What the channel calls this very file, wherever it has it; empty if it does not tell files apart."""
    album: str = ""
    """What the files of one album have in common; empty for a single one."""
    name: str = ""
    """As its sender calls it, which may be anything."""
    size: int = 0
    """In bytes; as the channel says, until it is kept."""
    type: str = ""
    """The media type that its first bytes show, such as ``image/jpeg``; empty until it is kept."""
    digest: str = ""
    """The SHA-256 of the bytes in hexadecimal; empty until it is kept."""
    status: AttachmentStatus = "coming"
    revision: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Pause(Record):
    """Until when a channel wants to be left alone at one address, which is its id."""

    until: datetime
    revision: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Topic(Record):
    """The topic of a staff group in which a ticket is answered; its id is the ticket's.

    Only the one worker of the ticket changes it.
    """

    INDEXES: ClassVar[tuple[str, ...]] = ("place", "chat", "status")

    chat: str
    """The staff group, such as ``telegram:-1001234``."""
    since: str
    """The id of the handoff that opened it: of what was said before, only the files are shown."""
    place: str = ""
    """The group and the thread, such as ``telegram:-1001234:77``; empty while there is no thread."""
    status: TopicStatus = "open"
    """As the staff see it."""
    card: str = ""
    """The ref of the message that sums the ticket up and carries the buttons."""
    shows: str = ""
    """What the card shows now, in short."""
    seen: str = ""
    """The id of the newest message, version or note that the topic shows: all older ones it shows as well."""
    asked: tuple[str, ...] = ()
    """The refs of questions, to be answered by a reply to one of them, each with what it is about behind a space."""
    sending: bool = False
    """Something is on its way to it: after a crash nobody knows whether it arrived."""
    revision: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class StaffNotice(Record):
    """What is to be said to one of the staff in a topic; deleted once said. Never sent to a customer."""

    INDEXES: ClassVar[tuple[str, ...]] = ("topic",)

    topic: str
    """The id of the Topic."""
    key: str
    """Which of the words of the group: ``group.ask`` for the outcome, or why something was refused or lost."""
    answers: str = ""
    """The ref of the message that it answers; empty for a button."""
    to: str = ""
    """Whom it asks, such as ``telegram:815``; empty if it asks nobody."""
    name: str = ""
    """What that person is called."""
    about: str = ""
    """The name of the button that led to the question, such as ``how.upheld``; empty if none did."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Moved(Record):
    """A group that goes on under another number; its id is the address that it had."""

    to: str
    """The address that it has now."""


@dataclass(frozen=True, kw_only=True, slots=True)
class InboxMark(Record):
    """An update that was taken; its id is the channel's own id of it."""

    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class OutboxRow(Record):
    """A message on its way to a customer; deleted once delivered."""

    INDEXES: ClassVar[tuple[str, ...]] = ("address", "problem")

    address: str
    conversation: str
    message: str
    """The id of the Message to deliver; also its idempotency key."""
    epoch: int
    """The conversation's owner epoch under which it was said."""
    edit: str = ""
    """The id of the Edit to show instead of what is there already; empty for a message that is new."""
    over: str = ""
    """The id of a message whose buttons are over once this is shown."""
    once: bool = False
    """A notice to many: one of which nobody knows whether it arrived is not sent again."""
    begun: bool = False
    """It is being sent: after a crash nobody knows whether it arrived."""
    shown: int = 0
    """How many of its bubbles have arrived."""
    uncertain: bool = False
    """It was being sent when the program died."""
    not_before: datetime | None = None
    """Until then its author may take it back; what is said after it waits behind it."""
    attempts: int = 0
    problem: str = ""
    """Why it will never be delivered: a dead letter. Empty while it is on its way."""
    revision: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Mail(Record):
    """An e-mail to one of the staff, on its way; deleted once sent. Never sent to a customer.

    It holds no word of a customer, and no address: that is the member's, when it is sent.
    """

    INDEXES: ClassVar[tuple[str, ...]] = ("member", "problem")

    member: str
    """The id of the Agent it is for."""
    at: datetime
    subject: str
    text: str
    begun: bool = False
    """It is being sent: after a crash nobody knows whether it arrived."""
    attempts: int = 0
    not_before: datetime | None = None
    """When it is tried again, after a fault."""
    problem: str = ""
    """Why it was given up; empty while it is on its way."""
    revision: int = 0
