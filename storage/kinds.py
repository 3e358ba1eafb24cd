"""Every kind of record a store holds."""

from storage.access import Access
from storage.findings import Calibration, Label, Proof, Suspicion
from storage.records import (
    Agent,
    Conversation,
    Customer,
    Handoff,
    InboxMark,
    JournalEntry,
    Message,
    Note,
    Occurrence,
    OutboxRow,
    Publication,
    Record,
    ScriptVersion,
    Sequence,
    Ticket,
    Timer,
)
from storage.traffic import Aside, Attachment, Edit, InboxRow, Moved, Pause, Shown, Topic

KINDS: tuple[type[Record], ...] = (
    Customer,
    Conversation,
    JournalEntry,
    Message,
    Ticket,
    Occurrence,
    Handoff,
    Note,
    Timer,
    InboxMark,
    OutboxRow,
    Agent,
    Access,
    Sequence,
    ScriptVersion,
    Publication,
    Proof,
    Label,
    Calibration,
    Suspicion,
    InboxRow,
    Shown,
    Edit,
    Attachment,
    Pause,
    Topic,
    Aside,
    Moved,
)
"""The newest kinds last."""
