"""The frozen records of the staff's access: what opens something to whom, and what is on record of it."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from storage.records import Record
from storage.statuses import AuditAct


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
    """One line of what is on record about the staff. Only ever added, until it is too old; holds no secret."""

    INDEXES: ClassVar[tuple[str, ...]] = ("agent",)

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
