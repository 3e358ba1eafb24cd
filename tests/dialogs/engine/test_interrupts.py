"""Signals at two levels: a quiet line where one is perhaps there, and a call for a person that can be taken back."""

import pytest

from dialogs.engine.advance import UNDO
from dialogs.model.events import (
    Cancelled,
    Effect,
    Event,
    Filed,
    FileTicket,
    Flag,
    Found,
    HandedBack,
    HandOver,
    LookUp,
    Pressed,
    Said,
    Started,
    Tell,
    Withdraw,
)
from dialogs.model.script import Script
from dialogs.model.state import State, state_from_json, state_to_json
from tests.dialogs.playing import keys, play, script, texts
from tests.dialogs.small_scripts import small_script

STEPS = """
    hello: {say: {en: Hello}, goto: problem}
    problem: {ask: problem, prompt: {en: What}, reprompt: {en: 'What?'}, otherwise: person, goto: known}
    known: {check: repeat, of: problem, offer: {en: Same}, offer-many: {en: Or}, accepted: bye, goto: kind}
    kind: {ask: kind, prompt: {en: Kind}, reprompt: {en: 'Kind?'}, otherwise: person, goto: name}
    name: {ask: name, prompt: {en: Name}, reprompt: {en: 'Name?'}, otherwise: person, goto: file}
    file: {file: open, goto: bye}
    person: {handoff: {en: Wait}}
    urgent: {handoff: {en: 'Call 120'}}
    them: {handoff: {en: Stay with them}}
    bye: {close: {en: Bye}}
"""
SLOTS = """
    problem: {type: text, label: {en: Problem}}
    kind: {type: choice, label: {en: Kind}, choices: {bill: {en: Bill}, network: {en: Network}}}
    name: {type: text, label: {en: Name}}
"""
TOP = """
    opening: problem
    interrupts: {danger: urgent, self-harm: {goto: urgent, of-another: them}, abuse: person, wants-person: person}
    quiet:
      danger: {say: {en: Call 119}, button: {en: There is danger}}
      self-harm: {say: {en: Call 12356}, button: {en: I need help}}
      abuse: {say: {en: A supervisor can help}, button: {en: Abused}}
"""
BEGUN = (Started("en", "My phone is dead"), Found())


@pytest.fixture(scope="module")
def small() -> Script:
    return script(small_script(STEPS, SLOTS, TOP))


def stood(small: Script, *events: Event) -> State:
    state, _ = play(small, *events)
    return state


def desk_part(effects: tuple[Effect, ...]) -> list[Effect]:
    return [effect for effect in effects if not isinstance(effect, Tell)]


def test_a_quiet_line_comes_before_the_question_which_keeps_its_buttons(small: Script) -> None:
    _, effects = play(small, Started("en", "Smoke?", unsure=("danger",)), Found())

    assert texts(effects) == ["Call 119", "Kind"]
    assert keys(effects) == ["bill", "network", "signal.danger"]


def test_the_dialog_goes_on_as_if_nothing_had_been_heard(small: Script) -> None:
    state, effects = play(small, Started("en", "Smoke?", unsure=("danger",)), Found(), Said("Bill"))

    assert (state.step, state.slots["kind"]) == ("name", "bill")
    assert texts(effects) == ["Name"]
    assert keys(effects) == []


def test_the_button_does_what_the_sure_signal_does(small: Script) -> None:
    state = stood(small, Started("en", "Smoke?", unsure=("danger",)), Found())
    state, effects = play(small, Pressed(state.question, "signal.danger"), state=state)
    assert isinstance(effects[-1], FileTicket)
    state, effects = play(small, Filed("T-1"), state=state)

    assert texts(effects) == ["Call 120"]
    assert HandOver("danger", "agent") in effects


@pytest.mark.parametrize("words", ["There is danger", "there is danger!", "3"])
def test_the_words_or_the_number_of_the_button_do_the_same(small: Script, words: str) -> None:
    state = stood(small, Started("en", "Smoke?", unsure=("danger",)), Found(), Said(words))

    assert (state.step, state.reason) == ("urgent", "danger")


