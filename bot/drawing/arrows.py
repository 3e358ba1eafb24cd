"""The ways between steps as arrows, one for each pair of steps, with the words at it. Knows no places."""

from dataclasses import dataclass, replace

from bot.drawing.picture_words import word
from bot.drawing.text_width import wrap
from dialogs.language.graph import edges
from dialogs.model.script import Arm, AskStep, BranchStep, CheckStep, Condition, HandoffStep, Script, Slot, Step
from dialogs.versions.funnel import Funnel

SMALL = 11
"""Height of the letters, in pixels."""
_ROOM = 150
_LINES = 5


@dataclass(frozen=True)
class Arrow:
    """The way from a step to another."""

    tail: str
    head: str
    words: tuple[str, ...] = ()
    """Lines."""
    astray: bool = False
    """It is the way of answers that were no use."""
    share: float | None = None
    """Of all conversations, those that went this way; None if there are no numbers."""
    is_named: bool = False
    """It ends at the name of the next step, which stands elsewhere: so many questions lead to a person that the
    lines would cross all others."""

    @property
    def end(self) -> str:
        """The key of the box at which it ends."""
        return f"{self.tail} → {self.head}" if self.is_named else self.head


def arrows(script: Script, language: str, passages: Funnel | None = None) -> tuple[Arrow, ...]:
    """Return all ways of the script; several from one step to the same next one are one arrow.

    A way to a step that is not there, as in a draft that somebody works on, is no arrow.
    """
    return tuple(
        _arrow(script, step, to, language, passages)
        for step in script.steps.values()
        for to in dict.fromkeys(edge.to for edge in edges(step))
        if to in script.steps
    )


def _arrow(script: Script, step: Step, to: str, language: str, passages: Funnel | None) -> Arrow:
    paths = [edge.path for edge in edges(step) if edge.to == to]
    told = [text for path in paths if (text := _told(script, step, path, language))]
    if isinstance(step, AskStep | CheckStep) and len(paths) > 1:
        told = []  # whatever the answer
    texts = [f"{text}{word(language, 'semicolon')}" for text in told[:-1]] + told[-1:]
    rows = tuple(row for text in texts for row in wrap(text, _ROOM, SMALL, _LINES))
    astray = isinstance(step, AskStep) and paths == [("otherwise",)]
    arrow = Arrow(step.key, to, rows, astray, is_named=astray and isinstance(script.steps[to], HandoffStep))
    if passages is None:
        return arrow
    number = passages.pairs.get((step.key, to), 0)
    counted = (*rows[:-1], f"{rows[-1]} · {number}") if rows else (str(number),)
    return replace(arrow, words=counted, share=number / passages.conversations)


def _told(script: Script, step: Step, path: tuple[str, ...], language: str) -> str:
    match step, path:
        case AskStep(), ("otherwise",):
            return word(language, "unusable", n=step.tries)
        case CheckStep(), ("accepted",):
            return word(language, "yes")
        case CheckStep(), _:
            return word(language, "none")
        case BranchStep(), ("otherwise",):
            return word(language, "otherwise")
        case BranchStep(), (_, number, _):
            return _arm(script, step, step.arms[int(number)], language)
    return ""


def _arm(script: Script, branch: BranchStep, arm: Arm, language: str) -> str:
    is_of_many = len({condition.slot for one in branch.arms for condition in one.when}) > 1
    told = word(language, "and").join(_condition(script, one, language, named=is_of_many) for one in arm.when)
    return f"{told} {word(language, f'to.{arm.track}')}" if arm.track else told


def _condition(script: Script, condition: Condition, language: str, *, named: bool) -> str:
    slot = script.slots[condition.slot]
    name = f"{slot.label[language]}{word(language, 'colon')}" if named else ""
    return name + _compared(slot, condition, language)


def _compared(slot: Slot, condition: Condition, language: str) -> str:
    values = [_value(slot, value, language) for value in condition.values]
    match condition.comparison:
        case "equals" | "is-one-of":
            return word(language, "or").join(values)
        case "is-empty":
            return word(language, "empty" if condition.values[0] == "yes" else "given")
        case _:
            return word(language, condition.comparison, value=values[0])


def _value(slot: Slot, value: str, language: str) -> str:
    if slot.type == "yes-no":
        return word(language, value)
    return next((choice.label[language] for choice in slot.choices if choice.key == value), value)
