"""The frozen records of what the desk learns from: files taken in, corrective actions, meetings as they were."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from storage.records.record import Json, Record
from storage.records.statuses import ActionStatus, ImportStatus


@dataclass(frozen=True, kw_only=True, slots=True)
class ImportRun(Record):
    """A file of tickets of another system that is taken in: how far it got. Never what stands in it."""

    file: str
    """The SHA-256 of what it holds."""
    name: str
    """Who began it."""
    mapping: Json
    """Which field each of its columns is."""
    status: ImportStatus
    at: datetime
    """When it last got on: one that runs and got on a while ago has died with its process."""
    total: int
    """Lines."""
    done: int = 0
    added: int = 0
    """Tickets; of the other lines, those that were there already are in neither number."""
    refused: int = 0
    """Lines that hold no ticket."""
    problems: Json = field(default_factory=dict)
    """By number of the line: why, for the first of them."""
    revision: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class CorrectiveAction(Record):
    """What somebody does by when, so that a cause becomes rarer, and whether it did."""

    INDEXES: ClassVar[tuple[str, ...]] = ("status",)

    what: str
    cause: str = ""
    """The cause it is to make rarer, of one level or two; of an empty one the category counts."""
    category: str = ""
    agent: str
    """The id of who does it."""
    name: str
    """Who that is."""
    due: datetime
    made: datetime
    by: str
    """The name of who asked for it."""
    status: ActionStatus = "open"
    done: datetime | None = None
    """When it was done: the effect is measured around that."""
    judge: str = ""
    """The name of the supervisor who said whether it had an effect."""
    judged: datetime | None = None
    revision: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class MeetingMinutes(Record):
    """The page of a meeting as it was on that day, in words and figures; kept anew it is a further one."""

    INDEXES: ClassVar[tuple[str, ...]] = ("month",)

    month: str
    """Such as ``2026-10``."""
    at: datetime
    name: str
    """Who kept it."""
    page: Json
    """Titles, and the paragraphs and tables below each."""


@dataclass(frozen=True, kw_only=True, slots=True)
class MeetingComment(Record):
    """What somebody says to the figures of a month."""

    INDEXES: ClassVar[tuple[str, ...]] = ("month",)

    month: str
    at: datetime
    name: str
    text: str
