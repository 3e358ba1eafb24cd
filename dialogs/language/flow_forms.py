"""The steps and slots of a script as forms: what of each is written, as somebody reads it and wants it.

Reads the text and not its values, so that a script with mistakes can be mended by a form as well. What a form does not
know stays as it is. How a text is changed by forms is for `flow_edits`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, get_args

from dialogs.language.wordings import mark_of
from dialogs.model.script import Comparison, Filing, HandoffLevel, ScriptTrack, Text
from dialogs.strict_yaml.yaml_spans import Path, Spelled, SpelledMap, SpelledText, last_sign, normalised, read_spans
from dialogs.strict_yaml.yaml_values import Value, as_value

PartKind = Literal["text", "step", "slot", "word", "number", "flag", "arms"]


class StepPart(NamedTuple):
    """An entry of a step, as a form shows it."""

    name: str
    """As it is written: ``prompt``."""
    kind: PartKind
    needed: bool = True
    options: tuple[str, ...] = ()
    """Of a word."""


_GOTO = StepPart("goto", "step")
_TRACK = StepPart("track", "word", needed=False, options=get_args(ScriptTrack))
_CLOSED = StepPart("when-closed", "text", needed=False)
STEP_PARTS: Mapping[str, tuple[StepPart, ...]] = {
    "say": (StepPart("say", "text"), _CLOSED, _TRACK, _GOTO),
    "ask": (
        StepPart("ask", "slot"),
        StepPart("prompt", "text"),
        StepPart("reprompt", "text"),
        _GOTO,
        StepPart("tries", "number", needed=False),
        StepPart("otherwise", "step"),
        _TRACK,
        StepPart("for-another", "flag", needed=False),
    ),
    "branch": (StepPart("branch", "arms"), StepPart("otherwise", "step")),
    "check": (
        StepPart("check", "word", options=("known-issue", "repeat")),
        StepPart("of", "slot"),
        StepPart("offer", "text"),
        StepPart("offer-many", "text"),
        StepPart("accepted", "step"),
        _GOTO,
    ),
    "summary": (StepPart("summary", "text"), _TRACK, _GOTO),
    "file": (StepPart("file", "word", options=get_args(Filing)), _GOTO),
    "handoff": (
        StepPart("handoff", "text"),
        _CLOSED,
        StepPart("level", "word", needed=False, options=get_args(HandoffLevel)),
    ),
    "close": (StepPart("close", "text"), _CLOSED),
}
"""By kind of step, the entry that tells the kind first."""
COMPARISONS: tuple[Comparison, ...] = get_args(Comparison)
FLAGS = ("optional", "private", "remember")
"""What a slot may be besides; how it is meant is in the admin guide."""
ON = ("yes", "true")
_SLOT = "slots/"
_LEADS_ON = ("goto", "otherwise", "accepted")
"""Entries of a step and of an arm of a branch whose value is the step that comes next."""


class ConditionForm(NamedTuple):
    """One comparison of a slot."""

    slot: str
    comparison: str
    value: str
    """With commas between several."""


@dataclass(frozen=True)
class ArmForm:
    """One way of a branch."""

    tests: tuple[ConditionForm, ...]
    goto: str
    track: str = ""


@dataclass(frozen=True)
class StepForm:
    """A step as it is written, or as somebody wants it."""

    kind: str
    """Empty if it tells none."""
    texts: Mapping[str, Text] = field(default_factory=dict)
    words: Mapping[str, str] = field(default_factory=dict)
    """All other entries by their names; one that is missing is empty."""
    arms: tuple[ArmForm, ...] = ()
    others: tuple[str, ...] = field(default=(), compare=False)
    """Names of entries that a form does not know; they stay as they are."""

    @property
    def said(self) -> Text:
        """What the bot says there, if it says anything."""
        return next((self.texts[part.name] for part in STEP_PARTS.get(self.kind, ()) if part.name in self.texts), {})

    @property
    def targets(self) -> tuple[str, ...]:
        """Where it leads."""
        ends = [self.words.get(part.name, "") for part in STEP_PARTS.get(self.kind, ()) if part.kind == "step"]
        return tuple(dict.fromkeys(one for one in (*(arm.goto for arm in self.arms), *ends) if one))


@dataclass(frozen=True)
class ChoiceForm:
    """A button as it is written, or as somebody wants it."""

    label: Text
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class SlotForm:
    """A named answer as it is written, or as somebody wants it."""

    type: str
    label: Text
    choices: Mapping[str, ChoiceForm] = field(default_factory=dict)
    flags: frozenset[str] = frozenset()


@dataclass(frozen=True)
class FlowForms:
    """All steps and slots of a script, in the order of its text."""

    start: str
    steps: Mapping[str, StepForm]
    slots: Mapping[str, SlotForm]
    marks: Mapping[str, str]
    """By step: what tells the writing of it, and of the slot that it asks, from any other."""
    lines: Mapping[str, tuple[int, int]]
    """By step, and by ``slots/`` and the slot: its first and its last line."""

    def step_at(self, line: int) -> str:
        """Return the step that a line of the text is about, or that asks for the slot which it is about; or nothing."""
        at = next((key for key, (first, last) in self.lines.items() if first <= line <= last), "")
        if not at.startswith(_SLOT):
            return at
        slot = at.removeprefix(_SLOT)
        return next((key for key, step in self.steps.items() if step.words.get("ask") == slot), "")


def read_flow(text: str) -> FlowForms | None:
    """Return what a script is made of; None if the text cannot be read or has no steps."""
    text = normalised(text)
    root = read_spans(text)
    if root is None or not isinstance(root.get("steps"), SpelledMap):
        return None
    steps, slots = dict(_entries(root.get("steps"))), dict(_entries(root.get("slots")))
    forms = {key: _step(node) for key, node in steps.items()}
    marks = {key: mark_of(_written(text, steps[key]) + _written(text, slots.get(_asked(forms[key])))) for key in steps}
    nodes = {**steps, **{_SLOT + key: node for key, node in slots.items()}}
    lines = {key: (_line(text, node.start), _line(text, last_sign(node) - 1)) for key, node in nodes.items()}
    return FlowForms(_word(root.get("start")), forms, {key: _slot(node) for key, node in slots.items()}, marks, lines)


def references(root: SpelledMap, step: str) -> Iterator[Path]:
    """Yield the places of a text at which a step is named as where to go."""
    for top in ("start", "interrupts", "steps"):
        for path, node in _texts_in((top,), root.get(top)):
            leads_on = path[-1] in _LEADS_ON if top == "steps" else path[-1] != "times"
            if leads_on and node.text.strip() == step:
                yield path


def _line(text: str, place: int) -> int:
    return text.count("\n", 0, place) + 1


def _texts_in(path: Path, node: Spelled | None) -> Iterator[tuple[Path, SpelledText]]:
    if isinstance(node, SpelledText):
        yield path, node
    elif isinstance(node, SpelledMap):
        for key, value in node.entries:
            yield from _texts_in((*path, key.text), value)
    elif node is not None:
        for number, item in enumerate(node.items):
            yield from _texts_in((*path, str(number)), item)


def _entries(node: Spelled | None) -> Iterator[tuple[str, SpelledMap]]:
    for key, value in node.entries if isinstance(node, SpelledMap) else ():
        if isinstance(value, SpelledMap):
            yield key.text, value


def _asked(step: StepForm) -> str:
    return step.words.get("ask", "")


def _written(text: str, node: SpelledMap | None) -> str:
    return text[node.start : last_sign(node)].rstrip() if node else ""


def _step(node: SpelledMap) -> StepForm:
    kind = next((key.text for key, _ in node.entries if key.text in STEP_PARTS), "")
    parts = STEP_PARTS.get(kind, ())
    known = {part.name: part for part in parts}
    return StepForm(
        kind,
        {part.name: _text(node.get(part.name)) for part in parts if part.kind == "text" and node.get(part.name)},
        {part.name: _word(node.get(part.name)) for part in parts if part.kind not in ("text", "arms")},
        tuple(_arms(node.get("branch"))) if kind == "branch" else (),
        tuple(key.text for key, _ in node.entries if key.text not in known),
    )


def _arms(node: Spelled | None) -> Iterator[ArmForm]:
    for arm in as_value(node) if node else ():
        if isinstance(arm, Mapping):
            yield ArmForm(tuple(_tests(arm.get("when"))), str(arm.get("goto", "")), str(arm.get("track", "")))


def _tests(when: Value | None) -> Iterator[ConditionForm]:
    for slot, compared in when.items() if isinstance(when, Mapping) else ():
        for comparison, value in compared.items() if isinstance(compared, Mapping) else ():
            told = value if isinstance(value, str) else ", ".join(map(str, value))
            yield ConditionForm(slot, comparison, told)


def _slot(node: SpelledMap) -> SlotForm:
    choices = node.get("choices")
    return SlotForm(
        _word(node.get("type")),
        _text(node.get("label")),
        {key: _choice(value) for key, value in _entries(choices)},
        frozenset(flag for flag in FLAGS if _word(node.get(flag)) in ON),
    )


def _choice(node: SpelledMap) -> ChoiceForm:
    if is_short(node):
        return ChoiceForm(_text(node))
    words = node.get("words")
    listed = as_value(words) if words else ()
    return ChoiceForm(_text(node.get("label")), tuple(map(str, listed)) if isinstance(listed, Sequence) else ())


def is_short(node: Spelled | None) -> bool:
    """Return whether a choice is written as its label alone."""
    return isinstance(node, SpelledMap) and node.get("label") is None and node.get("words") is None


def _text(node: Spelled | None) -> Text:
    entries = node.entries if isinstance(node, SpelledMap) else ()
    return {key.text: value.text.strip() for key, value in entries if isinstance(value, SpelledText)}


def _word(node: Spelled | None) -> str:
    return node.text.strip() if isinstance(node, SpelledText) else ""
