"""Labelled lines as they stand in the files: what reading is fitted on, and measured by. Knows no model."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.understanding.acts import Act, Stage
from bot.understanding.reader_port import Situation
from bot.understanding.signals import SignalName, When, Who

QUESTION = f"{Stage.QUESTION}:"


@dataclass(frozen=True)
class LabelledAct:
    """One message in its situation, and what it does."""

    id: str
    text: str
    situation: Situation
    act: Act
    also: frozenset[Act] = frozenset()
    """Acts that would be as right."""

    def is_right(self, act: Act) -> bool:
        """Whether a reader that names this act is right."""
        return act == self.act or act in self.also


@dataclass(frozen=True)
class LabelledSignal:
    """One signal that a text is labelled with."""

    name: SignalName
    who: Who
    when: When

    @property
    def is_to_be_heard(self) -> bool:
        """Whether something follows from it: what is over is neither missed nor a false alarm, but abuse stays."""
        return self.when == When.NOW or self.name == SignalName.ABUSE


@dataclass(frozen=True)
class LabelledMessage:
    """One text, and what is to be heard in it."""

    id: str
    text: str
    signals: tuple[LabelledSignal, ...]
    fields: Mapping[str, Any] = field(default_factory=dict)
    """All that its line says, for who measures more than signals."""

    def holds(self, name: SignalName) -> bool:
        """Whether a signal is to be heard in it."""
        return any(one.name == name and one.is_to_be_heard for one in self.signals)

    def mentions(self, name: SignalName) -> bool:
        """Whether a signal is in it, be it over."""
        return any(one.name == name for one in self.signals)


class BadLabel(Exception):
    """A line of a file is not what it should be."""


def situation(
    stage: str, asked: str = "", before: Iterable[str] = (), script: str = "", language: str = "en"
) -> Situation:
    """Return a situation whose stage is written as in the files: ``question:phone``."""
    name, _, slot = stage.partition(":")
    return Situation(Stage(name), slot, asked, tuple(before), script, language)


def read_acts(path: Path) -> list[LabelledAct]:
    """Return the labelled messages of a file.

    Raises:
        BadLine: if a line is none.
    """
    return [_act(path, number, line) for number, line in _lines(path)]


def read_texts(path: Path) -> list[LabelledMessage]:
    """Return the texts of a file that are labelled with signals.

    Raises:
        BadLine: if a line is none.
    """
    return [_text(path, number, line) for number, line in _lines(path)]


def _lines(path: Path) -> Iterable[tuple[int, str]]:
    return ((number, line) for number, line in enumerate(path.read_text("utf-8").split("\n"), 1) if line.strip())


def _act(path: Path, number: int, line: str) -> LabelledAct:
    try:
        told = json.loads(line)
        where = situation(
            told["stage"], told.get("asked", ""), told.get("before", ()), told.get("script", ""), told.get("lang", "en")
        )
        also = frozenset(Act(one) for one in told.get("also", ()))
        return LabelledAct(str(told.get("id", number)), told["text"], where, Act(told["act"]), also)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadLabel(f"{path}, line {number}: {error!r}") from error


def _text(path: Path, number: int, line: str) -> LabelledMessage:
    try:
        told = json.loads(line)
        signals = tuple(
            LabelledSignal(SignalName(one["name"]), Who(one["who"]), When.NOW if one.get("now", True) else When.PAST)
            for one in told["signals"]
        )
        return LabelledMessage(str(told.get("id", number)), told["text"], signals, told)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadLabel(f"{path}, line {number}: {error!r}") from error
