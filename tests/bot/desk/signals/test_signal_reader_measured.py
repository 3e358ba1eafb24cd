"""What share of the signals of customers' messages is heard, and how often one is heard that is not there.

`tests/data/signals-*.jsonl`: the odd lines are for mending the phrases, the even ones are measured here.
"""

import json
from pathlib import Path

import pytest

from bot.desk.signals.signal_reader import SignalReader

DATA = Path(__file__).parents[3] / "data"
HEARD_AT_LEAST = 0.97
OF_EACH_AT_LEAST = 0.9
FALSE_AT_MOST = 0.02
SIGNALS = (
    "danger",
    "self-harm",
    "legal-threat",
    "regulator-threat",
    "press-threat",
    "wants-person",
    "anger",
    "grief",
    "vulnerable",
)

Message = tuple[frozenset[str], frozenset[str]]
"""The signals that a message holds, and those that are heard."""


def messages(language: str) -> list[Message]:
    lines = (DATA / f"signals-{language}.jsonl").read_text(encoding="utf-8").splitlines()[1::2]
    return [
        (frozenset(line["signals"]), frozenset(SignalReader().read(line["text"]))) for line in map(json.loads, lines)
    ]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_nearly_all_signals_are_heard(language: str) -> None:
    held = messages(language)

    heard = sum(len(there & heard) for there, heard in held) / sum(len(there) for there, _ in held)

    assert heard >= HEARD_AT_LEAST


@pytest.mark.parametrize("signal", SIGNALS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_nearly_every_message_with_a_signal_is_heard_as_one(language: str, signal: str) -> None:
    with_it = [heard for there, heard in messages(language) if signal in there]

    share = sum(signal in heard for heard in with_it) / len(with_it)

    assert share >= OF_EACH_AT_LEAST


@pytest.mark.parametrize("signal", SIGNALS)
@pytest.mark.parametrize("language", ["en", "zh"])
def test_hardly_any_message_without_a_signal_is_heard_as_one(language: str, signal: str) -> None:
    without_it = [heard for there, heard in messages(language) if signal not in there]

    share = sum(signal in heard for heard in without_it) / len(without_it)

    assert share <= FALSE_AT_MOST
