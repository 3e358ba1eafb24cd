"""What customers meet because of what is heard: the reader, with the phrases as one of its features, and the script.

The tables are those of `test_signals_in_context`; here counts what a customer is led to, and not a confidence.
"""

import pytest

from bot.understanding.learned_reader import LearnedReader
from bot.understanding.reader_port import Situation
from bot.understanding.signals import Level, SignalName, Who
from dialogs.engine.engine import advance
from dialogs.model.events import Started
from dialogs.model.state import State
from dialogs.reading.small_talk import language_of
from tests.bot.understanding.test_signals_in_context import ALARMED_STILL, GRAVE, HARMLESS, MISSED_STILL
from tests.dialogs.playing import shipped


def first_message(reader: LearnedReader, text: str) -> State:
    """Return where a conversation stands after a first message, as the desk passes on what is heard."""
    heard = reader.read(text, Situation()).signals
    event = Started(
        language_of(text, "en"),
        text,
        tuple(one.name.value for one in heard if one.level is Level.SURE),
        at="2026-11-29T14:00",
        unsure=tuple(one.name.value for one in heard if one.level is Level.UNSURE),
        others=tuple(one.name.value for one in heard if one.who is Who.OTHER),
    )
    state, _ = advance(shipped("telecom"), State(), event)
    return state


@pytest.mark.parametrize("text", [text for texts in HARMLESS.values() for text in texts])
def test_a_harmless_sentence_calls_nobody(by_meanings: LearnedReader, text: str) -> None:
    if text in ALARMED_STILL:
        pytest.xfail("still an alarm")

    state = first_message(by_meanings, text)

    assert (state.reason, state.interrupted) == ("", "")


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in GRAVE.values() for text in texts])
def test_a_grave_sentence_gets_a_person_or_at_least_the_quiet_line(
    by_meanings: LearnedReader, name: SignalName, text: str
) -> None:
    if text in MISSED_STILL:
        pytest.xfail("still missed")

    state = first_message(by_meanings, text)

    assert state.reason or name.value in (*state.quiet, *state.perhaps)


def test_whoever_fears_for_somebody_else_is_led_to_the_words_for_them(by_meanings: LearnedReader) -> None:
    state = first_message(by_meanings, "my brother says he wants to kill himself after your debt calls")

    assert state.step == "with-them"