def test_where_words_are_asked_for_a_number_is_an_answer(small: Script) -> None:
    state = stood(small, *BEGUN, Said("Bill", unsure=("danger",)), Said("1"))

    assert state.slots["name"] == "1"


def test_a_part_of_the_label_is_an_answer_as_well(small: Script) -> None:
    state = stood(small, *BEGUN, Said("Bill", unsure=("danger",)), Said("There"))

    assert state.slots["name"] == "There"


def test_each_quiet_line_is_said_only_once(small: Script) -> None:
    _, effects = play(small, *BEGUN, Said("hm", unsure=("danger",)), Said("hmm", unsure=("danger",)))

    assert texts(effects) == ["Kind?"]


def test_of_two_that_may_be_there_only_the_gravest_is_spoken_of(small: Script) -> None:
    _, effects = play(small, Started("en", "My line", unsure=("abuse", "self-harm")), Found())

    assert texts(effects) == ["Call 12356", "Kind"]


def test_another_one_later_has_its_own_line(small: Script) -> None:
    _, effects = play(
        small, Started("en", "My line", unsure=("danger",)), Found(), Said("hm", unsure=("danger", "abuse"))
    )

    assert texts(effects) == ["A supervisor can help", "Kind?"]
    assert keys(effects) == ["bill", "network", "signal.danger", "signal.abuse"]


def test_where_a_person_is_called_anyway_the_line_is_said_before(small: Script) -> None:
    state = stood(small, *BEGUN, Said("A person, please", ("wants-person",), unsure=("danger",)))
    _, effects = play(small, Filed("T-1"), state=state)

    assert texts(effects) == ["Call 119", "Wait"]


def test_where_something_grave_is_sure_nothing_is_said_of_what_may_be_there(small: Script) -> None:
    state = stood(small, *BEGUN, Said("Fire", ("danger",), unsure=("abuse",)))
    _, effects = play(small, Filed("T-1"), state=state)

    assert texts(effects) == ["Call 120"]


def test_a_threat_that_may_be_one_is_for_the_staff_alone(small: Script) -> None:
    state, effects = play(small, *BEGUN, Said("Bill", unsure=("violence-threat",)))
    assert texts(effects) == ["Name"]
    state, _ = play(small, Said("Wang"), state=state)
    _, effects = play(small, Filed("T-1"), state=state)

    assert Flag(("violence-threat",)) in effects


def test_what_may_be_there_is_shown_to_the_staff_once(small: Script) -> None:
    state = stood(small, *BEGUN, Said("Bill", unsure=("danger",)), Said("Wang", unsure=("danger",)))
    _, effects = play(small, Filed("T-1"), state=state)

    assert desk_part(effects).count(Flag(("danger",))) == 1


def test_a_draft_that_was_never_filed_flags_nothing(small: Script) -> None:
    _, effects = play(small, *BEGUN, Said("Bill", unsure=("danger",)), Cancelled())

    assert Flag(("danger",)) not in effects


def test_what_is_about_somebody_else_may_lead_elsewhere(small: Script) -> None:
    state = stood(small, *BEGUN, Said("My brother wants to die", ("self-harm",), others=("self-harm",)))

    assert state.step == "them"


def test_where_no_other_way_is_written_it_leads_the_same_way(small: Script) -> None:
    state = stood(small, *BEGUN, Said("My brother is on fire", ("danger",), others=("danger",)))

    assert state.step == "urgent"


def test_the_button_knows_whom_the_words_were_about(small: Script) -> None:
    state = stood(small, *BEGUN, Said("hm", unsure=("self-harm",), others=("self-harm",)))
    state, _ = play(small, Pressed(state.question, "signal.self-harm"), state=state)

    assert state.step == "them"


def called(small: Script, *events: Event) -> State:
    """Return a conversation in which a person was called, with its ticket."""
    return stood(small, *events, Filed("T-1"))


def taken_back(small: Script, state: State) -> tuple[State, tuple[Effect, ...]]:
    return play(small, Pressed(state.stated, UNDO), state=state)


