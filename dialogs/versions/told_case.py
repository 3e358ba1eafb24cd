"""A conversation that was played, written down as a case: what happened in each turn, and where it stood after it."""

from collections.abc import Iterator, Mapping, Sequence

from dialogs.language.case_file import CLOCK
from dialogs.model.events import (
    Cancelled,
    Event,
    FileTicket,
    Found,
    GivenUp,
    HandedBack,
    LookUp,
    Pressed,
    Said,
    Silent,
    Started,
)
from dialogs.strict_yaml.common_texts import FACTS
from dialogs.strict_yaml.yaml_values import Value
from dialogs.versions.turn_views import TurnView

_HAPPENS: Mapping[type, str] = {
    Silent: "silence",
    GivenUp: "giving-up",
    HandedBack: "hand-back",
    Cancelled: "cancel",
}


def case_of(turns: Sequence[TurnView]) -> Mapping[str, Value] | None:
    """Return a conversation as the entries of a case; None if nothing was said in it."""
    written = [entries for turn in turns if (entries := dict(_entries(turn)))]
    if not written:
        return None
    case: dict[str, Value] = {}
    for event in (turn.first.event for turn in turns):
        if isinstance(event, Started):
            case["language"] = event.language
            if event.remembered:
                case["remembered"] = dict(event.remembered)
            if CLOCK.fullmatch(event.at):
                case["at"] = event.at
    if any(turn.after.desk_closed for turn in turns):
        case["closed"] = "yes"
    return {**case, "turns": written}


def _entries(turn: TurnView) -> Iterator[tuple[str, Value]]:
    """Yield what happened in a turn and what came of it; nothing where a case has no name for it."""
    event, after = turn.first.event, turn.after
    match event:
        case Started(text=text) | Said(text=text) if text or _file(event):
            yield from ((name, said) for name, said in (("says", text), ("file", _file(event))) if said)
            heard = {"signals": event.signals, "unsure": event.unsure, "others": event.others}
            yield from ((name, list(signals)) for name, signals in heard.items() if signals)
        case Pressed():
            yield "taps", event.choice
        case _ if type(event) in _HAPPENS:
            yield "happens", _HAPPENS[type(event)]
        case _:
            return
    if found := dict(_found(turn)):
        yield "finds", found
    if after.status == "active":
        yield "at", after.step
    elif after.status != "new":
        yield "ends", after.status
    filed = [effect.filing for moment in turn.moments for effect in moment.effects if isinstance(effect, FileTicket)]
    if filed:
        yield "filed", filed[-1]


def _file(event: Event) -> str:
    return event.file if isinstance(event, Said) else ""


def _found(turn: TurnView) -> Iterator[tuple[str, Value]]:
    looks = [effect.look for moment in turn.moments for effect in moment.effects if isinstance(effect, LookUp)]
    answers = [moment.event for moment in turn.moments if isinstance(moment.event, Found)]
    for look, answer in zip(looks, answers, strict=False):
        candidates = [
            {"key": one.key, "label": one.label, **{name: one.facts[name] for name in FACTS if one.facts.get(name)}}
            for one in answer.candidates
        ]
        if len(candidates) == 1:
            candidates[0]["sure"] = "yes" if answer.sure else "no"
        if candidates:
            yield look, candidates
