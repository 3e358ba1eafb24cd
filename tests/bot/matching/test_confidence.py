import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.confidence import Logistic, lower_bound, running, threshold, upper_bound, worthwhile

JUDGED = st.lists(st.tuples(st.floats(0, 1), st.booleans()), max_size=60)


def test_a_score_of_nothing_is_even_odds() -> None:
    assert Logistic((2.0, -1.0), 0.0).probability((1.0, 2.0)) == 0.5


@given(st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_a_probability_is_between_none_and_all(weight: float, value: float) -> None:
    assert 0 <= Logistic((weight,), 0.0).probability((value,)) <= 1


@pytest.mark.parametrize(
    ("right", "of", "bound"), [(0, 0, 0.0), (19, 19, 0.875), (95, 100, 0.900), (1900, 2000, 0.941)]
)
def test_the_more_were_right_the_more_can_be_counted_on(right: int, of: int, bound: float) -> None:
    assert lower_bound(right, of) == pytest.approx(bound, abs=0.001)


@pytest.mark.parametrize(("right", "of", "bound"), [(0, 0, 1.0), (9, 10, 0.977), (3, 8, 0.652), (8, 8, 1.0)])
def test_what_was_often_wrong_is_surely_right_less_often(right: int, of: int, bound: float) -> None:
    assert upper_bound(right, of) == pytest.approx(bound, abs=0.001)


@given(st.integers(0, 500), st.integers(1, 500))
def test_no_more_can_be_counted_on_than_was_seen(right: int, of: int) -> None:
    seen = min(right, of) / of

    assert 0 <= lower_bound(min(right, of), of) <= seen + 1e-9


def test_the_threshold_is_where_wrong_ones_begin() -> None:
    judged = [(0.9, True)] * 100 + [(0.5, False)] * 50

    assert threshold(judged, 0.95) == 0.9


def test_few_answers_are_not_enough_to_be_sure() -> None:
    assert threshold([(0.9, True)] * 10, 0.95) is None


@given(JUDGED, st.sampled_from([0.5, 0.8, 0.95]))
def test_from_the_threshold_on_the_precision_can_be_counted_on(judged: list[tuple[float, bool]], wanted: float) -> None:
    lowest = threshold(judged, wanted)
    taken = [] if lowest is None else [right for confidence, right in judged if confidence >= lowest]

    assert lowest is None or lower_bound(sum(taken), len(taken)) >= wanted


def said_of(confidence: float, right: int, wrong: int) -> list[tuple[float, bool]]:
    return [(confidence, True)] * right + [(confidence, False)] * wrong


def test_what_is_equally_sure_is_taken_together() -> None:
    counted = list(running([*said_of(0.5, 1, 1), *said_of(0.9, 1, 0), *said_of(0.5, 0, 1)]))

    assert counted == [(0.9, 1, 1), (0.5, 2, 4)]


def test_an_offer_is_worth_it_from_where_a_third_was_meant() -> None:
    said = [*said_of(0.2, 1, 9), *said_of(0.4, 4, 6), *said_of(0.8, 9, 1)]

    assert worthwhile(said, 1 / 3) == 0.4


def test_a_lucky_offer_far_below_counts_with_its_neighbours() -> None:
    said = [*said_of(0.1, 1, 0), *said_of(0.2, 0, 9), *said_of(0.5, 5, 5)]

    assert worthwhile(said, 1 / 3) == 0.5


def test_where_nothing_was_meant_no_offer_is_worth_it() -> None:
    assert worthwhile(said_of(0.9, 0, 5), 1 / 3) is None
    assert worthwhile([], 1 / 3) is None
