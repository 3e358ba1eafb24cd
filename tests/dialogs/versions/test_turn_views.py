"""What may be read from one event of a conversation and what it led to."""

from dialogs.engine.engine import trace
from dialogs.model.events import Event, Filed, Found, HoursChanged, Pressed, Said, Started, TakenOver
from dialogs.model.state import State
from dialogs.versions.turn_views import PlayedEvent, TurnView, play, turn_views
from tests.dialogs.playing import script
from tests.dialogs.small_scripts import small_script

LITTLE = script(
    small_script(
        """
        ask-story: {ask: story, prompt: {en: What}, reprompt: {en: Words}, otherwise: ask-phone, goto: ask-phone}
        ask-phone: {ask: phone, prompt: {en: Phone}, reprompt: {en: Digits}, tries: 2, otherwise: person, goto: file}
        file: {file: open, goto: bye}
        bye: {close: {en: Bye}}
        person: {handoff: {en: A person}}
        """,
        slots="""
        story: {type: text, length: 4-50, label: {en: Story}}
        phone: {type: digits, length: 5-9, private: yes, label: {en: Phone}}
        """,
        top="""
        opening: story
        interrupts: {danger: person}
        """,
    )
)


def moments(*events: Event) -> list[PlayedEvent]:
    """Play these events one after the other."""
    state, played = State(), []
    for event in events:
        played.append(play(LITTLE, state, event))
        state = played[-1].state
    return played


def last(*events: Event) -> PlayedEvent:
    return moments(*events)[-1]


BEGUN = Started("en", "It is broken")


def test_a_moment_is_what_the_engine_traced() -> None:
    before = last(BEGUN).state
    traced = trace(LITTLE, before, Said("123456"))

    assert last(BEGUN, Said("123456")) == PlayedEvent(
        LITTLE, Said("123456"), traced.effects, before, traced.state, ("file",)
    )


def test_what_does_nothing_is_ignored() -> None:
    assert last(BEGUN, TakenOver(), Said("Hello")).ignored
    assert last(Said("Hello")).ignored


def test_what_is_told_or_noted_is_not_ignored() -> None:
    assert not last(BEGUN, Pressed(7, "yes")).ignored  # the customer is told that the button is stale
    assert not last(BEGUN, TakenOver()).ignored
    assert not last(BEGUN, HoursChanged(closed=True)).ignored


def test_an_answer_that_is_asked_for_again_is_missed() -> None:
    assert last(BEGUN, Said("no idea what")).missed


def test_an_answer_that_calls_a_person_for_want_of_a_better_is_missed() -> None:
    assert last(BEGUN, Said("none"), Said("none at all")).missed


def test_an_answer_that_is_passed_over_is_missed() -> None:
    tried = [Said("?"), Said("?"), Said("?")]

    assert [moment.missed for moment in moments(Started("en"), *tried)] == [False, True, True, True]
    assert last(Started("en"), *tried).state.step == "ask-phone"


def test_an_answer_that_is_taken_is_not_missed() -> None:
    assert not last(BEGUN, Said("123456")).missed
    assert not last(Started("en"), Said("It is broken")).missed  # although it goes where a missed one would go
    assert not last(BEGUN, Said("?"), Said("123456")).missed


def test_a_signal_that_leads_away_is_not_missed() -> None:
    assert not last(BEGUN, Said("Fire", ("danger",))).missed


def test_words_at_the_question_for_a_private_slot_are_private() -> None:
    assert last(BEGUN, Said("123456")).private
    assert last(BEGUN, Said("?")).private


def test_words_by_which_a_private_slot_was_filled_are_private() -> None:
    assert last(Started("en"), Said("It is broken, my phone is 123456")).private


def test_other_words_are_not_private() -> None:
    assert not last(BEGUN).private
    assert not last(Started("en"), Said("It is broken")).private
    assert not last(BEGUN, Said("123456"), Filed("T-1"), Said("Thanks")).private


def test_what_the_desk_answers_belongs_to_the_turn_that_asked() -> None:
    begun, said, filed, after = moments(BEGUN, Said("123456"), Filed("T-1"), Said("Thanks"))
    told = turn_views([begun, said, filed, after])

    assert told == (TurnView((begun,)), TurnView((said, filed)), TurnView((after,)))
    assert told[1].first == said
    assert told[1].visited == ("file", "bye")
    assert told[1].after == filed.state


def test_an_answer_that_nobody_asked_for_is_a_turn_of_its_own() -> None:
    lone, begun = moments(Found(), BEGUN)

    assert turn_views([lone, begun]) == (TurnView((lone,)), TurnView((begun,)))
    assert turn_views([]) == ()
