"""Values that were read by the way: their words in the summary, and those in doubt as a choice."""

import pytest

from dialogs.engine.advance import Advance
from dialogs.engine.engine import advance
from dialogs.engine.steps import run
from dialogs.model.events import Edited, Found, LookUp, Pressed, Said, Started, Tell
from dialogs.model.script import Script
from dialogs.model.state import State, state_from_json, state_to_json
from tests.dialogs.reading.test_values_in_context import NOW, SCRIPTS

HOTEL: Script = SCRIPTS["hotel"]


def after(state: State, event: Started | Said | Pressed | Edited) -> tuple[State, list[Tell]]:
    """Return the state after an event with nothing found, and what was told."""
    state, effects = advance(HOTEL, state, event)
    said = [one for one in effects if isinstance(one, Tell)]
    while any(isinstance(one, LookUp) for one in effects):
        state, effects = advance(HOTEL, state, Found())
        said += [one for one in effects if isinstance(one, Tell)]
    return state, said


def started(text: str) -> tuple[State, list[Tell]]:
    return after(State(), Started("en", text, at=NOW))


def test_a_value_that_was_read_by_the_way_keeps_its_words() -> None:
    state, _ = started("Wrong bill: you charged me £45.20 too much")

    assert state.slots["amount"] == "45.20 GBP"
    assert "£45.20" in state.said["amount"]
    assert state_from_json(state_to_json(state)) == state


def test_a_value_in_doubt_is_asked_as_a_choice_and_taken_by_a_tap_or_words() -> None:
    state, _ = started("My bill is wrong, you charged 200 yuan and 350 yuan")
    state, said = after(state, Pressed(state.question, "left"))
    labels = [button.label for button in said[-1].buttons]
    tapped, _ = after(state, Pressed(state.question, "meant-1"))
    written, _ = after(state, Said("350", at=NOW))

    assert "amount" not in state.slots
    assert labels[:2] == ["200.00", "350.00"]
    assert (tapped.slots["amount"], written.slots["amount"]) == ("350.00", "350.00")


def test_none_of_them_asks_the_question_itself() -> None:
    state, _ = started("My bill is wrong, you charged 200 yuan and 350 yuan")
    state, _ = after(state, Pressed(state.question, "left"))
    state, said = after(state, Pressed(state.question, "no"))

    assert "How much is it about" in said[-1].text
    assert state.doubts == {}


def test_the_number_of_the_only_button_is_that_button_where_no_answer_is_so_small() -> None:
    state, _ = started("My bill is wrong")
    state, _ = after(state, Pressed(state.question, "left"))
    state, _ = after(state, Said("1", at=NOW))

    assert state.slots["amount"] == ""


def test_an_edited_message_changes_what_came_from_it() -> None:
    before, after_ = "Your bill is wrong by 300 yuan", "Your bill is wrong by 450 yuan"
    state, _ = started(before)
    state, said = after(state, Edited(before, after_, at=NOW))

    assert (state.slots["problem"], state.slots["amount"]) == (after_, "450.00")
    assert "450.00" in said[-1].text


def at_the_stay() -> State:
    state, _ = started("My bill is wrong")
    return state


def test_an_answer_in_words_that_tells_more_stands_in_the_telling_with_its_values() -> None:
    state, _ = after(at_the_stay(), Said("We checked out, and they took 350 yuan for a robe", at=NOW))

    assert state.slots["stay"] == "left"
    assert state.slots["amount"] == "350.00"
    assert state.slots["problem"] == "My bill is wrong We checked out, and they took 350 yuan for a robe"


def test_an_answer_that_only_names_a_button_is_no_more_of_the_telling() -> None:
    by_label, _ = after(at_the_stay(), Said("I've left", at=NOW))
    in_words, _ = after(at_the_stay(), Said("we already left", at=NOW))

    assert by_label.slots["problem"] == in_words.slots["problem"] == "My bill is wrong"


def test_who_the_other_one_is_is_not_asked_where_the_telling_says_it() -> None:
    told = "my daughter Mia was given the wrong tablets by your pharmacy"
    made = Advance(SCRIPTS["hospital"], State(status="active", language="en", slots={"problem": told}))

    run(made, "ask-affected")

    assert made.state.slots["affected"] == "Mia"
    assert made.state.slots["relation"] == "child"
    assert made.state.step == "ask-consent"


@pytest.mark.parametrize("act", ["adds", "answers"])
def test_a_wish_is_no_answer_to_a_question_for_words(act: str) -> None:
    made = Advance(SCRIPTS["bank"], State(status="active", language="zh", slots={"problem": "催收打到我单位"}))
    run(made, "ask-caller")

    state, effects = advance(SCRIPTS["bank"], made.state, Said("让他们别再打了就行", at=NOW, act=act))

    assert "caller" not in state.slots
    assert state.slots["remedy"] == "stop"
    assert state.step == "ask-caller"
    assert len(effects) > 1
