import numpy as np
import pytest

from bench.choices_fit import ChoiceQuestion, weigh
from bot.understanding.choice_evidence import NAMED, Described, Taught, confidences, evidence
from dialogs.model.script import Slot

ALIKE, STRANGE = np.array([1, 0], dtype=np.float32), np.array([0, 1], dtype=np.float32)
BOTH = [Described(ALIKE[None], ALIKE[None]), Described(STRANGE[None], np.stack([STRANGE, STRANGE]))]


def taught(*scores: float) -> Taught:
    return Taught(np.array(scores), np.array([True] * len(scores)))


def test_each_choice_has_a_row_and_none_of_them_the_last() -> None:
    rows = evidence(ALIKE, BOTH, taught(0.9, 0.1), [True, False], (10, False))

    assert rows.shape[0] == 3
    assert rows[0].sum() > rows[1].sum()
    assert rows[:, NAMED].tolist() == [1.0, 0.0, 0.0]


def test_confidences_are_shares() -> None:
    rows = evidence(ALIKE, BOTH, taught(0.9, 0.1), [True, False], (10, False))

    likely = confidences(rows, np.ones(rows.shape[1]))

    assert likely.sum() == pytest.approx(1.0)


def test_a_choice_of_which_nothing_was_taught_is_no_part_of_the_lead() -> None:
    nothing = Taught(np.array([0.9, 0.0]), np.array([True, False]))

    assert not nothing.whole
    assert evidence(ALIKE, BOTH, nothing, [False, False], (10, False))[1, :3].tolist() == [0.0, 0.0, 0.0]


def test_evidence_that_goes_with_the_right_choice_weighs_for_it() -> None:
    slot = Slot("kind", "choice", {})
    rows = evidence(ALIKE, BOTH, taught(0.9, 0.1), [False, False], (10, False))
    turned = evidence(STRANGE, BOTH, taught(0.1, 0.9), [False, False], (10, False))
    nothing = evidence(ALIKE, BOTH, taught(0.1, 0.1), [False, False], (10, False))
    questions = [
        ChoiceQuestion(0, slot, 0, rows),
        ChoiceQuestion(1, slot, 1, turned),
        ChoiceQuestion(2, slot, 2, nothing),
    ]

    weights = weigh(questions)

    assert [int(confidences(one.rows, weights).argmax()) for one in questions] == [0, 1, 2]
