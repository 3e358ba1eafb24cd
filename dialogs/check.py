"""What a good script must hold, rule by rule: references, slots, conditions, interrupts, and the wordings.

Judges values and knows nothing of YAML. What stands empty here was unreadable and is reported already, so every rule
passes over it. The ways between the steps are for `graph`.
"""

import re
from collections.abc import Iterable, Iterator

from dialogs import slots
from dialogs.check_wordings import check_wordings
from dialogs.graph import edges
from dialogs.problems import Finding, did_you_mean, quoted
from dialogs.script import Ask, Branch, Check, Condition, Script, Slot
from dialogs.texts import FACTS

SIGNALS = (
    "wants-person",
    "anger",
    "grief",
    "legal-threat",
    "regulator-threat",
    "press-threat",
    "danger",
    "self-harm",
    "vulnerable",
)
"""What the desk hears in a text, and what ``interrupts:`` may therefore name."""
_NUMERIC = ("money", "rating", "digits")
_YES_NO = ("yes", "no")


def check(script: Script) -> Iterator[Finding]:
    """Yield all that is wrong with a script, apart from its graph."""
    for rule in (_steps_exist, _slots_exist, _opening, _interrupts, _slots, _conditions, check_wordings):
        yield from rule(script)


def _steps_exist(script: Script) -> Iterator[Finding]:
    named: list[tuple[tuple[str, ...], str]] = [(("start",), script.start)]
    named += [(("interrupts", signal), to.goto) for signal, to in script.interrupts.items()]
    named += [(("steps", key, *edge.path), edge.to) for key, step in script.steps.items() for edge in edges(step)]
    for path, key in named:
        yield from _known(path, "step", key, script.steps)


def _slots_exist(script: Script) -> Iterator[Finding]:
    yield from _known(("opening",), "slot", script.opening, script.slots)
    for key, step in script.steps.items():
        if isinstance(step, Ask):
            yield from _known(("steps", key, "ask"), "slot", step.slot, script.slots)
        if isinstance(step, Check):
            yield from _known(("steps", key, "of"), "slot", step.of, script.slots)
    for path, condition in _all_conditions(script):
        yield from _known(path, "slot", condition.slot, script.slots)


def _known(path: tuple[str, ...], what: str, key: str, known: Iterable[str]) -> Iterator[Finding]:
    if key and key not in known:
        yield Finding(path, f"unknown-{what}", f"there is no {what} {quoted(key)}", did_you_mean(key, known))


def _opening(script: Script) -> Iterator[Finding]:
    slot = script.slots.get(script.opening)
    if slot and slot.type != "text":
        message = f"a first message cannot fill {quoted(slot.key)}, which is of type {slot.type}"
        yield Finding(("opening",), "bad-opening", message, "name a slot of type text")


def _interrupts(script: Script) -> Iterator[Finding]:
    for signal in script.interrupts:
        if signal not in SIGNALS:
            message = f"there is no signal {quoted(signal)}"
            yield Finding(("interrupts", signal), "unknown-signal", message, did_you_mean(signal, SIGNALS))


def _slots(script: Script) -> Iterator[Finding]:
    for key, slot in script.slots.items():
        path = ("slots", key)
        if slot.type == "choice" and not slot.choices:
            yield Finding(path, "no-choices", f"{quoted(key)} has nothing to choose from", "add `choices:`")
        if slot.type != "choice" and slot.choices:
            message = f"{quoted(key)} is of type {slot.type} and takes no choices"
            yield Finding((*path, "choices"), "unused-choices", message, "write `type: choice`, or remove them")
        if key in FACTS:
            message = f"{quoted(key)} is the name of something the desk tells"
            yield Finding(path, "taken-name", message, "choose another name")


def _conditions(script: Script) -> Iterator[Finding]:
    for path, condition in _all_conditions(script):
        slot = script.slots.get(condition.slot)
        if slot and condition.comparison in ("at-least", "at-most"):
            yield from _bound(path, slot, condition)
        elif slot and condition.comparison in ("equals", "is-one-of"):
            yield from _possible(path, slot, condition)


def _bound(path: tuple[str, ...], slot: Slot, condition: Condition) -> Iterator[Finding]:
    if slot.type not in _NUMERIC:
        message = f"{quoted(slot.key)} is of type {slot.type}, which is neither large nor small"
        yield Finding(path, "not-numeric", message, "compare it with `equals` or `is-one-of`")
    elif condition.values[0] and not re.fullmatch(r"[0-9]{1,12}(\.[0-9]+)?", condition.values[0]):
        yield Finding(path, "not-a-number", f"{quoted(condition.values[0])} is not a number")


def _possible(path: tuple[str, ...], slot: Slot, condition: Condition) -> Iterator[Finding]:
    """Yield the values that no answer to the slot can ever be."""
    for value in filter(None, condition.values):
        allowed = _YES_NO if slot.type == "yes-no" else tuple(choice.key for choice in slot.choices)
        if slot.type in ("yes-no", "choice"):
            right, remedy = value in allowed, did_you_mean(value, allowed)
        else:
            canonical = slots.read(slot, slots.Heard(value))
            right, remedy = canonical == value, f"write {quoted(canonical)}" if canonical else ""
        if not right:
            yield Finding(path, "impossible-value", f"no answer to {quoted(slot.key)} is {quoted(value)}", remedy)


def _all_conditions(script: Script) -> Iterator[tuple[tuple[str, ...], Condition]]:
    for key, step in script.steps.items():
        for number, arm in enumerate(step.arms if isinstance(step, Branch) else ()):
            for condition in arm.when:
                path = ("steps", key, "branch", str(number), "when", condition.slot, condition.comparison)
                yield path, condition
