import numpy as np
import pytest

from bot.understanding.line_likeness import Likeness, Lines, Mix, Places, in_bytes

AT_ONE_PLACE = Places(np.array([0]), np.array([0]))
ALIKE = np.array([[0.5, 0.0], [0.0, 0.5]], dtype=np.float32)


@pytest.fixture
def lines() -> Lines:
    return Lines(
        Places(np.array([0, 1]), np.array([0, 5])),
        in_bytes(ALIKE),
        np.array([7, 9], dtype=np.uint32),
        np.array([1.0, 2.0], dtype=np.float32),
        np.array([0, 1, 3]),
        np.array([0, 0, 1]),
        np.array([255, 100, 255], dtype=np.uint8),
    )


def test_lines_that_share_terms_are_alike(lines: Lines) -> None:
    by_words = Likeness(lines, Mix(prior=0)).of([{9: 1.0}], None, AT_ONE_PLACE)

    assert by_words[0].tolist() == pytest.approx([100 / 255, 1.0])


def test_a_line_at_the_same_stage_counts_more(lines: Lines) -> None:
    mix = Mix(anywhere=0.5, same_stage=0.3, same_place=0.2, prior=0)

    found = Likeness(lines, mix).of([{7: 1.0, 9: 1.0}], None, AT_ONE_PLACE)

    assert found[0].tolist() == pytest.approx([1.0 + 100 / 255, 0.5])


def test_terms_that_no_line_holds_make_nothing_alike(lines: Lines) -> None:
    assert Likeness(lines, Mix(prior=0)).of([{1: 1.0}], None, AT_ONE_PLACE)[0].tolist() == [0.0, 0.0]


def test_lines_of_the_same_meaning_are_the_most_alike(lines: Lines) -> None:
    found = Likeness(lines, Mix(prior=0)).of([{}], in_bytes(ALIKE[:1]), AT_ONE_PLACE)

    assert found[0, 0] > found[0, 1]
