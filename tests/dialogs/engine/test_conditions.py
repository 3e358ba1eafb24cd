import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.engine.steps import holds
from dialogs.model.script import Comparison, Condition


@pytest.mark.parametrize(
    ("comparison", "values", "answer"),
    [
        ("equals", ("network",), "network"),
        ("is-one-of", ("network", "billing"), "billing"),
        ("is-empty", ("yes",), ""),
        ("is-empty", ("no",), "something"),
        ("at-least", ("100",), "100.00"),
        ("at-least", ("9",), "10"),
        ("at-most", ("100",), "99.99"),
        ("at-most", ("10",), "9"),
    ],
)
def test_a_comparison_that_holds(comparison: Comparison, values: tuple[str, ...], answer: str) -> None:
    assert holds(Condition("slot", comparison, values), {"slot": answer})


@pytest.mark.parametrize(
    ("comparison", "values", "answer"),
    [
        ("equals", ("network",), "Network"),
        ("is-one-of", ("network", "billing"), "bill"),
        ("is-empty", ("yes",), "something"),
        ("is-empty", ("no",), ""),
        ("at-least", ("100",), "99.99"),
        ("at-most", ("9",), "10"),
        ("at-least", ("0",), "NaN"),
        ("at-least", ("0",), "Infinity"),
        ("at-most", ("0",), "-Infinity"),
        ("at-most", ("0",), "sNaN"),
    ],
)
def test_a_comparison_that_does_not_hold(comparison: Comparison, values: tuple[str, ...], answer: str) -> None:
    assert not holds(Condition("slot", comparison, values), {"slot": answer})


@pytest.mark.parametrize(
    ("comparison", "value"), [("equals", "a"), ("at-least", "0"), ("at-most", "0"), ("is-empty", "no")]
)
def test_an_answer_that_is_not_there_equals_nothing_and_is_neither_large_nor_small(
    comparison: Comparison, value: str
) -> None:
    assert not holds(Condition("slot", comparison, (value,)), {"another": value})


def test_an_answer_that_is_not_there_is_empty() -> None:
    assert holds(Condition("slot", "is-empty", ("yes",)), {})


@given(st.sampled_from(["equals", "is-one-of", "at-least", "at-most", "is-empty"]), st.text(), st.text())
def test_no_answer_is_too_odd_to_be_compared(comparison: Comparison, value: str, answer: str) -> None:
    assert holds(Condition("slot", comparison, (value,)), {"slot": answer}) in (True, False)
