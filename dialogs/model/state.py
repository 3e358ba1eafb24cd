"""Where a conversation stands, as one frozen value that can be written as JSON and read back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from dialogs.model.events import Candidate, Said, Started, event_from_json, event_to_json, was_answered
from dialogs.model.script import ScriptTrack

Status = Literal["new", "active", "looking", "filing", "with-person", "abandoned", "closed"]


@dataclass(frozen=True)
class State:
    """All that the engine knows of one conversation."""

    status: Status = "new"
    """``looking`` and ``filing`` wait for the desk's answer, within the same turn; ``abandoned`` for the customer to
    come back."""
    step: str = ""
    language: str = ""
    language_chosen: bool = False
    """The customer chose it; the first message no longer decides."""
    slots: Mapping[str, str] = field(default_factory=dict)
    said: Mapping[str, str] = field(default_factory=dict)
    """The words from which a slot was filled that was not asked for, such as those of a telling."""
    doubts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Of a slot that is not filled the values that a telling may mean: asked as a choice, and none of them assumed."""
    facts: Mapping[str, str] = field(default_factory=dict)
    """What the desk told, ready to be named in a text."""
    question: int = 0
    """The number of the question on the screen; a button of an older one is stale."""
    misses: int = 0
    """Unusable answers to this question so far."""
    noted_at: int = 0
    """The number of the question at which words about something else were noted last; 0 for none."""
    candidates: tuple[Candidate, ...] = ()
    """What the check step at hand found."""
    sure: bool = False
    """It found one and is sure of it: the answer is shown, or the repeat is stated."""
    chosen: str = ""
    """The one of several known issues that the customer chose to be shown."""
    stated: int = 0
    """The number of the question that takes back what was decided without asking; 0 for none.

    That is a repeat which was stated, or the calling of a person because of a signal.
    """
    later: str = ""
    """The other matter of a telling of two, to be gone on with when this one is done."""
    both: bool = False
    """The customer was told that the telling is of two matters, and which."""
    promised: bool = False
    """This is that other matter: it is filed also if the customer says no more."""
    tried: str = ""
    """The known issue whose answer was shown and did not help."""
    checked: tuple[str, ...] = ()
    """Check steps that are done; they do not ask twice."""
    accepted: str = ""
    """The candidate the customer recognised."""
    changing: bool = False
    """The summary asks which answer to change."""
    picked: tuple[str, ...] = ()
    """Choices tapped so far where several may be chosen."""
    trail: tuple[str, ...] = ()
    """Ask steps the customer answered, in order: the way back."""
    remembered: Mapping[str, str] = field(default_factory=dict)
    """Slots of earlier tickets that may still be offered."""
    resuming: bool = False
    """A customer who came back is asked whether to go on with the draft."""
    unheard: str = ""
    """What that customer wrote meanwhile."""
    unheard_act: str = ""
    """And what that does."""
    track: ScriptTrack = "full"
    heard: Mapping[str, int] = field(default_factory=dict)
    """Messages so far in which each signal was heard."""
    tones: tuple[str, ...] = ()
    """Signals whose tone line is still to be said, before the next question."""
    quiet: Mapping[str, str] = field(default_factory=dict)
    """Signals that may be there, each with the step at which its quiet line was said; empty while it is due."""
    perhaps: tuple[str, ...] = ()
    """All signals that may be there."""
    flags: tuple[str, ...] = ()
    """Those of them that the staff is still to see, once there is a ticket."""
    others: tuple[str, ...] = ()
    """Signals that were about somebody else than the customer."""
    alarm: "Alarm | None" = None
    """The signal because of which a person is waited for, as long as the customer may take that back."""
    desk_closed: bool = False
    now: str = ""
    """The desk's wall clock at the customer's last words."""
    interrupted: str = ""
    """The step to come back to when a person hands back."""
    reason: str = ""
    """Why a person was called."""
    reference: str = ""
    """The ticket of this conversation, once filed or where the desk began the dialog about one."""


@dataclass(frozen=True)
class Alarm:
    """A signal that called a person, and where the conversation stood before."""

    signal: str
    before: State
    event: Started | Said
    """In which it was heard."""
    since: tuple[str, ...] = ()
    """What the customer has said since."""


def state_to_json(state: State) -> dict[str, Any]:
    """Return the state as a JSON object, which shares the state's own values.

    What `dataclasses.asdict` does but for its copies, which took ten times as long.
    """
    alarm = _alarm_to_json(state.alarm) if state.alarm else None
    return {**vars(state), "candidates": [vars(candidate) for candidate in state.candidates], "alarm": alarm}


def _alarm_to_json(alarm: Alarm) -> dict[str, Any]:
    return {**vars(alarm), "before": state_to_json(alarm.before), "event": event_to_json(alarm.event)}


def state_from_json(data: Mapping[str, Any]) -> State:
    """Return the state that `state_to_json` wrote."""
    fields = dict(data)
    candidates = tuple(Candidate(**candidate) for candidate in fields["candidates"])
    fields["candidates"] = candidates
    if "sure" not in fields:
        fields["sure"] = was_answered(candidates)
    for name in ("checked", "picked", "trail", "tones", "perhaps", "flags", "others"):
        fields[name] = tuple(fields.get(name, ()))  # older states lack some
    fields["doubts"] = {key: tuple(values) for key, values in fields.get("doubts", {}).items()}
    if fields.get("alarm"):
        fields["alarm"] = _alarm_from_json(fields["alarm"])
    return State(**fields)


def _alarm_from_json(data: Mapping[str, Any]) -> Alarm:
    event = event_from_json(data["event"])
    if not isinstance(event, Started | Said):
        raise TypeError("only words call a person")
    return Alarm(data["signal"], state_from_json(data["before"]), event, tuple(data["since"]))
