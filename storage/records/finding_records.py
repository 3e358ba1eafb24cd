"""The frozen records of what the desk found out: who is who, what was recognised rightly, what many people tell."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from storage.records.record import Record
from storage.records.statuses import LabelAnswer, LabelLook, SuspicionKind, SuspicionStatus


@dataclass(frozen=True, kw_only=True, slots=True)
class Proof(Record):
    """A code sent to one address of a customer, to be typed at another: whoever knows it has both."""

    INDEXES: ClassVar[tuple[str, ...]] = ("address", "customer")

    address: str
    """Where it must be typed."""
    customer: str
    """The id of the Customer to whom it was sent."""
    code: str
    """The SHA-256 of this record's id and the code; the code itself is kept nowhere."""
    expires: datetime
    tries: int = 0
    """Wrong codes so far."""
    revision: int = 0


@dataclass(frozen=True, kw_only=True, slots=True)
class Label(Record):
    """What a customer or an agent said of something that was recognised: what thresholds are fitted to."""

    INDEXES: ClassVar[tuple[str, ...]] = ("look", "conversation")

    look: LabelLook
    """``alike`` is for the tickets of different customers."""
    text: str
    """The telling."""
    about: str
    """The id of the ticket, the key of the known issue, or the name of the signal."""
    answer: LabelAnswer
    stated: bool = False
    """Whether it was stated as a fact or answered at once, and not only asked or offered."""
    confidence: float = 0.0
    by: str = "customer"
    """``customer``, or the id of an agent."""
    conversation: str = ""
    at: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Calibration(Record):
    """From which confidence on known issues are answered and offered, as fitted to the labels; the newest counts."""

    at: datetime
    answer: float
    offer: float
    labels: int
    """How many it was fitted to."""
    offered_only: tuple[str, ...] = ()
    """The keys of known issues that are never answered at once, since too many of their answers were wrong."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RepeatCalibration(Record):
    """How the likelihoods of repeats hold at this desk, as fitted to the labels; the newest counts."""

    at: datetime
    slope: float
    """By which the log odds are multiplied."""
    shift: float
    """And what is added to them then."""
    labels: int
    """How many it was fitted to."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Suspicion(Record):
    """Many people with one problem in a short time, until a person says what it is."""

    INDEXES: ClassVar[tuple[str, ...]] = ("status",)

    status: SuspicionStatus = "suspected"
    kind: SuspicionKind
    script: str
    words: tuple[str, ...]
    """What the tellings have in common, the most telling first."""
    area: str = ""
    """Where most of them are; empty where they name no place or many."""
    samples: tuple[str, ...]
    """A few of the tellings."""
    tickets: tuple[str, ...]
    """The ids of the tickets, up to the moment it was raised."""
    people: int
    usual: float
    """How many are usual in such a time."""
    at: datetime
    title: str = ""
    """What a person calls it; empty while it goes by its words."""
    reason: str = ""
    """Why it was dismissed."""
    judge: str = ""
    """Who judged it last, as they were called then."""
    judged: datetime | None = None
    revision: int = 0
