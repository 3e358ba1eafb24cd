"""That reading does not become worse: plain messages, and half of the signals, that no model was fitted on.

How well hard messages by other hands are read is measured by `bench/understanding.py`, which takes minutes.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from bot.understanding.labelled_lines import LabelledMessage, LabelledSignal, read_acts
from bot.understanding.learned_reader import LearnedReader
from bot.understanding.reading_evaluation import measure_acts, measure_texts
from bot.understanding.signals import GRAVE, SignalName, When, Who

DATA = Path(__file__).parents[2] / "data"
ALARMS, HEARD = 0.08, 0.85
"""Of look-alikes: harmless ones that may be sure alarms, and grave ones that get the quiet line at least."""


def look_alikes() -> list[LabelledMessage]:
    """Return harmless sentences that sound grave, and real ones beside them; no model was fitted on their ideas."""
    return [
        _labelled(told)
        for told in map(json.loads, (DATA / "signals-look-alikes.jsonl").read_text("utf-8").splitlines())
    ]


def held_back() -> list[LabelledMessage]:
    lines = [
        line
        for language in ("en", "zh")
        for line in (DATA / f"signals-{language}.jsonl").read_text("utf-8").splitlines()[1::2]
    ]
    return [_labelled(told) for told in map(json.loads, lines)]


def _labelled(told: Mapping[str, Any]) -> LabelledMessage:
    signals = tuple(LabelledSignal(SignalName(name), Who.CUSTOMER, When.NOW) for name in told["signals"])
    return LabelledMessage("", told["text"], signals)


@pytest.mark.parametrize(("reader", "accuracy", "first_two"), [("by_words", 0.8, 0.9), ("by_meanings", 0.85, 0.95)])
def test_plain_messages_are_read_rightly(
    request: pytest.FixtureRequest, reader: str, accuracy: float, first_two: float
) -> None:
    by: LearnedReader = request.getfixturevalue(reader)

    figures = measure_acts(read_acts(DATA / "acts-plain.jsonl"), by.acts)

    assert [one.told.text for one in figures.outcomes if one.is_control_as_answer] == []
    assert sum(one.is_right for one in figures.outcomes) >= accuracy * len(figures.outcomes)
    assert sum(one.is_among_two for one in figures.outcomes) >= first_two * len(figures.outcomes)


@pytest.mark.parametrize(("reader", "recall", "false"), [("by_words", 0.7, 0.08), ("by_meanings", 0.8, 0.06)])
def test_signals_are_heard_and_few_that_are_not_there(
    request: pytest.FixtureRequest, reader: str, recall: float, false: float
) -> None:
    by: LearnedReader = request.getfixturevalue(reader)

    figures = measure_texts(held_back(), by.signals).figures()

    assert isinstance(figures["recall"], float)
    assert isinstance(figures["false_alarm_rate"], float)
    assert figures["recall"] >= recall
    assert figures["false_alarm_rate"] <= false


def test_what_only_sounds_grave_is_hardly_ever_an_alarm_and_what_is_grave_is_heard(by_meanings: LearnedReader) -> None:
    outcomes = measure_texts(look_alikes(), by_meanings.signals).outcomes
    harmless = [one for one in outcomes if not one.told.signals]
    grave = [one for one in outcomes if one.told.signals]

    assert sum(bool(one.sure & GRAVE) for one in harmless) <= ALARMS * len(harmless)
    assert sum(any(one.told.holds(name) for name in one.sure | one.unsure) for one in grave) >= HEARD * len(grave)
