"""What of a script its cases come by, and what none does.

A place of a script is a path, as a `Finding` has it: ``("steps", key)``, ``("slots", slot, "choices", key)``,
``("steps", key, "branch", "0")``, ``("steps", key, "otherwise")``, ``("interrupts", signal)``, ``("tone", signal)``.
Nothing is played here.
"""

from collections.abc import Collection, Iterator, Mapping

from dialogs.engine.engine import Traced
from dialogs.engine.steps import holds
from dialogs.language.graph import edges
from dialogs.model.events import Event, Said, Started
from dialogs.model.script import WITH_CHOICES, AskStep, BranchStep, Script
from dialogs.strict_yaml.problems import Finding, quoted

Path = tuple[str, ...]


def came_by(script: Script, event: Event, traced: Traced) -> Iterator[Path]:
    """Yield the places that one event came by."""
    state, slots = traced.state, traced.state.slots
    for key in traced.visited:
        yield "steps", key
        step = script.steps[key]
        if isinstance(step, BranchStep):
            arms = (n for n, arm in enumerate(step.arms) if all(holds(condition, slots) for condition in arm.when))
            taken = next(arms, None)
            yield "steps", key, *(("otherwise",) if taken is None else ("branch", str(taken)))
    for key, value in slots.items():
        if key in script.slots and value and script.slots[key].type in (*WITH_CHOICES, "yes-no"):
            for choice in value.split(","):
                yield "slots", key, "choices", choice
    for signal in state.heard:
        if signal in script.tone and signal not in state.tones:
            yield "tone", signal
    heard = event.signals if isinstance(event, Started | Said) else ()
    for signal, interrupt in script.interrupts.items():
        if signal in heard and traced.visited[:1] in [(to,) for to in interrupt.targets]:  # the first step it enters
            yield "interrupts", signal
            return


def unreached(script: Script, reached: Collection[Path]) -> Iterator[Finding]:
    """Yield the steps and choices that no case came by; a script with any is not to be published."""
    ways = _ways(script)
    for key in script.steps:
        if ("steps", key) not in reached:
            message = f"no case reaches the step {quoted(key)}"
            yield Finding(("steps", key), "step-not-reached", message, ways.get(key, ""))
    asked = {step.slot: key for key, step in script.steps.items() if isinstance(step, AskStep)}
    for slot in script.slots.values():
        for choice in ("yes", "no") if slot.type == "yes-no" else [choice.key for choice in slot.choices]:
            path = ("slots", slot.key, "choices", choice)
            if path not in reached:
                message = f"in no case {quoted(choice)} is chosen"
                remedy = f"add `taps: {choice}` to a turn where {quoted(asked.get(slot.key, ''))} waits"
                yield Finding(path, "choice-not-reached", message, remedy)


def untried(script: Script, reached: Collection[Path]) -> Iterator[Finding]:
    """Yield the ways to reached steps that no case takes; worth a case, but no reason not to publish."""
    for key, step in script.steps.items():
        for edge in edges(step) if isinstance(step, BranchStep) else ():
            arm = edge.path[:2]
            if ("steps", key, *arm) not in reached:
                message = f"no case goes from {quoted(key)} to {quoted(edge.to)} this way"
                yield Finding(("steps", key, *arm), "arm-not-taken", message, "add a case whose answers fit")
    for signal in script.interrupts:
        if ("interrupts", signal) not in reached:
            message = f"in no case {quoted(signal)} leads anywhere"
            yield Finding(("interrupts", signal), "interrupt-not-followed", message, _heard(signal))
    for signal in script.tone:
        if ("tone", signal) not in reached:
            message = f"no case hears {quoted(signal)}"
            yield Finding(("tone", signal), "tone-not-said", message, _heard(signal))


def _ways(script: Script) -> Mapping[str, str]:
    """Return for each step that anything leads to how a case gets there."""
    ways = {to: _heard(signal) for signal, interrupt in script.interrupts.items() for to in interrupt.targets}
    for key, step in script.steps.items():
        for edge in edges(step):
            ways.setdefault(edge.to, f"add a case that goes on from {quoted(key)} to it")
    return ways


def _heard(signal: str) -> str:
    return f"add `signals: [{signal}]` to a turn that says something"