def test_a_call_for_a_person_shows_the_button_that_takes_it_back(small: Script) -> None:
    state = stood(small, *BEGUN, Said("so slow I could die", ("self-harm",)))
    state, effects = play(small, Filed("T-1"), state=state)

    assert [button.label for tell in effects if isinstance(tell, Tell) for button in tell.buttons] == [
        "That's not what I meant"
    ]
    assert (state.status, state.stated) == ("with-person", state.question)


def test_taken_back_it_goes_on_where_the_customer_was(small: Script) -> None:
    before = stood(small, *BEGUN)
    state, effects = taken_back(small, called(small, *BEGUN, Said("so slow I could die", ("self-harm",))))

    assert desk_part(effects) == [Withdraw("self-harm", "so slow I could die", filed=True)]
    assert (state.status, state.step, state.reference) == ("active", before.step, "")
    assert state.slots == {**before.slots, "problem": f"{before.slots['problem']} so slow I could die"}
    assert state.trail == before.trail
    assert keys(effects) == ["bill", "network"]


def test_words_that_answer_the_question_answer_it_when_the_call_is_taken_back(small: Script) -> None:
    state, _ = taken_back(small, called(small, *BEGUN, Said("Bill", ("danger",))))

    assert (state.step, state.slots["kind"]) == ("name", "bill")


def test_a_first_message_is_looked_up_as_if_nothing_had_been_heard(small: Script) -> None:
    state, effects = taken_back(small, called(small, Started("en", "This line kills me", ("self-harm",))))

    assert LookUp("repeat", "This line kills me", {"problem": "This line kills me"}) in effects
    assert state.status == "looking"


def test_what_is_said_meanwhile_belongs_to_the_telling(small: Script) -> None:
    at_first = called(small, Started("en", "This line kills me", ("self-harm",)))
    later = called(small, *BEGUN, Said("Bill", ("danger",)))
    first, _ = taken_back(small, stood_on(small, at_first, Said("since May")))
    second, _ = taken_back(small, stood_on(small, later, Said("since May"), Said("in Main Street")))

    assert first.slots["problem"] == "This line kills me since May"
    assert second.slots["problem"] == "My phone is dead\nsince May\nin Main Street"


def stood_on(small: Script, state: State, *events: Event) -> State:
    state, _ = play(small, *events, state=state)
    return state


def test_the_state_with_its_way_back_can_be_written_and_read(small: Script) -> None:
    state = stood_on(small, called(small, *BEGUN, Said("Bill", ("danger",))), Said("hello?"))

    assert state_from_json(state_to_json(state)) == state


def test_when_a_person_hands_back_there_is_nothing_to_take_back(small: Script) -> None:
    state = called(small, *BEGUN, Said("Bill", ("danger",)))
    question = state.stated
    state, effects = play(small, HandedBack(), Pressed(question, UNDO), state=state)

    assert (state.alarm, state.stated) == (None, 0)
    assert texts(effects) == ["That question is answered already."]


@pytest.mark.parametrize(
    "event",
    [Said("I want a person", ("wants-person",)), Said("", ("wants-person",))],
    ids=["in so many words", "by a command"],
)
def test_whoever_asks_for_a_person_means_it(small: Script, event: Said) -> None:
    state = called(small, *BEGUN, event)

    assert (state.status, state.alarm, state.stated) == ("with-person", None, 0)


def test_whoever_tapped_the_quiet_button_meant_it(small: Script) -> None:
    state = stood(small, *BEGUN, Said("hm", unsure=("danger",)))
    state = called_by_tap(small, state)

    assert (state.status, state.alarm) == ("with-person", None)


def called_by_tap(small: Script, state: State) -> State:
    return stood_on(small, state, Pressed(state.question, "signal.danger"), Filed("T-1"))


def test_what_was_taken_back_is_said_quietly_no_second_time(small: Script) -> None:
    state = stood(small, *BEGUN, Said("hm", unsure=("danger",)))
    state = stood_on(small, state, Said("It kills me", ("self-harm",)), Filed("T-1"))
    state, effects = taken_back(small, state)

    assert texts(effects) == ["Sorry, I misread that. I've called it off, so let's go on where we were.", "Kind?"]
    assert keys(effects) == ["bill", "network", "signal.danger"]
