"""Choices that a model read in the words: they fill their slots in place of words, and stay to be seen and changed."""

from dialogs.engine.engine import advance
from dialogs.model.events import (
    Edited,
    Found,
    LookUp,
    Pressed,
    ReadChoice,
    Said,
    Started,
    Tell,
    event_from_json,
    event_to_json,
)
from dialogs.model.script import Script
from dialogs.model.state import State
from tests.dialogs.playing import keys
from tests.dialogs.reading.test_values_in_context import NOW, SCRIPTS

HOTEL: Script = SCRIPTS["hotel"]
TOLD = "The kettle gives me a shock whenever I touch it"
FACILITIES = ReadChoice("kind", "facilities", "The kettle gives me a shock")


def after(state: State, event: Started | Said | Pressed | Edited) -> tuple[State, list[Tell]]:
    """Return the state after an event with nothing found, and what was told."""
    state, effects = advance(HOTEL, state, event)
    said = [one for one in effects if isinstance(one, Tell)]
    while any(isinstance(one, LookUp) for one in effects):
        state, effects = advance(HOTEL, state, Found())
        said += [one for one in effects if isinstance(one, Tell)]
    return state, said


def started(text: str, choices: tuple[ReadChoice, ...] | None) -> State:
    return after(State(), Started("en", text, at=NOW, choices=choices))[0]


def test_what_was_read_fills_its_slot_and_keeps_its_words() -> None:
    state = started(TOLD, (FACILITIES,))

    assert (state.slots["kind"], state.said["kind"]) == ("facilities", "The kettle gives me a shock")
    assert state.step == "ask-stay"


def test_where_a_model_is_not_sure_words_do_not_decide() -> None:
    told = "Deposit, minibar, bill: which of these do you need from me to look into the theft?"

    assert "kind" not in started(told, ()).slots
    assert started("My bill is wrong", None).slots["kind"] == "billing"


def test_a_choice_that_the_script_has_no_more_is_left_out() -> None:
    assert "kind" not in started(TOLD, (ReadChoice("kind", "plumbing"),)).slots
    assert started(TOLD, (ReadChoice("weather", "rain"),)).slots.keys() == {"problem"}


def test_an_answer_in_free_words_is_read_so_too_but_its_button_comes_first() -> None:
    state = started("Something is not as it should be", ())
    free, _ = after(state, Said(TOLD, at=NOW, choices=(FACILITIES,)))
    named, _ = after(state, Said("Price, bill or booking", at=NOW, choices=(FACILITIES,)))

    assert (state.step, free.slots["kind"], named.slots["kind"]) == ("ask-kind", "facilities", "billing")


def test_it_is_shown_with_its_words_and_changed_by_a_tap() -> None:
    state = started(TOLD, (FACILITIES, ReadChoice("stay", "left", "after we left")))
    for _ in range(9):
        if state.step == "show-summary":
            break
        state, said = after(state, Said("skip", at=NOW))
    state, _ = after(state, Pressed(state.question, "change"))
    state, asked = after(state, Pressed(state.question, "kind"))

    assert "The kettle gives me a shock" in said[-1].text
    assert "facilities" in [button.key for button in asked[-1].buttons]


def test_an_edited_message_changes_what_was_read_from_it() -> None:
    state = started(TOLD, (FACILITIES,))
    billing = ReadChoice("kind", "billing", "charged me for a kettle")
    state, _ = after(
        state, Edited(TOLD, "You charged me for a kettle", at=NOW, choices_before=(FACILITIES,), choices=(billing,))
    )

    assert state.slots["kind"] == "billing"


def test_events_carry_it_through_the_journal() -> None:
    events: list[Started | Said | Edited] = [
        Said(TOLD, choices=(FACILITIES,)),
        Started("en", TOLD, choices=()),
        Said(TOLD),
        Edited(TOLD, TOLD, choices_before=(), choices=(FACILITIES,)),
    ]

    assert [event_from_json(event_to_json(event)) for event in events] == events


LIKELY = ReadChoice("kind", "facilities", "The kettle", sure=False)


def test_a_likely_choice_is_asked_by_name_and_taken_by_a_yes() -> None:
    state, said = after(State(), Started("en", TOLD, at=NOW, choices=(LIKELY,)))
    taken, _ = after(state, Said("yes", at=NOW, choices=()))
    other, asked = after(state, Said("no", at=NOW, choices=()))
    named, _ = after(state, Said("no, it's about my bill", at=NOW, choices=()))

    assert "kind" not in state.slots
    assert (said[-1].text, keys(said)) == ("About: The room or its equipment. Have I got that right?", ["yes", "no"])
    assert (taken.slots["kind"], named.slots["kind"]) == ("facilities", "billing")
    assert (other.step, len(keys(asked))) == ("ask-kind", len(HOTEL.slots["kind"].choices) + 1)


def test_of_two_likely_choices_it_is_asked_which_and_a_remark_asks_so_again() -> None:
    likely = (LIKELY, ReadChoice("kind", "billing", "", sure=False))
    state, said = after(State(), Started("en", TOLD, at=NOW, choices=likely))
    _, again = after(state, Said("my wife is in tears over it", act="adds", at=NOW, choices=()))

    assert keys(said) == ["meant-0", "meant-1", "no"]
    assert again[-1].text == said[-1].text


def test_a_wish_in_few_words_is_noted_at_whatever_question() -> None:
    state = started(TOLD, (FACILITIES, ReadChoice("stay", "left")))
    state, said = after(state, Said("just give me my money back", act="adds", at=NOW, choices=()))

    assert (state.slots["remedy"], state.said["remedy"]) == ("refund", "just give me my money back")
    assert said[0].text == "Noted:\n• What you ask for: Refund or compensation"


def test_an_answer_that_hardly_names_a_choice_is_asked_about_by_name() -> None:
    likely = ReadChoice("stay", "here", "till tomorrow", sure=False)
    state, said = after(started(TOLD, (FACILITIES,)), Said("till tomorrow", act="answers", at=NOW, choices=(likely,)))
    assert (said[-1].text, keys(said)) == ("Your stay: I'm here now. Have I got that right?", ["yes", "no"])

    state, _ = after(state, Said("yes", act="answers", at=NOW, choices=()))
    assert state.slots["stay"] == "here"


def test_what_is_neither_yes_nor_no_has_it_asked_by_name_once_more() -> None:
    likely = ReadChoice("stay", "here", "till tomorrow", sure=False)
    state, _ = after(started(TOLD, (FACILITIES,)), Said("till tomorrow", act="answers", at=NOW, choices=(likely,)))
    _, said = after(state, Said("the man from room 12 knows", act="answers", at=NOW, choices=(likely,)))

    assert said[-1].text.endswith("Have I got that right?")
