"""What goes into the engine and what comes out: events and effects, plain frozen values.

An event is what happened in the world; an effect is what the world is asked to do. `LookUp` is answered by `Found`
and `FileTicket` by `Filed`; the other effects need no answer. Events are journalled, so each can be written as JSON
and read back (`event_to_json`, `event_from_json`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from dialogs.model.script import Filing, HandoffLevel, ScriptTrack

Signal = Literal[
    "danger",
    "self-harm",
    "violence-threat",
    "abuse",
    "fraud-now",
    "legal-threat",
    "regulator-threat",
    "press-threat",
    "wants-person",
    "anger",
    "grief",
    "vulnerable",
]
"""What may be heard in a text besides the matter, the gravest first."""
GRAVE: frozenset[str] = frozenset({"danger", "self-harm", "violence-threat", "abuse", "fraud-now"})
"""Signals that are not left without a word, or without the staff's notice, however unsure."""


@dataclass(frozen=True)
class Candidate:
    """Something the desk knows that the telling may be about, worded in the conversation's language."""

    key: str
    label: str
    facts: Mapping[str, str] = field(default_factory=dict)
    confidence: float = 0.0
    """How sure the desk is of it, from 0 to 1."""
    part: str = ""
    """The part of the telling that is about it, where others are about something else."""


@dataclass(frozen=True)
class ReadChoice:
    """A choice that a text names, as a model reads it."""

    slot: str
    key: str
    words: str = ""
    """The words it was read from."""
    sure: bool = True
    """Otherwise it is only likely, and is asked about."""


@dataclass(frozen=True)
class Started:
    """The conversation began, with the customer's first message if there was one."""

    language: str
    """The language to speak unless the first message is in another."""
    text: str = ""
    signals: tuple[str, ...] = ()
    """What is surely to be heard in it."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """What the desk knows already, such as the reference of the ticket it asks about."""
    remembered: Mapping[str, str] = field(default_factory=dict)
    """Slots that the customer filled on earlier tickets, as those hold them."""
    at: str = ""
    """The desk's wall clock, as ``2026-11-24T10:15``; what "yesterday" is counted from."""
    goes_on: bool = False
    """The customer was here a moment ago, with another matter: no greeting is needed."""
    unsure: tuple[str, ...] = ()
    """What is perhaps to be heard in the text."""
    others: tuple[str, ...] = ()
    """Those of both kinds that are about somebody else than the customer."""
    act: str = ""
    """What the message does, by the name of an act such as ``tells``; empty where that was not read."""
    promised: bool = False
    """It is the second matter of a telling of two, of which the customer was told that it is kept."""
    choices: tuple[ReadChoice, ...] | None = None
    """The choices that its text surely names; None where no model read it, so that words decide."""


@dataclass(frozen=True)
class Said:
    """The customer wrote something, or sent a file."""

    text: str
    signals: tuple[str, ...] = ()
    """What is surely to be heard in it."""
    at: str = ""
    """The desk's wall clock, as ``2026-11-24T10:15``; what "yesterday" is counted from."""
    file: str = ""
    """What was sent along, by the name under which the desk keeps it."""
    hasty: bool = False
    """It was written before the question at hand could be read."""
    unsure: tuple[str, ...] = ()
    """What is perhaps to be heard in the text."""
    others: tuple[str, ...] = ()
    """Those of both kinds that are about somebody else than the customer."""
    act: str = ""
    """What the message does, by the name of an act such as ``answers``; empty where that was not read."""
    choices: tuple[ReadChoice, ...] | None = None
    """The choices that its text surely names; None where no model read it, so that words decide."""


@dataclass(frozen=True)
class Edited:
    """The customer changed what a message says that was written before."""

    before: str
    after: str
    at: str = ""
    """The desk's wall clock, as of `Said`."""
    choices_before: tuple[ReadChoice, ...] | None = None
    """As of `Said`, in what it said..."""
    choices: tuple[ReadChoice, ...] | None = None
    """...and in what it says."""


@dataclass(frozen=True)
class Pressed:
    """The customer tapped a button of question number ``question``."""

    question: int
    choice: str


@dataclass(frozen=True)
class LanguageChosen:
    """The customer wants to go on in this language."""

    language: str


@dataclass(frozen=True)
class Cancelled:
    """The customer wants to stop."""

    solved: bool = False
    """The matter has solved itself."""


@dataclass(frozen=True)
class PutAway:
    """The customer will go on another time."""


@dataclass(frozen=True)
class AskAgain:
    """Something else was answered: the question at hand comes again, with its buttons."""

    stays: bool = False
    """Something with buttons of its own was asked: the question stays where it is."""
    signals: tuple[str, ...] = ()
    unsure: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Silent:
    """The customer has not answered for as long as the script's ``remind-after``."""


@dataclass(frozen=True)
class GivenUp:
    """The customer has not answered for as long as the script's ``give-up-after``."""


@dataclass(frozen=True)
class HoursChanged:
    """The desk opened or closed since the last event."""

    closed: bool
    opens: str = ""
    """When it opens next, in words of the conversation's language."""


