from dataclasses import replace
from typing import Any

from dialogs.cases.expectations import TurnOutcome, failures
from dialogs.language.case_file import CaseTurn
from dialogs.model.state import State

WAITING = TurnOutcome(State("active", step="ask-phone", slots={"kind": "bill", "place": ""}), (), (), frozenset())


def found(turn: CaseTurn, outcome: TurnOutcome = WAITING, written: str = "") -> list[tuple[tuple[str, ...], str, str]]:
    return [(one.path, one.code, one.message) for one in failures(turn, outcome, written)]


def with_state(**changes: Any) -> TurnOutcome:
    return replace(WAITING, state=replace(WAITING.state, **changes))


def test_whoever_expects_nothing_is_content_with_anything() -> None:
    outcome = with_state(status="closed", misses=2)

    assert (
        found(CaseTurn(says="a"), replace(outcome, told=("Bye",), filed=("open",), looked=frozenset({"repeat"}))) == []
    )


def test_expectations_that_are_met_are_no_failures() -> None:
    outcome = TurnOutcome(
        with_state(status="with-person").state, ("One", "All in two"), ("open",), frozenset({"repeat"})
    )
    turn = CaseTurn(
        at="ask-phone",
        slots={"kind": "bill", "place": ""},
        told="in two",
        filed="open",
        ends="with-person",
        finds={"repeat": ({},)},
    )

    assert found(turn, outcome) == []


def test_another_step_is_a_failure() -> None:
    expected = (("at",), "case-at", "after this turn it waits at `ask-phone`, not at `ask-kind`")

    assert found(CaseTurn(at="ask-kind")) == [expected]


def test_how_the_conversation_stands_is_told_with_the_step() -> None:
    messages = {
        status: found(CaseTurn(at="x"), with_state(status=status))[0][2].split(" at ")[0]
        for status in ("with-person", "abandoned", "closed")
    }

    assert messages == {
        "with-person": "after this turn it is with a person",
        "abandoned": "after this turn it is abandoned",
        "closed": "after this turn it is closed",
    }


def test_an_answer_that_was_not_understood_is_the_likely_reason() -> None:
    turn = CaseTurn(at="x", slots={"phone": "1"}, ends="closed")
    remedies = [one.remedy for one in failures(turn, with_state(misses=1), "")]

    assert remedies == ["the answer to `ask-phone` was not understood"] * 3
    assert [one.remedy for one in failures(turn, WAITING, "")] == [""] * 3


def test_another_value_of_a_slot_is_a_failure_at_that_slot() -> None:
    turn = CaseTurn(slots={"kind": "network", "place": "here", "phone": "1", "amount": ""})

    assert found(turn) == [
        (("slots", "kind"), "case-slots", "after this turn `kind` is `bill`, not `network`"),
        (("slots", "place"), "case-slots", "after this turn `place` is skipped, not `here`"),
        (("slots", "phone"), "case-slots", "after this turn `phone` is not known, and not `1`"),
        (("slots", "amount"), "case-slots", "after this turn `amount` is not known, and not skipped"),
    ]


def test_a_value_where_a_slot_was_to_be_skipped_is_a_failure() -> None:
    expected = (("slots", "kind"), "case-slots", "after this turn `kind` is `bill`, not skipped")

    assert found(CaseTurn(slots={"kind": ""})) == [expected]


def test_what_is_not_told_is_a_failure_that_names_what_is() -> None:
    told = replace(WAITING, told=("One", "Two"))

    assert found(CaseTurn(told="OneTwo"), told) == [
        (("told",), "case-told", "in this turn is told `One`, `Two`, not `OneTwo`")
    ]
    assert found(CaseTurn(told="One"))[0][2] == "in this turn is told nothing, not `One`"


def test_another_filing_is_a_failure() -> None:
    filed = replace(WAITING, filed=("repeat",))

    assert found(CaseTurn(filed="open"), filed) == [
        (("filed",), "case-filed", "in this turn a ticket is filed as `repeat`, not as `open`")
    ]
    assert found(CaseTurn(filed="open"))[0][2] == "in this turn no ticket is filed, not as `open`"


def test_another_ending_is_a_failure() -> None:
    expected = (("ends",), "case-ends", "after this turn it waits at `ask-phone`, and is not `closed`")

    assert found(CaseTurn(ends="closed")) == [expected]


def test_what_nobody_looks_for_cannot_be_found() -> None:
    turn = CaseTurn(finds={"repeat": ({},), "known-issue": ({},)})

    assert found(turn, replace(WAITING, looked=frozenset({"repeat"}))) == [
        (("finds", "known-issue"), "case-finds", "in this turn nobody looks for a `known-issue`")
    ]


def test_a_placeholder_that_nothing_filled_is_a_failure() -> None:
    told = replace(WAITING, told=("By {due}, {due}", "{reference}"))
    as_it_stands = "the customer is told `{%s}` as it stands, for nothing is known to put there"

    assert found(CaseTurn(), told) == [
        ((), "case-placeholder", as_it_stands % "due"),
        ((), "case-placeholder", as_it_stands % "reference"),
    ]


def test_braces_that_the_customer_wrote_are_no_placeholder() -> None:
    assert found(CaseTurn(), replace(WAITING, told=("You wrote {due}",)), written="what is {due}?") == []
