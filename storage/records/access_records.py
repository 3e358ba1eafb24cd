"""The frozen records of who may in: the staff, secrets given to them, what is on record of it, keys, counts."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from storage.records.record import Json, Record
from storage.records.statuses import AuditAct, MemberStatus, Role


@dataclass(frozen=True, kw_only=True, slots=True)
class Access(Record):
    """A secret that opens something. Its id is the SHA-256 of the secret, which is kept nowhere."""

    INDEXES: ClassVar[tuple[str, ...]] = ("agent",)

    agent: str
    kind: str
    """``link`` or ``telegram`` (used once: to sign in, to connect a Telegram account) or ``browser`` (signed in)."""
    expires: datetime
    """Later after each use, where it is a browser."""
    since: datetime | None = None
    """When it was given out; None in what was written before schema 6."""
    used: datetime | None = None
    """When it was last used, to some minutes."""
    browser: str = ""
    """What the browser calls itself, such as ``Firefox, Windows``."""
    origin: str = ""
    """The address from which it was used last."""
    revision: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Audit(Record):
    """One line of what is on record about the staff. Only ever added, until it is too old.

    Holds no secret, and nothing that a customer wrote. Each line is sealed together with the one before it.
    """

    INDEXES: ClassVar[tuple[str, ...]] = ("agent", "act")

    at: datetime
    act: AuditAct
    agent: str = ""
    """The id of the member who did it; empty for who is not signed in, and for the command line."""
    name: str = ""
    """Who that was, as they were called then."""
    origin: str = ""
    """The address it came from; ``command line`` if from there."""
    subject: str = ""
    """The id of what it was done to: a member, a ticket, a file."""
    about: str = ""
    """What that was called then: a name, a reference."""
    detail: str = ""
    """What else there is to say, such as the new role."""
    old: str = ""
    """What was so before, where something was changed."""
    new: str = ""
    """What is so since."""
    number: int = 0
    """Its place in the chain, from 1; 0 in what was written before schema 8, which is in no chain."""
    seal: str = ""
    """The SHA-256 of the line and the seal of the one before."""


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


@dataclass(frozen=True, kw_only=True, slots=True)
class Agent(Record):
    """A member of the staff."""

    INDEXES: ClassVar[tuple[str, ...]] = ("role", "identities")

    name: str
    role: Role
    identities: tuple[str, ...] = ()
    """Where else this is the same person, such as ``telegram:815``."""
    status: MemberStatus = "active"
    is_away: bool = False
    """They said that they are not at work; who writes to them is answered by others."""
    away_until: datetime | None = None
    """When they are back, if they said so."""
    notices: tuple[str, ...] = ("count",)
    """By what a page calls them while they look elsewhere: ``count``, ``sound``, ``browser``."""
    mail: str = ""
    """Their e-mail address; empty for none."""
    mail_language: str = ""
    """The language of what is mailed to them; empty for that of the company."""
    mail_off: bool = False
    """They want no e-mail, whatever the address."""
    revision: int = 0
