from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.language.graph import check_graph, edges
from dialogs.model.script import (
    Arm,
    AskStep,
    BranchStep,
    CheckStep,
    CloseStep,
    FileStep,
    HandoffStep,
    Interrupt,
    SayStep,
    Script,
    Step,
    SummaryStep,
)

KEYS = "abcdefgh"


def waits(step: Step) -> dict[str, bool]:
    return {edge.to: edge.waits for edge in edges(step)}


def script(ways: Mapping[str, list[str]]) -> Script:
    """Return a script that starts at its first step and goes these ways without a question; no way is an end."""
    steps: dict[str, Step] = {
        key: BranchStep(key, tuple(Arm((), to) for to in tos[1:]), tos[0]) if tos else CloseStep(key, {})
        for key, tos in ways.items()
    }
    return Script("small", {}, ("en",), next(iter(ways)), {}, steps)


def found(script: Script, code: str) -> list[str]:
    return [finding.path[1] for finding in check_graph(script) if finding.code == code]


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (SayStep("a", {}, "b"), {"b": False}),
        (FileStep("a", "open", "b"), {"b": False}),
        (SummaryStep("a", {}, "b"), {"b": True}),
        (AskStep("a", "name", {}, {}, "c", "b"), {"b": False, "c": True}),
        (CheckStep("a", "repeat", "name", {}, {}, "c", "b"), {"b": False, "c": True}),
        (BranchStep("a", (Arm((), "b"),), "c"), {"b": False, "c": False}),
        (HandoffStep("a", {}), {}),
        (CloseStep("a", {}), {}),
    ],
)
def test_each_step_knows_its_ways_and_which_wait_for_the_customer(step: Step, expected: dict[str, bool]) -> None:
    assert waits(step) == expected


def test_a_summary_of_one_track_is_passed_over_on_the_other_and_so_does_not_wait() -> None:
    assert waits(SummaryStep("a", {}, "b", track="full")) == {"b": False}


def test_a_circle_through_a_summary_of_one_track_is_silent_on_the_other() -> None:
    steps: dict[str, Step] = {
        "a": SummaryStep("a", {}, "b", track="full"),
        "b": BranchStep("b", (Arm((), "end"),), "a"),
        "end": CloseStep("end", {}),
    }

    assert found(Script("small", {}, ("en",), "a", {}, steps), "silent-loop") == ["a", "b"]


def test_an_interrupt_reaches_its_step() -> None:
    ways = Script(
        "s", {}, ("en",), "a", {}, {"a": CloseStep("a", {}), "b": CloseStep("b", {}), "c": CloseStep("c", {})}
    )

    assert found(ways, "unreachable") == ["b", "c"]
    assert found(Script(**{**vars(ways), "interrupts": {"anger": Interrupt("b", 2)}}), "unreachable") == ["c"]


def test_a_step_between_two_circles_is_on_neither() -> None:
    assert found(script({"a": ["b"], "b": ["a", "c"], "c": ["d"], "d": ["d", "e"], "e": []}), "silent-loop") == [
        "a",
        "b",
        "d",
    ]


@given(
    st.fixed_dictionaries(
        {key: st.lists(st.sampled_from(KEYS), max_size=3).map(lambda tos: list(dict.fromkeys(tos))) for key in KEYS}
    )
)
def test_exactly_the_steps_that_lead_back_to_themselves_are_on_a_silent_circle(ways: dict[str, list[str]]) -> None:
    def leads_back(key: str) -> bool:
        ahead, reached = list(ways[key]), set[str]()
        while ahead:
            if (at := ahead.pop()) not in reached:
                reached.add(at)
                ahead.extend(ways[at])
        return key in reached

    assert found(script(ways), "silent-loop") == [key for key in ways if leads_back(key)]


def test_a_chain_of_two_thousand_steps_needs_no_recursion() -> None:
    ways = {str(number): [str(number + 1)] for number in range(2000)} | {"2000": []}

    assert list(check_graph(script(ways))) == []
    assert len(found(script({**ways, "2000": ["0"]}), "silent-loop")) == 2001
