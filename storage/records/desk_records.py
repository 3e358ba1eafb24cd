"""The frozen records of how the staff work: what they began to write, what they watch, their teams and own lists."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from storage.records.record import Json, Record


@dataclass(frozen=True, kw_only=True, slots=True)
class UnsentText(Record):
    """What a member has written on a ticket and not sent; its id is made of both of theirs and of the box."""

    INDEXES: ClassVar[tuple[str, ...]] = ("agent", "ticket")

    agent: str
    ticket: str
    box: str
    """Where it is being written: ``reply``, ``note`` or ``resolve``."""
    text: str
    at: datetime
    revision: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class SavedFilter(Record):
    """A list that a member made and named."""

    INDEXES: ClassVar[tuple[str, ...]] = ("agent",)

    agent: str
    name: str
    view: str
    """The view of which it is a part."""
    wanted: Json = field(default_factory=dict)
    """What of it, by the fields of the filter."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Team(Record):
    """Some of the staff to whom a ticket can be passed on together."""

    INDEXES: ClassVar[tuple[str, ...]] = ("members",)

    name: str
    members: tuple[str, ...] = ()
    """The ids of the agents."""
    revision: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class WatchedTicket(Record):
    """That a member wants to see what becomes of a ticket that is not theirs; its id is made of both of theirs."""

    INDEXES: ClassVar[tuple[str, ...]] = ("agent", "ticket")

    agent: str
    ticket: str
