"""A customer who falls silent: the reminder, the draft that is put away, and the coming back."""

import pytest

from dialogs.model.events import (
    Cancelled,
    End,
    Filed,
    Finished,
    Found,
    GivenUp,
    HandedBack,
    LanguageChosen,
    Pressed,
    Said,
    Silent,
    Started,
    StartOver,
    TakenOver,
)
from dialogs.model.script import Script
from dialogs.model.state import State
from tests.dialogs.playing import keys, play, script, texts
from tests.dialogs.small_scripts import small_script

STEPS = """
    problem: {ask: problem, prompt: {en: What}, reprompt: {en: 'What?'}, otherwise: person, goto: phone}
    phone: {ask: phone, prompt: {en: Phone}, reprompt: {en: 'Phone?'}, otherwise: person, goto: show}
    show: {summary: {en: '{summary}'}, goto: file}
    file: {file: open, goto: more}
    more: {ask: more, prompt: {en: More}, reprompt: {en: 'More?'}, otherwise: bye, goto: bye}
    person: {handoff: {en: Wait}}
    bye: {close: {en: Bye}}
"""
SLOTS = """
    problem: {type: text, label: {en: Problem}}
    phone: {type: digits, length: 6-12, label: {en: Phone}}
    more: {type: text, label: {en: More}}
"""
TOP = "opening: problem\ninterrupts: {danger: person}"
BEGUN = Started("en", "No net since Monday")


@pytest.fixture(scope="module")
def small() -> Script:
    return script(small_script(STEPS, SLOTS, TOP))


@pytest.fixture(scope="module")
def away(small: Script) -> State:
    """A draft that was put away at the question for the phone."""
    return play(small, BEGUN, GivenUp())[0]


def test_the_reminder_brings_the_buttons_of_the_question_along_and_leaves_them_alive(small: Script) -> None:
    state, effects = play(small, BEGUN, Said("123456"), Silent())

    assert texts(effects) == [small.texts["reminder"]["en"]]
    assert keys(effects) == ["send", "change"]
    assert play(small, Pressed(state.question, "send"), state=state)[0].status == "filing"


def test_giving_up_keeps_what_was_told(away: State) -> None:
    assert (away.status, away.step) == ("abandoned", "phone")
    assert away.slots == {"problem": "No net since Monday"}


def test_who_is_given_up_is_told_that_the_draft_is_kept(small: Script) -> None:
    _, effects = play(small, BEGUN, GivenUp())

    assert texts(effects) == [small.texts["abandoned"]["en"]]


def test_where_nothing_was_told_giving_up_ends_without_a_word(small: Script) -> None:
    state, effects = play(small, Started("en"), GivenUp())

    assert state.status == "closed"
    assert effects == (End(),)


def test_what_is_filed_is_no_draft_any_more(small: Script) -> None:
    state, _ = play(small, BEGUN, Said("123456"), Said("yes"), Filed("T-1"), GivenUp())

    assert state.status == "closed"


@pytest.mark.parametrize("event", [Silent(), GivenUp(), Found(), Filed("T-1"), HandedBack()])
def test_a_draft_that_was_put_away_waits_for_the_customer_alone(small: Script, away: State, event: Found) -> None:
    assert play(small, event, state=away) == (away, ())


def test_who_comes_back_is_asked_whether_to_go_on_with_the_draft(small: Script, away: State) -> None:
    state, effects = play(small, Said("Hello again"), state=away)

    assert "No net since Monday" in texts(effects)[0]
    assert keys(effects) == ["yes", "no"]
    assert state.status == "active"


def test_a_yes_goes_on_where_it_stood(small: Script, away: State) -> None:
    state, effects = play(small, Said("Hello again"), Said("yes"), state=away)

    assert texts(effects) == ["Phone"]
    assert (state.step, state.resuming) == ("phone", False)


def test_the_answer_that_was_written_on_coming_back_is_not_asked_for_again(small: Script, away: State) -> None:
    state, _ = play(small, Said("it is 123456"), Said("yes"), state=away)

    assert (state.step, state.slots["phone"]) == ("show", "123456")


