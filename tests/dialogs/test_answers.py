import pytest

from dialogs.engine import advance
from dialogs.events import Candidate, FileTicket, Found, Said, Started
from dialogs.script import Script
from tests.dialogs.playing import asked_of_the_desk, keys, play, press, script, texts
from tests.dialogs.small_scripts import small_script

SLOTS = """
    problem: {type: text, label: {en: Problem}}
    kind: {type: choice, label: {en: Kind}, choices: {bill: {en: My bill}, visit: {en: A skipped visit}}}
    amount: {type: money, optional: true, label: {en: Amount}}
"""
STEPS = """
    problem: {ask: problem, prompt: {en: What}, reprompt: {en: 'What?'}, otherwise: person, goto: known}
    known: {check: known-issue, of: problem, offer: {en: '{answer}'}, offer-many: {en: Or}, accepted: bye, goto: kind}
    kind: {ask: kind, prompt: {en: Kind}, reprompt: {en: 'Kind?'}, tries: 2, otherwise: amount, goto: amount}
    amount: {ask: amount, prompt: {en: Amount}, reprompt: {en: 'Amount?'}, otherwise: person, goto: show}
    show: {summary: {en: '{summary}'}, goto: bye}
    person: {handoff: {en: Wait}}
    bye: {close: {en: Bye}}
"""
TOP = "opening: problem\ninterrupts: {wants-person: person}"
NO_SIGNAL = Started("en", "No signal here")


@pytest.fixture(scope="module")
def small() -> Script:
    return script(small_script(STEPS, SLOTS, TOP))


@pytest.mark.parametrize("words", ["bill", "1", "My bil", "MY BILL!"])
def test_words_that_mean_a_button_count_as_its_tap(small: Script, words: str) -> None:
    state, _ = play(small, NO_SIGNAL, Found(), Said(words))

    assert state.slots["kind"] == "bill"


def test_an_optional_question_is_skipped_by_its_button_or_the_word_on_it(small: Script) -> None:
    state, _ = play(small, NO_SIGNAL, Found(), Said("bill"))

    assert press(small, state, "skip")[0].slots["amount"] == ""
    assert play(small, Said(" SKIP "), state=state)[0].slots["amount"] == ""


def test_an_unusable_answer_is_asked_again_in_other_words(small: Script) -> None:
    state, effects = play(small, NO_SIGNAL, Found(), Said("whatever"))

    assert texts(effects) == ["Kind?"]
    assert state.misses == 1


def test_after_so_many_unusable_answers_the_script_goes_elsewhere(small: Script) -> None:
    state, effects = play(small, NO_SIGNAL, Found(), Said("whatever"), Said("dunno"))

    assert (state.step, state.misses) == ("amount", 0)
    assert texts(effects) == ["Amount"]


def test_a_greeting_is_no_problem_and_no_unusable_answer(small: Script) -> None:
    state, effects = play(small, Started("en"), Said("hello"))

    assert texts(effects) == ["What"]
    assert (state.slots, state.misses) == ({}, 0)


def test_words_on_what_was_found_that_are_neither_yes_nor_no_are_asked_again_then_a_person_is_called(
    small: Script,
) -> None:
    found = Found((Candidate("k", "Outage", {"answer": "We know."}),))
    state, effects = play(small, NO_SIGNAL, found, Said("maybe tomorrow"))

    assert keys(effects) == ["yes", "no"]
    state, effects = play(small, Said("hm, hard to say"), Said("who knows"), state=state)
    assert state.reason == "unusable-answers"
    assert [FileTicket("open", "No signal here", state.slots)] == asked_of_the_desk(effects)


def test_where_no_person_can_be_called_the_question_is_asked_for_ever() -> None:
    lonely = script(small_script("show: {summary: {en: '{summary}'}, goto: bye}\nbye: {close: {en: Bye}}"))
    state, effects = play(lonely, Started("en"), *[Said("perhaps")] * 9)

    assert (state.status, state.step) == ("active", "show")
    assert keys(effects) == ["send", "change"]


def test_any_answer_can_be_changed_from_the_summary_and_the_rest_stays(small: Script) -> None:
    state, _ = play(small, NO_SIGNAL, Found(), Said("bill"), Said("20 yuan"))
    state, effects = press(small, state, "change")

    assert keys(effects) == ["problem", "kind", "amount"]
    state, effects = press(small, state, "amount")
    assert texts(effects) == ["Amount"]
    state, effects = advance(small, state, Said("30"))
    assert texts(effects) == ["• Problem: No signal here\n• Kind: My bill\n• Amount: 30.00"]
    assert not state.changing


def test_a_changed_problem_is_not_looked_up_again(small: Script) -> None:
    state, _ = play(small, NO_SIGNAL, Found(), Said("bill"), Said("20 yuan"))
    state, _ = press(small, press(small, state, "change")[0], "problem")
    state, effects = advance(small, state, Said("No signal at all"))

    assert state.step == "show"
    assert asked_of_the_desk(effects) == []


@pytest.mark.parametrize(("words", "step"), [("yes", "bye"), ("no", "show"), ("send it", "bye")])
def test_a_plain_yes_sends_the_summary_and_a_no_changes_it(small: Script, words: str, step: str) -> None:
    state, _ = play(small, NO_SIGNAL, Found(), Said("bill"), Said("20 yuan"), Said(words))

    assert (step, words == "no") == (state.step, state.changing)
