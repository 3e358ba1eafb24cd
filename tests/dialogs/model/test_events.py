import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.model.events import (
    Cancelled,
    Candidate,
    Event,
    Filed,
    Finished,
    Found,
    HandedBack,
    LanguageChosen,
    Pressed,
    Said,
    Started,
    TakenOver,
    event_from_json,
    event_to_json,
)

FACTS = st.dictionaries(st.text(), st.text())
SIGNALS = st.lists(st.text()).map(tuple)
CANDIDATES = st.lists(
    st.builds(Candidate, st.text(), st.text(), FACTS, st.floats(0, 1), st.sampled_from(["", "a part"]))
).map(tuple)
EVENTS: st.SearchStrategy[Event] = st.one_of(
    st.builds(Started, st.text(), st.text(), SIGNALS, FACTS, goes_on=st.booleans()),
    st.builds(Said, st.text(), SIGNALS),
    st.builds(Pressed, st.integers(), st.text()),
    st.builds(LanguageChosen, st.text()),
    st.builds(Found, CANDIDATES, st.booleans()),
    st.builds(Filed, st.text(), FACTS),
    st.sampled_from([Cancelled(), TakenOver(), HandedBack(), Finished()]),
)


@given(EVENTS)
def test_every_event_survives_being_written_and_read(event: Event) -> None:
    assert event == event_from_json(json.loads(json.dumps(event_to_json(event))))


def test_a_written_event_names_its_kind() -> None:
    expected = {"event": "Pressed", "question": 3, "choice": "yes"}

    assert expected == event_to_json(Pressed(3, "yes"))


def test_an_event_of_an_older_journal_without_later_fields_is_read() -> None:
    assert Said("Hi") == event_from_json({"event": "Said", "text": "Hi"})
    assert Started("en") == event_from_json({"event": "Started", "language": "en"})


def test_what_was_found_comes_back_as_candidates() -> None:
    found = Found((Candidate("t1", "No signal", {"reference": "T-1"}),))

    assert found == event_from_json(json.loads(json.dumps(event_to_json(found))))


def test_an_answer_of_an_older_journal_was_given_at_once_where_it_was_the_only_one() -> None:
    answer, ticket = Candidate("k", "Outage", {"answer": "Wait"}), Candidate("t", "T-1", {"reference": "T-1"})
    written = [event_to_json(Found(found)) for found in ((answer,), (answer, answer), (ticket,), ())]
    read = [event_from_json({key: value for key, value in one.items() if key != "sure"}) for one in written]

    expected = [Found((answer,), sure=True), Found((answer, answer)), Found((ticket,)), Found()]
    assert read == expected


def test_an_event_of_no_known_kind_is_refused() -> None:
    with pytest.raises(KeyError):
        event_from_json({"event": "Sneezed"})
