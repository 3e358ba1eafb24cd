"""The steps of a script as a graph: what leads where, and what is wrong with the ways.

Knows the kinds of steps, not their wordings. All steps that are named must exist, which `script_rules` see to.
"""

from collections.abc import Iterable, Iterator, Mapping, Set
from typing import NamedTuple

from dialogs.model.script import (
    AskStep,
    BranchStep,
    CheckStep,
    CloseStep,
    FileStep,
    HandoffStep,
    SayStep,
    Script,
    Step,
    SummaryStep,
)
from dialogs.strict_yaml.problems import Finding, quoted


class Edge(NamedTuple):
    """A way from a step to the next."""

    path: tuple[str, ...]
    """Where the way is written, inside the step."""
    to: str
    waits: bool
    """Whether the customer always says something before this way is taken.

    That is not so for the ``goto`` of an ask step, which is passed over when its slot is known, nor for the one of a
    summary that is passed over on the other track. The ``accepted`` of a check counts as one that waits: without an
    answer it is only taken where it leads straight to a ``close``.
    """


def edges(step: Step) -> tuple[Edge, ...]:
    """Return the ways out of a step."""
    match step:
        case SayStep() | FileStep():
            return (Edge(("goto",), step.goto, waits=False),)
        case SummaryStep():
            return (Edge(("goto",), step.goto, waits=step.track is None),)
        case AskStep():
            return (Edge(("goto",), step.goto, waits=False), Edge(("otherwise",), step.otherwise, waits=True))
        case CheckStep():
            return (Edge(("goto",), step.goto, waits=False), Edge(("accepted",), step.accepted, waits=True))
        case BranchStep():
            arms = (Edge(("branch", str(i), "goto"), arm.goto, waits=False) for i, arm in enumerate(step.arms))
            return (*arms, Edge(("otherwise",), step.otherwise, waits=False))
        case HandoffStep() | CloseStep():
            return ()


def check_graph(script: Script) -> Iterator[Finding]:
    """Yield the mistakes in the ways of a script whose references are sound."""
    onward = {key: {edge.to for edge in edges(step)} for key, step in script.steps.items()}
    called = {target for interrupt in script.interrupts.values() for target in interrupt.targets}
    reached = _reach({script.start, *called}, onward)
    for key in script.steps:
        if key not in reached:
            message = f"no way leads to {quoted(key)}"
            yield Finding(("steps", key), "unreachable", message, "name it in a `goto:`, or remove it")
    silent = {key: {edge.to for edge in edges(step) if not edge.waits} for key, step in script.steps.items()}
    circling = _on_circles(silent)
    for key in script.steps:
        if key in circling:
            message = f"from {quoted(key)} the script can run in a circle without a question"
            yield Finding(("steps", key), "silent-loop", message, "let the circle pass a summary, or lead out of it")
    ending = _reach((key for key, targets in onward.items() if not targets), _turned(onward))
    for key in script.steps:
        if key not in ending:
            message = f"from {quoted(key)} no way leads to an end"
            yield Finding(("steps", key), "no-end", message, "let a way lead to a `close:` or a `handoff:`")
    if script.opening and not any(isinstance(script.steps[key], HandoffStep) for key in reached):
        yield Finding(("steps",), "no-person", "no way leads to a person", "add a step with `handoff:`")


def _on_circles(onward: Mapping[str, set[str]]) -> set[str]:
    """Return all from which a way leads back to themselves, in time linear in the ways (Kosaraju's algorithm)."""
    circling: set[str] = set()
    back = _turned(onward)
    left: set[str] = set()
    for key in reversed(_finished(onward)):
        if key not in left:
            component = _reach([key], back, left)
            left |= component
            if len(component) > 1 or key in onward[key]:
                circling |= component
    return circling


def _finished(onward: Mapping[str, set[str]]) -> list[str]:
    """Return all in the order in which a search in depth leaves them."""
    order: list[str] = []
    seen: set[str] = set()
    ahead = [(key, False) for key in onward]
    while ahead:
        key, leaving = ahead.pop()
        if leaving:
            order.append(key)
        elif key not in seen:
            seen.add(key)
            ahead.append((key, True))
            ahead.extend((target, False) for target in onward[key])
    return order


def _turned(onward: Mapping[str, set[str]]) -> Mapping[str, set[str]]:
    """Return the same ways in the other direction."""
    back: dict[str, set[str]] = {key: set() for key in onward}
    for key, targets in onward.items():
        for target in targets:
            back[target].add(key)
    return back


def _reach(starts: Iterable[str], onward: Mapping[str, set[str]], left: Set[str] = frozenset()) -> set[str]:
    """Return the starts and all that can be reached from them without entering what is left out."""
    reached: set[str] = set()
    ahead = list(starts)
    while ahead:
        key = ahead.pop()
        if key not in reached and key not in left:
            reached.add(key)
            ahead.extend(onward[key])
    return reached
