"""Signals: the tone line that is said once, and interrupts that wait for the second time."""

import pytest

from dialogs.model.events import Filed, FileTicket, Found, HandOver, Said, Started
from dialogs.model.script import Script
from tests.dialogs.playing import asked_of_the_desk, play, script, texts
from tests.dialogs.small_scripts import small_script

STEPS = """
    hello: {say: {en: Hello}, goto: problem}
    problem: {ask: problem, prompt: {en: What}, reprompt: {en: 'What?'}, otherwise: person, goto: known}
    known: {check: repeat, of: problem, offer: {en: Same}, offer-many: {en: Or}, accepted: bye, goto: name}
    name: {ask: name, prompt: {en: Name}, reprompt: {en: 'Name?'}, otherwise: person, goto: bye}
    person: {handoff: {en: Wait}}
    bye: {close: {en: Bye}}
"""
SLOTS = "problem: {type: text, label: {en: Problem}}\nname: {type: text, label: {en: Name}}"
TOP = """
    opening: problem
    interrupts: {anger: {goto: person, times: 2}, danger: person}
    tone: {anger: {en: I am sorry}, grief: {en: My condolences}, danger: {en: Be safe}}
"""


@pytest.fixture(scope="module")
def small() -> Script:
    return script(small_script(STEPS, SLOTS, TOP))


def test_a_tone_line_is_said_before_the_next_question_and_after_the_greeting(small: Script) -> None:
    _, effects = play(small, Started("en", "", ("anger",)))

    assert texts(effects) == ["Hello", "I am sorry", "What"]


def test_a_tone_line_waits_while_the_desk_looks_something_up(small: Script) -> None:
    _, first = play(small, Started("en", "No net, you crooks", ("anger",)))
    _, second = play(small, Started("en", "No net, you crooks", ("anger",)), Found())

    assert texts(first) == ["Hello"]
    assert texts(second) == ["I am sorry", "Name"]


def test_a_tone_line_is_said_only_once(small: Script) -> None:
    _, effects = play(small, Started("en", "My phone", ("grief",)), Found(), Said("Wang", ("grief",)))

    assert texts(effects) == ["Bye"]


def test_two_signals_are_answered_in_the_order_of_the_script(small: Script) -> None:
    _, effects = play(small, Started("en", "My phone", ("grief", "anger")), Found())

    assert texts(effects) == ["I am sorry", "My condolences", "Name"]


def test_a_signal_without_a_tone_line_changes_no_word(small: Script) -> None:
    _, effects = play(small, Started("en", "My phone", ("vulnerable",)), Found())

    assert texts(effects) == ["Name"]


def test_an_interrupt_of_the_second_time_lets_the_first_one_pass(small: Script) -> None:
    state, effects = play(small, Started("en", "My phone", ("anger",)), Found(), Said("What a name", ("anger",)))

    assert asked_of_the_desk(effects) == [FileTicket("open", "My phone", {"problem": "My phone"})]
    state, effects = play(small, Filed("T-1"), state=state)
    assert asked_of_the_desk(effects) == [HandOver("anger", "agent")]
    assert texts(effects) == ["Wait"]


def test_where_a_signal_interrupts_at_once_its_tone_line_comes_first(small: Script) -> None:
    state, _ = play(small, Started("en", "Smoke from the box", ("danger",)))
    _, effects = play(small, Filed("T-1"), state=state)

    assert texts(effects) == ["Be safe", "Wait"]