@dataclass(frozen=True)
class Found:
    """The desk's answer to `LookUp`, the likeliest first."""

    candidates: tuple[Candidate, ...] = ()
    sure: bool = False
    """It is the one candidate: its answer is given at once, or the repeat is stated and not asked."""


@dataclass(frozen=True)
class Filed:
    """The desk's answer to `FileTicket`."""

    reference: str
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class TakenOver:
    """A person took the conversation without being asked to."""

    language: str = ""
    """The language of a customer who has not said a word here yet."""


@dataclass(frozen=True)
class HandedBack:
    """The person gives the conversation back to the bot."""


@dataclass(frozen=True)
class Finished:
    """The person settled the matter."""


Event = (
    Started
    | Said
    | Edited
    | Pressed
    | LanguageChosen
    | Cancelled
    | PutAway
    | AskAgain
    | Silent
    | GivenUp
    | HoursChanged
    | Found
    | Filed
    | TakenOver
    | HandedBack
    | Finished
)


@dataclass(frozen=True)
class Button:
    """A choice as it is shown: its key and the words on it."""

    key: str
    label: str


@dataclass(frozen=True)
class Tell:
    """Send this to the customer; buttons belong to question number ``question``."""

    text: str
    buttons: tuple[Button, ...] = ()
    question: int = 0
    asks: str = ""
    """The type of what it asks for, if some channels can give that with one tap: ``phone`` or ``place``."""


@dataclass(frozen=True)
class LookUp:
    """Find out what is known about this text."""

    look: Literal["known-issue", "repeat"]
    text: str
    slots: Mapping[str, str] = field(default_factory=dict)
    """What is known so far, such as the place."""


@dataclass(frozen=True)
class Learn:
    """Keep what the customer said of what was found, once for each finding: it is what thresholds are fitted to."""

    look: Literal["known-issue", "repeat"]
    text: str
    offered: Mapping[str, float]
    """The confidence of each candidate by its key."""
    chosen: str
    """The key of the one it is; empty for none of them."""
    stated: bool = False
    """It was stated as a fact or answered at once, and not only offered."""


@dataclass(frozen=True)
class TakeBack:
    """Undo the repeat that was written on the ticket of this candidate: the customer says that it is another matter."""

    about: str


@dataclass(frozen=True)
class FileTicket:
    """Write the ticket."""

    filing: Filing
    description: str
    slots: Mapping[str, str]
    about: str = ""
    """The key of the candidate that the customer recognised."""
    track: ScriptTrack = "full"
    tried: str = ""
    """The key of the known issue whose answer did not help."""


@dataclass(frozen=True)
class HandOver:
    """Call a person."""

    reason: str
    level: HandoffLevel


@dataclass(frozen=True)
class Flag:
    """Have the staff see on the ticket at hand that these signals are perhaps there."""

    signals: tuple[str, ...]


@dataclass(frozen=True)
class Withdraw:
    """Undo the calling of a person, if nobody has come yet: the customer did not mean what was heard."""

    signal: str
    text: str
    """What it was heard in."""
    filed: bool
    """The ticket was filed for that alone."""


@dataclass(frozen=True)
class End:
    """The conversation is over."""


@dataclass(frozen=True)
class StartOver:
    """Begin a new conversation with these words of the customer; this one is over."""

    text: str
    goes_on: bool = False
    """These are of the same telling: it told of two matters, and this is the second."""


Effect = Tell | LookUp | Learn | TakeBack | FileTicket | HandOver | Flag | Withdraw | End | StartOver

_CHOICES = ("choices", "choices_before")
_BY_NAME: dict[str, type] = {kind.__name__: kind for kind in get_args(Event)}


def was_answered(found: tuple[Candidate, ...]) -> bool:
    """Tell whether the answer was given at once, where nobody wrote down how sure it was: a single one always was."""
    return len(found) == 1 and "answer" in found[0].facts


def event_to_json(event: Event) -> dict[str, Any]:
    """Return the event as a JSON object that names its kind, and shares the event's own values."""
    data = {"event": type(event).__name__, **vars(event)}
    if isinstance(event, Found):
        data["candidates"] = [vars(candidate) for candidate in event.candidates]
    for name in _CHOICES:
        if data.get(name) is not None:
            data[name] = [vars(choice) for choice in data[name]]
    return data


def event_from_json(data: Mapping[str, Any]) -> Event:
    """Return the event that `event_to_json` wrote."""
    fields = {name: value for name, value in data.items() if name != "event"}
    if "candidates" in fields:
        found = tuple(Candidate(**candidate) for candidate in fields["candidates"])
        fields |= {"candidates": found, "sure": fields.get("sure", was_answered(found))}
    for name in ("signals", "unsure", "others"):
        if name in fields:
            fields[name] = tuple(fields[name])
    for name in _CHOICES:
        if fields.get(name) is not None:
            fields[name] = tuple(ReadChoice(**choice) for choice in fields[name])
    event: Event = _BY_NAME[data["event"]](**fields)
    return event
