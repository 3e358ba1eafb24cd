import json

from hypothesis import given
from hypothesis import strategies as st

from dialogs.model.events import Candidate
from dialogs.model.state import State, state_from_json, state_to_json

FACTS = st.dictionaries(st.text(), st.text())
CANDIDATES = st.lists(st.builds(Candidate, st.text(), st.text(), FACTS)).map(tuple)


@given(st.builds(State, slots=FACTS, facts=FACTS, candidates=CANDIDATES))
def test_every_state_survives_being_written_and_read(state: State) -> None:
    assert state == state_from_json(json.loads(json.dumps(state_to_json(state))))


def test_candidates_and_finished_checks_come_back_as_they_were() -> None:
    state = State(candidates=(Candidate("t1", "No signal", {"reference": "T-1"}),), checked=("known",))

    assert state == state_from_json(json.loads(json.dumps(state_to_json(state))))


def test_the_one_answer_that_was_shown_before_any_was_only_offered_is_still_shown() -> None:
    answer, ticket = Candidate("k", "Outage", {"answer": "Wait"}), Candidate("t", "T-1", {"reference": "T-1"})
    read = []
    for candidates in ((answer,), (answer, answer), (ticket,), ()):
        written = state_to_json(State(candidates=candidates))
        read.append(state_from_json({key: value for key, value in written.items() if key != "sure"}).sure)

    assert read == [True, False, False, False]


def test_a_state_written_before_a_field_was_added_is_read_with_its_default() -> None:
    written = {key: value for key, value in state_to_json(State(step="ask")).items() if key != "reason"}

    assert State(step="ask") == state_from_json(written)