def test_a_no_ends_the_draft_and_begins_anew_with_the_words_that_came(small: Script, away: State) -> None:
    state, effects = play(small, Said("My bill is wrong"), Said("no"), state=away)

    assert state.status == "closed"
    assert effects == (End(), StartOver("My bill is wrong"))


def test_a_tap_on_the_old_question_answers_it(small: Script) -> None:
    state, _ = play(small, BEGUN, Said("123456"), GivenUp())
    state, _ = play(small, Pressed(state.question, "send"), state=state)

    assert state.status == "filing"


def test_a_stale_tap_only_brings_the_customer_back(small: Script, away: State) -> None:
    state, effects = play(small, Pressed(99, "send"), state=away)

    assert keys(effects) == ["yes", "no"]
    assert state.slots == away.slots


def test_danger_is_heard_before_anything_is_asked(small: Script, away: State) -> None:
    state, _ = play(small, Said("There is smoke", ("danger",)), state=away)

    assert state.status == "filing"


def test_a_language_may_be_chosen_while_being_asked(small: Script, away: State) -> None:
    state, effects = play(small, Said("Hello"), LanguageChosen("en"), state=away)

    assert keys(effects) == ["yes", "no"]
    assert state.resuming


def test_who_comes_back_may_stop_or_be_taken_over(small: Script, away: State) -> None:
    assert play(small, Cancelled(), state=away)[0].status == "closed"
    assert play(small, Finished(), state=away)[0].status == "closed"
    assert play(small, TakenOver(), state=away)[0].status == "with-person"


@pytest.mark.parametrize("event", [Silent(), GivenUp()])
def test_nobody_is_reminded_while_a_person_is_there(small: Script, event: Silent) -> None:
    state, _ = play(small, BEGUN, TakenOver())

    assert play(small, event, state=state) == (state, ())


def test_whoever_is_taken_over_while_being_asked_to_go_on_comes_back_to_the_question_itself(
    small: Script, away: State
) -> None:
    state, effects = play(small, Said("Hello"), TakenOver(), HandedBack(), state=away)

    assert texts(effects)[1:] == ["Phone"]
    assert not state.resuming


def test_whoever_leaves_in_the_middle_of_changing_an_answer_comes_back_to_the_summary(small: Script) -> None:
    state, _ = play(small, BEGUN, Said("123456"), Said("no"), GivenUp())
    assert not state.changing

    _, effects = play(small, Said("hello"), Said("yes"), state=state)
    assert keys(effects) == ["send", "change"]


def test_whoever_leaves_once_more_is_asked_once_more(small: Script, away: State) -> None:
    state, _ = play(small, Said("hello"), GivenUp(), state=away)
    assert (state.status, state.resuming) == ("abandoned", False)

    assert keys(play(small, Said("hello"), state=state)[1]) == ["yes", "no"]


def test_a_stale_tap_brings_no_words_along(small: Script, away: State) -> None:
    _, effects = play(small, Pressed(99, "send"), Said("no"), state=away)

    assert effects == (End(), StartOver(""))


def test_a_person_who_was_there_before_the_bot_hands_back_without_a_greeting() -> None:
    greeting = script(small_script("    hello: {say: {en: Hello}, goto: problem}" + STEPS, SLOTS, TOP))
    _, effects = play(greeting, TakenOver("en"), HandedBack())

    assert texts(effects)[1:] == ["What"]


def test_an_interrupt_that_asks_wakes_a_draft() -> None:
    calming = script(small_script(STEPS, SLOTS, "opening: problem\ninterrupts: {anger: more}"))
    state, effects = play(calming, Started("en", "It broke"), GivenUp(), Said("You liars", ("anger",)))

    assert (state.status, texts(effects)) == ("active", ["More"])


def test_a_conversation_begins_without_a_reference() -> None:
    assert play(script(small_script(STEPS, SLOTS, TOP)), Started("en"))[0].reference == ""
