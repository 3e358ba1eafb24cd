"""The frozen records of the studio: what admins are changing and trying, and have not put in force."""

from dataclasses import dataclass, field
from datetime import datetime

from storage.records import Json, Record
from storage.statuses import ReplayStatus


@dataclass(frozen=True, kw_only=True, slots=True)
class ScriptDraft(Record):
    """The text of a script, or of known issues, that admins are working on. Its id is the key; no customer sees it."""

    text: str
    cases: str = ""
    base: str = ""
    """The id of the version that it began from; empty if there was none."""
    agent: str = ""
    """The id of the admin who saved it last."""
    name: str = ""
    """Who that was, as they were called then."""
    at: datetime
    """When it was saved last."""
    revision: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class ReplayRun(Record):
    """Conversations of the last days on a draft: how far it got and what came of it. Its id is the script's key."""

    status: ReplayStatus
    draft: str
    """The id that the draft's text would have as a version: the report is about this text and no other."""
    days: int
    total: int
    done: int = 0
    report: Json = field(default_factory=dict)
    """What came of it so far: numbers, and the ids of conversations. Never what a customer wrote."""
    name: str = ""
    """Who began it."""
    at: datetime
    """When it last got on: one that runs and got on a while ago has died with its process."""
    revision: int = 0
