"""What is written on the box of a step, and how large that makes it. Knows no colours and no places."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from bot.drawing.picture_words import signal, word
from bot.drawing.text_width import printable, width, wrap
from dialogs.model.script import (
    WITH_CHOICES,
    AskStep,
    BranchStep,
    CheckStep,
    CloseStep,
    FileStep,
    HandoffStep,
    Interrupt,
    SayStep,
    Script,
    Slot,
    Step,
    SummaryStep,
    kind_of,
)
from dialogs.versions.funnel import Funnel

HEAD = 24
"""Height of the line with the kind and the key; all measures here are pixels."""
LINE = 16
"""From a line of text to the next."""
FOOT = 22
"""Height of the line with the numbers."""
MARGIN = 14
"""From the border to the text."""
TEXT = 12
"""Height of the letters of what the bot says, and of the key."""
SMALL = 11
"""Height of all other letters."""
_GAP = 8
_WIDTH = 250
_LINES = 3
"""Lines of what the bot says, and of signals."""
_CHOICES = 5
"""Lines of buttons."""

Style = Literal["text", "slot", "note", "signal"]


@dataclass(frozen=True)
class CardLine:
    """One line of text."""

    text: str
    style: Style


@dataclass(frozen=True)
class CardFoot:
    """The numbers of a step."""

    passed: str
    left: str = ""
    warmth: float = 0
    """How many left here, against the step where most did: 1."""


@dataclass(frozen=True)
class StepCard:
    """The box of a step."""

    key: str
    kind: str
    """As it is written in a script: ``ask``."""
    name: str
    """The key as far as it fits."""
    lines: tuple[CardLine, ...]
    whole: str
    """What the bot says, uncut."""
    foot: CardFoot | None
    width: float = _WIDTH

    @property
    def height(self) -> float:
        """How high it is."""
        text = len(self.lines) * LINE + _GAP if self.lines else 0
        return HEAD + text + (FOOT if self.foot else 0)


def step_card(script: Script, step: Step, language: str, passages: Funnel | None = None) -> StepCard:
    """Return the box of a step in one of the script's languages."""
    kind = kind_of(type(step))
    room = _WIDTH - 3 * MARGIN - width(word(language, kind), SMALL, bold=True)
    said = _said(step, language)
    lines = (
        *_signals(script, step.key, language, passages),
        *_cut(said, "text", _LINES),
        *_more(script, step, language),
    )
    name = wrap(step.key, room, TEXT, 1, bold=True)[0]
    return StepCard(step.key, kind, name, lines, printable(said), _foot(script, step.key, language, passages))


def _cut(text: str, style: Style, lines: int) -> tuple[CardLine, ...]:
    height, bold = TEXT if style == "text" else SMALL, style in ("slot", "signal")
    return tuple(CardLine(row, style) for row in wrap(text, _WIDTH - 2 * MARGIN, height, lines, bold=bold) if row)


def _said(step: Step, language: str) -> str:
    match step:
        case SayStep() | SummaryStep() | HandoffStep() | CloseStep():
            return step.text[language]
        case AskStep():
            return step.prompt[language]
        case CheckStep():
            return word(language, f"look.{step.look}")
        case FileStep():
            return word(language, f"filing.{step.filing}")
        case BranchStep():
            return ""


def _more(script: Script, step: Step, language: str) -> Iterator[CardLine]:
    """Yield what a kind of step has besides the words of the bot."""
    match step:
        case AskStep():
            yield from _slot(script.slots[step.slot], language)
        case HandoffStep():
            yield from _cut(word(language, f"level.{step.level}"), "note", 1)
        case BranchStep():
            tested = dict.fromkeys(condition.slot for arm in step.arms for condition in arm.when)
            labels = [script.slots[slot].label[language] for slot in tested]
            yield from _cut(word(language, "and").join(labels), "slot", 2)
    if isinstance(step, SayStep | AskStep | SummaryStep) and step.track:
        yield from _cut(word(language, f"track.{step.track}"), "note", 1)


def _slot(slot: Slot, language: str) -> Iterator[CardLine]:
    label = slot.label[language]
    if slot.optional:
        label = word(language, "bracketed", text=label, more=word(language, "optional"))
    yield from _cut(label, "slot", 2)
    if slot.type in WITH_CHOICES:
        yield from _cut(" · ".join(printable(choice.label[language]) for choice in slot.choices), "note", _CHOICES)
    elif slot.type == "yes-no":
        yield from _cut(f"{word(language, 'yes')} · {word(language, 'no')}", "note", 1)


def _signals(script: Script, key: str, language: str, passages: Funnel | None) -> tuple[CardLine, ...]:
    """Return what leads to this step from anywhere."""
    names = [
        _heard(name, interrupt, key, language, passages)
        for name, interrupt in script.interrupts.items()
        if key in interrupt.targets
    ]
    if not names:
        return ()
    heard = word(language, "and").join(names)
    return _cut(f"{word(language, 'any-time')}{word(language, 'colon')}{heard}", "signal", _LINES)


def _heard(name: str, interrupt: Interrupt, key: str, language: str, passages: Funnel | None) -> str:
    called = signal(language, name)
    if key != interrupt.goto:
        called = word(language, "of-another", signal=called)
    if interrupt.times > 1:
        called = word(language, "times", signal=called, n=interrupt.times)
    number = passages.signals.get(name, 0) if passages else 0
    return word(language, "heard", signal=called, n=number) if number else called


def _foot(script: Script, key: str, language: str, passages: Funnel | None) -> CardFoot | None:
    if passages is None:
        return None
    passed, left = passages.passed.get(key, 0), passages.left.get(key, 0)
    told = word(language, "passed", n=passed)
    if not left:
        return CardFoot(told)
    most = max(passages.left.get(step, 0) for step in script.steps)
    return CardFoot(told, word(language, "left", n=left, share=_share(left, max(passed, left))), left / most)


def _share(part: int, whole: int) -> str:
    return "<1%" if part * 200 < whole else f"{part / whole:.0%}"
