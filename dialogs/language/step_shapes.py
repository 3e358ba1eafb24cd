"""How each kind of step is written: one function a kind.

A step tells its kind by exactly one of the keys of `KINDS`. Whether the steps and slots it names exist is for `check`.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import get_args

from dialogs.model.script import (
    Arm,
    AskStep,
    BranchStep,
    CheckStep,
    CloseStep,
    Comparison,
    Condition,
    FileStep,
    Filing,
    HandoffStep,
    Level,
    SayStep,
    Step,
    SummaryStep,
    Text,
    Track,
)
from dialogs.strict_yaml.fields import Fields
from dialogs.strict_yaml.problems import did_you_mean, quoted
from dialogs.strict_yaml.yaml_text import Node

TRACKS: tuple[Track, ...] = get_args(Track)
LEVELS: tuple[Level, ...] = get_args(Level)
MOST_TRIES = 10


def read_step(key: str, node: Node, within: Fields) -> Step:
    """Return the step written at this node; where it cannot be read, an empty `CloseStep`, and the problem reported."""
    fields = within.inner(node, "a step")
    kind = _kind(fields) if fields else None
    if fields is None or kind is None:
        return CloseStep(key, {})
    step = KINDS[kind](key, fields)
    fields.done()
    return step


def _kind(fields: Fields) -> str | None:
    kinds = [key.text for key in fields.names() if key.text in KINDS]
    if len(kinds) == 1:
        return kinds[0]
    if kinds:
        named = " and ".join(quoted(kind) for kind in kinds)
        fields.report(fields.node, "two-kinds", f"this step is {named} at once", "make it two steps")
    else:
        written = next((key.text for key in fields.names()), "")
        fields.report(fields.node, "no-kind", "this step does not say what it does", did_you_mean(written, KINDS))
    return None


def _say(key: str, fields: Fields) -> SayStep:
    text, closed = fields.text("say"), _closed(fields)
    return SayStep(key, text, goto=fields.word("goto"), when_closed=closed, track=_track(fields))


def _ask(key: str, fields: Fields) -> AskStep:
    return AskStep(
        key,
        slot=fields.word("ask"),
        prompt=fields.text("prompt"),
        reprompt=fields.text("reprompt"),
        tries=fields.number("tries", AskStep.tries, most=MOST_TRIES),
        otherwise=fields.word("otherwise"),
        goto=fields.word("goto"),
        track=_track(fields),
    )


def _check(key: str, fields: Fields) -> CheckStep:
    return CheckStep(
        key,
        look=fields.one_of("check", ("known-issue", "repeat")),
        of=fields.word("of"),
        offer=fields.text("offer"),
        offer_many=fields.text("offer-many"),
        accepted=fields.word("accepted"),
        goto=fields.word("goto"),
    )


def _branch(key: str, fields: Fields) -> BranchStep:
    arms = tuple(_arm(arm) for node in fields.items("branch") if (arm := fields.inner(node, "an arm of a branch")))
    return BranchStep(key, arms, otherwise=fields.word("otherwise"))


def _arm(fields: Fields) -> Arm:
    conditions = tuple(
        condition
        for slot, node in fields.entries("when")
        if (comparisons := fields.inner(node, "a condition"))
        for condition in _conditions(slot, comparisons)
    )
    arm = Arm(conditions, goto=fields.word("goto"), track=_track(fields))
    fields.done()
    return arm


def _conditions(slot: str, fields: Fields) -> Iterator[Condition]:
    comparisons: tuple[Comparison, ...] = get_args(Comparison)
    if not any(comparison in fields for comparison in comparisons):
        fields.report(fields.node, "no-comparison", f"{quoted(slot)} is compared with nothing", "write {equals: value}")
    for comparison in comparisons:
        if comparison in fields:
            yield Condition(slot, comparison, _values(comparison, fields))
    fields.done()


def _values(comparison: Comparison, fields: Fields) -> tuple[str, ...]:
    if comparison == "is-one-of":
        return fields.words(comparison)
    if comparison == "is-empty":
        return (fields.one_of(comparison, ("yes", "no")),)
    return (fields.word(comparison),)


def _summary(key: str, fields: Fields) -> SummaryStep:
    return SummaryStep(key, text=fields.text("summary"), goto=fields.word("goto"), track=_track(fields))


def _file(key: str, fields: Fields) -> FileStep:
    filings: tuple[Filing, ...] = get_args(Filing)
    return FileStep(key, filing=fields.one_of("file", filings), goto=fields.word("goto"))


def _handoff(key: str, fields: Fields) -> HandoffStep:
    level = fields.one_of("level", LEVELS, "agent")
    return HandoffStep(key, text=fields.text("handoff"), level=level, when_closed=_closed(fields))


def _close(key: str, fields: Fields) -> CloseStep:
    return CloseStep(key, text=fields.text("close"), when_closed=_closed(fields))


def _closed(fields: Fields) -> Text:
    return fields.text("when-closed", needed=False)


def _track(fields: Fields) -> Track | None:
    return fields.one_of("track", TRACKS) if "track" in fields else None


KINDS: Mapping[str, Callable[[str, Fields], Step]] = {
    "say": _say,
    "ask": _ask,
    "check": _check,
    "branch": _branch,
    "summary": _summary,
    "file": _file,
    "handoff": _handoff,
    "close": _close,
}
