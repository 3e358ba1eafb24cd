"""Which ways conversations took through a script, and where customers stopped."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.model.events import (
    Cancelled,
    Event,
    Filed,
    Finished,
    GivenUp,
    HandedBack,
    LanguageChosen,
    Pressed,
    Said,
    Started,
    TakenOver,
)
from dialogs.versions.funnel import ConversationPath, count, way
from dialogs.versions.journal_replay import retell
from tests.dialogs.playing import script
from tests.dialogs.small_scripts import small_script

LITTLE = script(
    small_script(
        """
        ask-story: {ask: story, prompt: {en: What}, reprompt: {en: Words}, otherwise: person, goto: ask-phone}
        ask-phone: {ask: phone, prompt: {en: Phone}, reprompt: {en: Digits}, otherwise: person, goto: file}
        file: {file: open, goto: bye}
        bye: {close: {en: Bye}}
        person: {handoff: {en: A person}}
        """,
        slots="""
        story: {type: text, length: 4-50, label: {en: Story}}
        phone: {type: digits, length: 5-9, label: {en: Phone}}
        """,
        top="""
        opening: story
        interrupts: {danger: person, anger: {goto: person, times: 2}}
        """,
    )
)
DAY = date(2026, 11, 4)
BEGUN = Started("en", "It is broken")
FILED = Filed("T-2026-000001")
WHOLE: tuple[Event, ...] = (BEGUN, Said("123456"), FILED)


def gone(*events: Event, goes_on: bool = False) -> ConversationPath:
    return way(DAY, retell(LITTLE, events), goes_on=goes_on)


def test_a_way_has_each_step_that_was_entered_once() -> None:
    found = gone(*WHOLE)

    assert found.steps == {"ask-story", "ask-phone", "file", "bye"}
    assert found.pairs == {("ask-story", "ask-phone"), ("ask-phone", "file"), ("file", "bye")}
    assert (found.began, found.left, found.signals) == (DAY, "", frozenset())


def test_a_question_that_is_put_again_leads_nowhere() -> None:
    found = gone(BEGUN, LanguageChosen("en"))

    assert found.pairs == {("ask-story", "ask-phone")}


def test_useless_answers_lead_on_like_others() -> None:
    found = gone(BEGUN, Said("zzz"), Said("zzz"), Said("zzz"), FILED)

    assert ("ask-phone", "person") in found.pairs
    assert (found.left, found.signals) == ("", frozenset())


def test_a_signal_leads_on_from_anywhere_and_not_from_the_question_at_hand() -> None:
    found = gone(BEGUN, Said("Fire!", ("danger",)), FILED)

    assert found.pairs == {("ask-story", "ask-phone")}
    assert found.signals == {"danger"}
    assert "person" in found.steps


def test_only_a_signal_that_was_followed_is_counted() -> None:
    once = gone(BEGUN, Said("zzz", ("anger",)), FILED)
    twice = gone(Started("en", "It is broken", ("anger",)), Said("zzz", ("anger",)), FILED)

    assert (once.signals, twice.signals) == (frozenset(), frozenset({"anger"}))


@pytest.mark.parametrize(
    ("events", "left"),
    [
        ((), ""),
        ((BEGUN,), "ask-phone"),
        ((BEGUN, GivenUp()), "ask-phone"),
        ((BEGUN, Cancelled()), "ask-phone"),
        ((BEGUN, GivenUp(), Said("hello again"), Pressed(2, "no")), "ask-phone"),
        ((BEGUN, TakenOver()), ""),
        ((BEGUN, TakenOver(), HandedBack()), "ask-phone"),
        ((BEGUN, TakenOver(), Finished()), ""),
        (WHOLE, ""),
        ((*WHOLE, Cancelled()), ""),
    ],
)
def test_a_customer_left_who_came_neither_to_an_end_nor_to_a_person(events: tuple[Event, ...], left: str) -> None:
    assert gone(*events).left == left


def test_a_customer_who_wrote_a_moment_ago_has_not_left_but_one_who_was_given_up_has() -> None:
    found = [gone(BEGUN, *more, goes_on=True).left for more in ((), (GivenUp(),), (Cancelled(),))]

    assert found == ["", "ask-phone", "ask-phone"]


def test_each_conversation_counts_once_at_each_place() -> None:
    later = date(2026, 11, 9)
    found = count([gone(*WHOLE), gone(BEGUN, Said("Fire!", ("danger",))), way(later, retell(LITTLE, [BEGUN]))])

    assert found is not None
    assert (found.conversations, found.first, found.last) == (3, DAY, later)
    assert (found.passed["ask-story"], found.passed["bye"], found.pairs["ask-story", "ask-phone"]) == (3, 1, 3)
    assert (found.left, found.signals) == ({"ask-phone": 1, "person": 1}, {"danger": 1})


def test_no_ways_are_no_numbers() -> None:
    assert count([]) is None


@given(st.lists(st.sampled_from([BEGUN, Said("123456"), Said("no"), FILED, Cancelled(), GivenUp(), TakenOver()])))
def test_whoever_left_a_step_came_by_it(events: list[Event]) -> None:
    found = gone(*events)

    assert not found.left or found.left in found.steps
    assert all(to in found.steps for _, to in found.pairs)
