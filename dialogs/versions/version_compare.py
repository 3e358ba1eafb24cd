"""Two versions of a script: may an open conversation go on on the other one, and what differs between them.

Only looks at the two and at one state: which conversations are open, and when one moves, is for the desk. Cases and
known issues that stand in a script's file are not compared.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from json import dumps
from types import MappingProxyType
from typing import Any, Literal

from dialogs.model.script import (
    WITH_CHOICES,
    Arm,
    AskStep,
    CheckStep,
    Choice,
    Interrupt,
    QuietLine,
    Script,
    Slot,
    Step,
    kind_of,
)
from dialogs.model.state import State

_MOVING = ("new", "active", "with-person", "abandoned")
"""Not closed, and not waiting for the desk, whose answer belongs to the version that asked."""
_AS_BEFORE: Mapping[str, str] = MappingProxyType({})
Kind = Literal["added", "removed", "changed"]
_UNITS = ((86400, "day"), (3600, "hour"), (60, "minute"))


def move(old: Script, new: Script, state: State, renamed: Mapping[str, str] = _AS_BEFORE) -> State | None:
    """Return where a conversation on the old version stands on the new one, or None if it must end on the old one.

    It moves only if what it waits for, where it may go back to and what it was told mean the same on the new version.
    Other words never prevent that. ``renamed`` leads from the key of an old step to its new one: `{"ask-tel":
    "ask-phone"}`. Question, slots, reference and status stay as they are.
    """

    def at(key: str) -> str:
        return renamed.get(key, key)

    checked = tuple(key for key in state.checked if at(key) in new.steps)
    places = (state.step, state.interrupted, *state.trail, *checked)
    is_safe = (
        state.status in _MOVING
        and new.key == old.key
        and state.language in ("", *new.languages)
        and state.slots.get(new.opening) == state.slots.get(old.opening)  # what a ticket would tell
        and all(_waits_alike(old, new, key, at(key)) for key in places if key)
        and all(_holds(old, new, *known) for known in _known(state))
    )
    before = move(old, new, state.alarm.before, renamed) if state.alarm else None
    if not is_safe or (state.alarm and not before):
        return None
    return replace(
        state,
        step=at(state.step),
        interrupted=at(state.interrupted),
        trail=tuple(at(key) for key in state.trail),
        checked=tuple(at(key) for key in checked),
        tones=tuple(signal for signal in state.tones if signal in new.tone),
        quiet={signal: at(step) for signal, step in state.quiet.items()},
        alarm=replace(state.alarm, before=before) if state.alarm and before else None,
    )


def rescue(new: Script, state: State) -> State:
    """Return where a conversation starts again when the version it was on cannot be read any more.

    At the first step, with all that was told and that the new version could hold: only what is missing is asked.
    """
    told = {key: value for key, value in state.slots.items() if _holds(new, new, key, value)}
    known = {key: value for key, value in state.remembered.items() if _holds(new, new, key, value)}
    left = State(status=state.status, step=new.start, slots=told, remembered=known)
    kept = (
        "language",
        "language_chosen",
        "question",
        "track",
        "heard",
        "desk_closed",
        "now",
        "reference",
        "later",
        "promised",
        "both",
        "tried",
    )
    return replace(left, **{name: getattr(state, name) for name in kept})


def _waits_alike(old: Script, new: Script, old_key: str, new_key: str) -> bool:
    """Tell whether a step of the old version takes the same answers, to the same question, as one of the new."""
    before, after = old.steps.get(old_key), new.steps.get(new_key)
    if isinstance(before, AskStep) and isinstance(after, AskStep):
        return before.slot == after.slot and _answers(old.slots[before.slot]) == _answers(new.slots[after.slot])
    if isinstance(before, CheckStep) and isinstance(after, CheckStep):
        return (before.look, before.of) == (after.look, after.of)
    return before is not None and type(before) is type(after)


def _known(state: State) -> Iterator[tuple[str, str]]:
    """Yield every value that the state holds of a slot, known or only possible."""
    yield from (*state.slots.items(), *state.remembered.items())
    yield from ((key, value) for key, values in state.doubts.items() for value in values)


def _answers(slot: Slot) -> tuple[object, ...]:
    return slot.type, slot.optional, {choice.key for choice in slot.choices}


def _holds(old: Script, new: Script, key: str, value: str) -> bool:
    """Tell whether the new version could have been given this value of a slot."""
    before, after = old.slots.get(key), new.slots.get(key)
    if before is None or after is None or before.type != after.type:
        return False
    if not value:
        return after.optional
    if after.type in WITH_CHOICES:
        return {choice.key for choice in after.choices}.issuperset(value.split(","))
    lengths = (after.shortest, after.longest)
    return lengths == (before.shortest, before.longest) or after.shortest <= len(value) <= after.longest


@dataclass(frozen=True)
class Diff:
    """One thing written in a script that is not what it was."""

    path: tuple[str, ...]
    """Where it stands within its step, its slot or the script, named as it is written: ``("prompt", "zh")``."""
    old: str
    """Empty if there was nothing."""
    new: str
    """Empty if there is nothing any more."""


@dataclass(frozen=True)
class Difference:
    """A step or a slot that is not what it was."""

    key: str
    kind: Kind
    changes: tuple[Diff, ...]
    """Of what was added or removed, all that is written there."""


@dataclass(frozen=True)
class Comparison:
    """All that differs between two versions, in the order of the new one; what was removed comes last."""

    top: tuple[Diff, ...] = ()
    """Outside of the slots and the steps."""
    slots: tuple[Difference, ...] = ()
    steps: tuple[Difference, ...] = ()


def compare(old: Script, new: Script) -> Comparison:
    """Return what differs, by what it means: the order of the steps is nothing, that of choices and arms is something.

    A step with another key is one removed and one added.
    """
    top = (
        *_changes((), _top(old), _top(new)),
        *_reordered(("interrupts",), old.interrupts, new.interrupts),
        *_reordered(("slots",), old.slots, new.slots),
    )
    return Comparison(top, tuple(_differences(old.slots, new.slots)), tuple(_differences(old.steps, new.steps)))


def render(comparison: Comparison) -> str:
    """Return the comparison as plain text, a line a change, to be read by admins."""
    lines = [_line(change) for change in comparison.top]
    for noun, differences in (("slot", comparison.slots), ("step", comparison.steps)):
        for difference in differences:
            lines.append(f"{noun} {difference.key}: {difference.kind}")
            lines += [f"  {_line(change, difference.kind)}" for change in difference.changes]
    return "\n".join(lines or ["no difference"])


def _line(change: Diff, kind: Kind = "changed") -> str:
    old, new = (dumps(side, ensure_ascii=False) if side else "nothing" for side in (change.old, change.new))
    told = {"added": new, "removed": old, "changed": f"{old} → {new}"}
    return f"{' '.join(change.path)}: {told[kind]}"


def _differences(old: Mapping[str, Slot | Step], new: Mapping[str, Slot | Step]) -> Iterator[Difference]:
    for key in _all(old, new):
        changes = tuple(_changes((), old.get(key), new.get(key)))
        if changes:
            yield Difference(key, "added" if key not in old else "removed" if key not in new else "changed", changes)


def _changes(path: tuple[str, ...], old: object, new: object) -> Iterator[Diff]:
    before, after = _parts(old), _parts(new)
    if before or after:
        for key in _all(before, after):
            yield from _changes((*path, key), before.get(key), after.get(key))
    elif _word(old) != _word(new):
        yield Diff(path, _word(old), _word(new))
    if isinstance(old, tuple) and isinstance(new, tuple):
        yield from _reordered(path, before, after)


def _reordered(path: tuple[str, ...], old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Diff]:
    before, after = [key for key in old if key in new], [key for key in new if key in old]
    if before != after:
        yield Diff((*path, "order"), ", ".join(before), ", ".join(after))


def _all(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[str, ...]:
    return (*new, *(key for key in old if key not in new))


def _top(script: Script) -> Mapping[str, Any]:
    silence = {"remind-after": _duration(script.remind_after), "give-up-after": _duration(script.give_up_after)}
    return {"script": script.key, **_written(script, "slots", "steps"), **silence}


def _parts(part: Any) -> Mapping[str, Any]:
    """Return what a part of a script consists of, under the names it is written with; nothing if it is one value."""
    match part:
        case Mapping():
            return part
        case (Choice(), *_):
            return {choice.key: choice for choice in part}
        case (Arm(), *_):
            return _by_conditions(part)
        case Choice():
            return {**part.label, "words": part.words}
        case Slot():
            return {**_written(part, "shortest", "longest"), "length": f"{part.shortest}-{part.longest}"}
        case Arm() | Interrupt() | QuietLine():
            return _written(part, "when")
        case _ if isinstance(part, Step):
            (_, first), *others = _written(part).items()
            return {kind_of(type(part)): first, **dict(others)}  # as in `ask: phone` and `close: {en: Bye}`
    return {}


def _written(part: Any, *without: str) -> dict[str, Any]:
    names = (field.name for field in fields(part) if field.name not in ("key", *without))
    return {name.replace("_", "-"): getattr(part, name) for name in names}


def _by_conditions(arms: tuple[Arm, ...]) -> dict[str, Arm]:
    known: dict[str, Arm] = {}
    for arm in arms:
        known.setdefault(_when(arm), arm)  # a second one with the same conditions is never gone to
    return known


def _when(arm: Arm) -> str:
    return " and ".join(f"{one.slot} {one.comparison} {', '.join(one.values)}" for one in arm.when)


def _word(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else ""
        case tuple():
            return ", ".join(value)
    return str(value or "")


def _duration(seconds: int) -> str:
    """Return a time of silence as it is written; nothing for never."""
    size, unit = next((size, unit) for size, unit in _UNITS if seconds % size == 0)
    return f"{seconds // size} {unit}{'s' * (seconds > size)}" if seconds else ""
