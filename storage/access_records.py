"""The frozen records of what lets whom in: secrets given to the staff, the keys of the server, counts of visitors."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from storage.records import Json, Record


@dataclass(frozen=True, kw_only=True, slots=True)
class Access(Record):
    """A secret that opens something. Its id is the SHA-256 of the secret, which is kept nowhere."""

    INDEXES: ClassVar[tuple[str, ...]] = ("agent",)

    agent: str
    kind: str
    """``link`` or ``telegram`` (used once: to sign in, to connect a Telegram account) or ``browser`` (signed in)."""
    expires: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class ServerKey(Record):
    """A key by which the processes on this store know what they gave out themselves; its id says for what."""

    key: str
    at: datetime
    """When it was made: what is older was given out without it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class VisitorCounts(Record):
    """What one process, which is its id, counted of busy visitors, for the others to add; gone when it is old."""

    at: datetime
    counts: Json
    """By the keyed hash of limit and visitor: the number of the window, the count in it, and in the one before."""
    revision: int = 0
