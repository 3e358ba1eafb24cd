"""The frozen records of what the company decides on pages: each change is added, and the newest of a name counts."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from storage.records.record import Json, Record
from storage.records.statuses import BroadcastKind, BroadcastStatus, RemedyKind


@dataclass(frozen=True, kw_only=True, slots=True)
class SettingChange(Record):
    """One setting got another value."""

    INDEXES: ClassVar[tuple[str, ...]] = ("name",)

    name: str
    """Of the setting, as the field of the settings is called, such as ``opening_hours``."""
    value: str
    """As it would stand in the environment or in a file."""
    withdrawn: bool = False
    """What is set on pages is over, and the environment counts again; the value is empty then."""
    at: datetime
    agent: str = ""
    """The id of the admin who did it; empty for the command line."""
    by: str = ""
    """Who that was, as they were called then."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Broadcast(Record):
    """What everybody who is linked with a known issue is told, once, and how far it got."""

    INDEXES: ClassVar[tuple[str, ...]] = ("issue", "status")

    script: str
    issue: str
    """The key of the known issue."""
    kind: BroadcastKind
    texts: Json
    """What is told, by language."""
    tickets: tuple[str, ...]
    """The ids of those whose customers are told, in this order."""
    done: int = 0
    """How many of them are through."""
    remedy: RemedyKind = "none"
    """What each of them is given."""
    amount: int = 0
    """In hundredths of the currency, each."""
    currency: str = ""
    status: BroadcastStatus = "running"
    agent: str
    """The id of the admin who had it told."""
    name: str
    at: datetime
    revision: int = 0
