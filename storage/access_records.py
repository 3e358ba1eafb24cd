"""The frozen record of what opens something to a member of the staff: links that were given out, signed-in browsers."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from storage.records import Record


@dataclass(frozen=True, kw_only=True, slots=True)
class Access(Record):
    """A secret that opens something. Its id is the SHA-256 of the secret, which is kept nowhere."""

    INDEXES: ClassVar[tuple[str, ...]] = ("agent",)

    agent: str
    kind: str
    """``link`` or ``telegram`` (used once: to sign in, to connect a Telegram account) or ``browser`` (signed in)."""
    expires: datetime
