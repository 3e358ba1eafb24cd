"""What may be heard in a text besides the matter: of whom, of when, and how sure. Data."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple


class SignalName(StrEnum):
    """What may be heard."""

    DANGER = "danger"
    SELF_HARM = "self-harm"
    VIOLENCE_THREAT = "violence-threat"
    """Against staff."""
    ABUSE = "abuse"
    """Assault, harassment or discrimination."""
    FRAUD_NOW = "fraud-now"
    """Money is being stolen, or a code was just given away."""
    LEGAL_THREAT = "legal-threat"
    REGULATOR_THREAT = "regulator-threat"
    PRESS_THREAT = "press-threat"
    WANTS_PERSON = "wants-person"
    ANGER = "anger"
    GRIEF = "grief"
    VULNERABLE = "vulnerable"


GRAVE = frozenset(
    {
        SignalName.DANGER,
        SignalName.SELF_HARM,
        SignalName.ABUSE,
        SignalName.VIOLENCE_THREAT,
        SignalName.FRAUD_NOW,
    }
)
"""Signals that are not left without a word, however unsure."""


class Who(StrEnum):
    """Whom a signal is about."""

    CUSTOMER = "customer"
    OTHER = "other"


class When(StrEnum):
    """When what a signal tells of is, was, or is not.

    A reader may know fewer of these: the learned one tells now from past.
    """

    NOW = "now"
    PAST = "past"
    FEARED = "feared"
    DENIED = "denied"
    QUOTED = "quoted"


class Level(StrEnum):
    """What may follow from a signal."""

    SURE = "sure"
    """It is acted on."""
    UNSURE = "unsure"
    """It gets a quiet line and a button, and the conversation goes on."""


@dataclass(frozen=True)
class HeardSignal:
    """One signal in a text."""

    name: SignalName
    who: Who
    when: When
    level: Level
    confidence: float
    """How likely it is there, from 0 to 1."""


class SignalNames(NamedTuple):
    """What is heard in a text, by name."""

    sure: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    """Those of both that are about somebody else than the customer."""


def by_level(heard: Sequence[HeardSignal]) -> SignalNames:
    """Return the names of the signals that are sure, and of those that are perhaps there."""
    return SignalNames(
        tuple(one.name.value for one in heard if one.level is Level.SURE),
        tuple(one.name.value for one in heard if one.level is Level.UNSURE),
        tuple(one.name.value for one in heard if one.who is Who.OTHER),
    )
