"""Every kind of record a store holds, and which of their ids were made by the clock."""

import re
from collections.abc import Mapping

from storage.records.access_records import Access, Agent, Audit, ServerKey, VisitorCounts
from storage.records.company_records import Broadcast, SettingChange
from storage.records.complaint_records import (
    Alert,
    Conversation,
    Customer,
    Handoff,
    JournalEntry,
    Message,
    Note,
    Occurrence,
    Promise,
    ReadMark,
    SearchEntry,
    Sequence,
    Ticket,
    Timer,
)
from storage.records.desk_records import SavedFilter, Team, UnsentText, WatchedTicket
from storage.records.finding_records import Calibration, Label, Proof, RepeatCalibration, Suspicion
from storage.records.privacy_records import DataRequest, Erasure, LegalHold
from storage.records.record import Record
from storage.records.register_records import CorrectiveAction, ImportRun, MeetingComment, MeetingMinutes
from storage.records.resolution_records import Resolution, TicketLink
from storage.records.script_records import Publication, ReplayRun, Rollout, ScriptDraft, ScriptVersion
from storage.records.traffic_records import (
    Attachment,
    Edit,
    InboxMark,
    InboxRow,
    Mail,
    MessageRef,
    Moved,
    OutboxRow,
    Pause,
    StaffNotice,
    Topic,
)

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
    MessageRef,
    Edit,
    Attachment,
    Pause,
    Topic,
    StaffNotice,
    Moved,
    ServerKey,
    VisitorCounts,
    Audit,
    Promise,
    Alert,
    RepeatCalibration,
    ScriptDraft,
    ReplayRun,
    ReadMark,
    SearchEntry,
    Erasure,
    DataRequest,
    LegalHold,
    SettingChange,
    Broadcast,
    Rollout,
    Resolution,
    TicketLink,
    ImportRun,
    CorrectiveAction,
    MeetingMinutes,
    MeetingComment,
    UnsentText,
    SavedFilter,
    Team,
    WatchedTicket,
    Mail,
)
"""The newest kinds last."""

RENAMED: Mapping[str, str] = {"Shown": "MessageRef", "Aside": "StaffNotice"}
"""Names under which older programs kept a kind, each with that of today: journals, snapshots and backups hold both."""

_MADE = re.compile("0[0-9a-f]{19}")


def is_made(key: str) -> bool:
    """Tell whether an id was made by the clock, as most are; the others are names, such as that of an update."""
    return _MADE.fullmatch(key) is not None
