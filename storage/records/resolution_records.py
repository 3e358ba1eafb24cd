"""The frozen records of how complaints end: what was decided, and which tickets belong together."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Literal

from storage.records.record import Json, Record
from storage.records.statuses import LinkKind, RemedyKind, ResolutionStatus, TicketStatus


@dataclass(frozen=True, kw_only=True, slots=True)
class Resolution(Record):
    """What one of the staff decided on a ticket, once for each time that it was decided.

    The ticket itself holds the newest that its customer was told.
    """

    INDEXES: ClassVar[tuple[str, ...]] = ("ticket", "status")

    ticket: str
    agent: str
    """The id of the agent who decided it."""
    name: str
    """Who that was, as they were called then."""
    at: datetime
    outcome_code: str
    cause: str = ""
    explanation: str
    answers: Json = field(default_factory=dict)
    """What is said to each matter of a complaint that named several, by the key of the matter."""
    remedy: RemedyKind = "none"
    amount: int = 0
    """In hundredths of the currency."""
    currency: str = ""
    needs: tuple[str, ...] = ()
    """Why somebody else looks at it before its customer is told: ``amount``, or a signal such as legal-threat."""
    status: ResolutionStatus = "told"
    judge: str = ""
    """The id of who granted or refused it; empty while it waits, and where it needed nobody."""
    judge_name: str = ""
    judged: datetime | None = None
    reason: str = ""
    """Why it was refused."""
    revision: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class TicketLink(Record):
    """That two tickets belong together: of different customers with the same problem, or one merged into the other."""

    INDEXES: ClassVar[tuple[str, ...]] = ("ticket", "other")

    kind: LinkKind
    ticket: str
    """Of a merge, the one that went on."""
    other: str
    """Of a merge, the one that ended."""
    at: datetime
    name: str
    """Who of the staff linked them."""
    before: TicketStatus | Literal[""] = ""
    """The status of the other before it was merged."""
    occurrences: tuple[str, ...] = ()
    """The ids of the tellings that came along, for which it is undone."""
