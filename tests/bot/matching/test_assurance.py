import numpy as np
import pytest

from bot.matching.assurance import (
    NEVER,
    STRANGERS_ANSWERED,
    USUAL,
    AnswerPromise,
    Assurance,
    FitEvidence,
    assured,
    fitted_to,
)
from bot.matching.classify import WORDS
from bot.matching.confidence import Logistic

SHIPPED = Logistic((1.0, 0.0), 0.0)
CLEAR = tuple((0.9, True, 1.0) for _ in range(60))


def made(*seen: tuple[float, bool, float], strangers: tuple[tuple[float, float], ...] = ()) -> Assurance:
    return Assurance(WORDS, SHIPPED, seen, strangers)


def test_few_that_are_all_right_back_no_answer() -> None:
    assert made(*CLEAR[:15]).limits(USUAL).answer == NEVER
    assert made(*CLEAR).limits(USUAL).answer == 0.9


def test_what_is_as_sure_is_answered_or_left_together() -> None:
    assert made(*CLEAR, (0.9, False, 5.0)).limits(USUAL).answer == NEVER


def test_nothing_is_answered_at_once_of_which_nobody_is_sure() -> None:
    hesitant = tuple((0.7, True, 1.0) for _ in range(60))

    assert made(*hesitant).limits(USUAL).answer == NEVER


def test_no_more_strangers_are_answered_than_is_promised() -> None:
    lower = tuple((0.85, True, 1.0) for _ in range(60))
    few = ((0.9, STRANGERS_ANSWERED / 2), (0.85, STRANGERS_ANSWERED))

    assert made(*CLEAR, *lower).limits(USUAL).answer == 0.85
    assert made(*CLEAR, *lower, strangers=few).limits(USUAL).answer == 0.9


def test_of_what_is_offered_so_many_are_right_as_is_promised() -> None:
    offers = [(0.5, True, 6.0), (0.4, False, 4.0), (0.3, False, 1.0)]

    assert made(*CLEAR, *offers).limits(USUAL).offer == 0.4
    assert made(*CLEAR, *offers).limits(AnswerPromise(offers=0.9)).offer == 0.5


def test_offers_end_where_too_many_strangers_are_bothered() -> None:
    offers = [(0.5, True, 6.0), (0.4, True, 6.0)]

    assert made(*CLEAR, *offers, strangers=((0.45, 0.1), (0.4, 0.1))).limits(USUAL).offer == 0.5


@pytest.mark.parametrize(
    "judged", [FitEvidence([(1.0, 0.0)], [True], [], []), FitEvidence([(1.0, 0.0)], [True], [], [(0.0, 0.0)])]
)
def test_half_of_what_comes_is_taken_to_be_about_no_matter(judged: FitEvidence) -> None:
    assert judged.weights().sum() in (1.0, 2.0)


def test_a_few_texts_hardly_move_what_was_shipped_and_many_do() -> None:
    rows, right = np.array([[1.0, 0.0], [0.0, 1.0]]), np.array([False, True])
    few = fitted_to(rows, right, np.ones(2), SHIPPED)
    many = fitted_to(np.tile(rows, (200, 1)), np.tile(right, 200), np.ones(400), SHIPPED)

    assert few.probability((1.0, 0.0)) > many.probability((1.0, 0.0))
    assert many.probability((0.0, 1.0)) > 0.9


def test_a_confidence_goes_with_each_that_was_judged() -> None:
    row = (1.0, 0.5, 0.5, 0.7, 0.1, 0.2, 0.3)
    found = assured(WORDS, FitEvidence([row] * 6, [True] * 6, [row] * 6, [row] * 4))

    assert len(found.seen) == 16
    assert sum(share for _, share in found.strangers) == pytest.approx(1)


@pytest.mark.parametrize(("written", "counted"), [(4, 4.0), (200, 25.0)])
def test_what_was_written_down_as_unlike_counts_as_much_as_a_wording_and_half_as_much_as_what_is_near_at_most(
    written: int, counted: float
) -> None:
    row = (1.0, 0.0)
    weights = FitEvidence([row] * 100, [True] * 100, [row] * 100, [row] * 10, [row] * written).weights()

    own, near, far, unlike = (part.sum() for part in np.split(weights, [100, 200, 210]))
    assert (own, near, far) == (100, pytest.approx(50), pytest.approx(50))
    assert unlike == pytest.approx(counted)
