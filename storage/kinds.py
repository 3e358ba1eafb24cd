"""Every kind of record a store holds."""

from storage.access_records import Access
from storage.finding_records import Calibration, Label, Proof, Suspicion
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
from storage.traffic_records import Aside, Attachment, Edit, InboxRow, Moved, Pause, Shown, Topic

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
