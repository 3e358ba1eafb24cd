"""The frozen records of scripts: their versions, which one is in force, and what admins are changing and trying."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar, Literal

from storage.records.record import Json, Record
from storage.records.statuses import Importer, PublicationKind, ReplayStatus, RolloutStatus


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


@dataclass(frozen=True, kw_only=True, slots=True)
class Rollout(Record):
    """A version on its way into force: for a share of new conversations, or from a set time on. Its id is the key."""

    version: str
    base: str = ""
    """The version in force meanwhile, with which it is compared."""
    share: int = 100
    """Of a hundred new conversations those that begin on it; 100 for all, which then is a publication."""
    status: RolloutStatus
    begins: datetime
    since: str = ""
    """An id made when the first conversation could begin on it: those compared have higher ones."""
    agent: str = ""
    """The id of the admin who wants it."""
    name: str = ""
    note: str = ""
    figures: Json = field(default_factory=dict)
    """What both came to, when it was last looked at."""
    worse: str = ""
    """The measure for which it was rolled back."""
    at: datetime
    """When it was last looked at or changed."""
    revision: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class ScriptVersion(Record):
    """The immutable text of a script with its cases; its id is the SHA-256 of both."""

    INDEXES: ClassVar[tuple[str, ...]] = ("script",)

    script: str
    """The key of the script; ``known-issues/telecom`` for the known issues of ``telecom``."""
    text: str
    cases: str = ""
    """The text of the file of cases beside it; empty without one."""
    imported: datetime
    by: Importer | Literal[""] = ""
    """What brought it; empty in what the first program published."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Publication(Record):
    """A version put in force; the newest of a script says which one is. Its versions without any are drafts."""

    INDEXES: ClassVar[tuple[str, ...]] = ("script",)

    script: str
    version: str
    """The id of the ScriptVersion."""
    at: datetime
    by: Importer
    kind: PublicationKind = "publish"
    agent: str = ""
    """The id of the admin who did it in the studio; empty where it was done otherwise."""
    name: str = ""
    """Who that was, as they were called then."""
    note: str = ""
    """Why, in their words."""
