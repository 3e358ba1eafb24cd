"""The closed sets of words that records hold: statuses, roles, levels, authors.

Types only, so that mypy finds a misspelt one. What leads from one status to the next is decided by the desk.
"""

from typing import Literal

ConversationStatus = Literal["with-bot", "with-person", "abandoned", "closed"]
"""Who speaks now, or why nobody does."""
Author = Literal["customer", "bot", "agent"]
"""Who said a message."""
TicketStatus = Literal["open", "investigating", "answered", "resolved", "closed", "withdrawn", "praise", "merged"]
"""``withdrawn``: its customer wants no answer any more; ``praise``: it tells what was good and waits for nothing;
``merged``: it went on in another one of its customer."""
RemedyKind = Literal["none", "apology", "refund", "credit", "repair", "visit", "replacement", "gift", "other"]
"""What a customer is given when a complaint ends."""
ResolutionStatus = Literal["told", "waiting", "granted", "refused", "overtaken"]
"""``told``: it needed nobody else; ``granted``: somebody else agreed, and its customer was told; ``overtaken``: the
ticket went another way while it waited."""
LinkKind = Literal["same-problem", "merged"]
PromiseStatus = Literal["pending", "kept", "renewed", "missed"]
"""What became of a time by which somebody was to be answered; ``renewed``: another one took its place in time."""
AlertKind = Literal[
    "called",
    "unclaimed",
    "at-risk",
    "late",
    "told-again",
    "not-satisfied",
    "to-be-granted",
    "not-granted",
    "owner-away",
    "came-back",
    "passed-on",
    "watched-wrote",
    "watched-passed-on",
    "watched-at-risk",
    "watched-ended",
]
"""Why somebody of the staff is told of a ticket."""
Track = Literal["fast", "full"]
"""How much a conversation asks before a person looks at it."""
HandoffStatus = Literal["waiting", "claimed", "done"]
Level = Literal["agent", "supervisor", "manager"]
"""Who must look at a handoff now."""
Role = Literal["agent", "supervisor", "manager", "admin"]
"""What a member of the staff is."""
MemberStatus = Literal["active", "suspended", "removed"]
"""``removed``: nobody any more, but named wherever they acted."""
Notice = Literal["count", "sound", "browser"]
"""By what a page calls its reader, who looks elsewhere."""
AuditAct = Literal[
    "signed-in",
    "refused",
    "signed-out",
    "session-ended",
    "link-made",
    "member-added",
    "member-removed",
    "member-suspended",
    "member-readmitted",
    "role-changed",
    "mail-set",
    "ticket-viewed",
    "ticket-phoned",
    "file-viewed",
    "exported",
    "draft-saved",
    "draft-dropped",
    "script-published",
    "script-rolled-back",
    "script-planned",
    "script-tried",
    "script-withdrawn",
    "list-saved",
    "register-viewed",
    "tickets-imported",
    "contact-shown",
    "redacted",
    "action-made",
    "action-changed",
    "meeting-kept",
    "meeting-sent",
    "meeting-mailed",
    "retention-set",
    "customer-exported",
    "customer-erased",
    "request-refused",
    "hold-set",
    "hold-lifted",
    "ticket-changed",
    "setting-changed",
    "suspicion-judged",
    "issue-broadcast",
    "remedy-granted",
    "record-shortened",
    "team-saved",
    "team-removed",
]
"""What is on record about the staff: how they came in, who may, what private data was seen, what they changed."""
Importer = Literal["start", "folder", "command", "studio"]
"""What brought or published a version."""
PublicationKind = Literal["publish", "rollback"]
BroadcastKind = Literal["workaround", "fixed", "remedy", "confirmation"]
"""``fixed`` asks whether it is, and so does ``remedy``, with what each is given; ``confirmation`` asks those once more
who have not answered that."""
BroadcastStatus = Literal["running", "done"]
ReplayStatus = Literal["running", "done"]
RolloutStatus = Literal["planned", "trying", "published", "rolled-back", "given-up"]
"""``trying``: in force for a share of new conversations; ``rolled-back``: it was worse; ``given-up``: it was ended."""
AttachmentStatus = Literal["coming", "kept", "too-large", "lost"]
"""``too-large``: the channel does not give the file away; ``lost``: it has it no more."""
TopicStatus = Literal["open", "closed"]
LabelLook = Literal["repeat", "known-issue", "alike", "signal", "cause"]
"""What was looked for when a `Label` was given."""
LabelAnswer = Literal["accepted", "refused", "undone"]
"""``undone``: taken back after it was stated."""
SuspicionStatus = Literal["suspected", "watched", "confirmed", "dismissed"]
"""``watched``: a person looks at how it goes on, before it is confirmed or dismissed."""
SuspicionKind = Literal["burst", "drift"]
"""Within hours, or over weeks."""
DataWish = Literal["export", "erase"]
"""What customers ask of their data."""
DataWishStatus = Literal["asked", "done", "refused"]
ImportStatus = Literal["running", "done", "failed"]
ActionStatus = Literal["open", "done", "verified", "not-yet"]
"""Of a corrective action: being done; done, and its effect is measured; it had one; it had none that can be told."""
