import numpy as np
import pytest

from bot.understanding.line_likeness import KnownLines, Likeness, Meanings, Mix, Places, in_bytes
from bot.understanding.word_weights import WordWeights

AT_ONE_PLACE = Places(np.array([0]), np.array([0]))
APART = in_bytes(np.eye(2, dtype=np.float32))
NOTHING = np.zeros((1, 2), dtype=np.int8)
COUNTS = np.eye(2)


@pytest.fixture
def lines() -> KnownLines:
    return KnownLines(
        Places(np.array([0, 1]), np.array([0, 5])),
        np.eye(2, dtype=np.float16),
        APART,
        APART,
        np.array([7, 9], dtype=np.uint32),
        np.array([1.0, 2.0], dtype=np.float32),
        np.array([0, 1, 3]),
        np.array([0, 0, 1]),
        np.array([255, 100, 255], dtype=np.uint8),
    )


def test_lines_that_share_terms_are_alike(lines: KnownLines) -> None:
    by_words = WordWeights(lines, COUNTS, 1.0, 0.0)

    assert by_words.of({9: 1.0}, 0).tolist() == pytest.approx([100 / 255, 1.0])


def test_a_line_at_the_same_stage_counts_more(lines: KnownLines) -> None:
    by_words = WordWeights(lines, COUNTS, 1.0, 0.5)

    assert by_words.of({7: 1.0, 9: 1.0}, 0).tolist() == pytest.approx([1.0 + 100 / 255, 0.5])


def test_a_term_says_the_same_whenever_it_comes_again(lines: KnownLines) -> None:
    by_words = WordWeights(lines, COUNTS, 1.0, 0.5)

    found = [by_words.of({7: 1.0, 9: 0.5}, stage).tolist() for stage in (1, 0, 1)]

    assert found[2] == found[0] == pytest.approx([0.5 + 50 / 255 / 2, 0.5])


def test_no_term_says_nothing(lines: KnownLines) -> None:
    assert WordWeights(lines, COUNTS, 1.0, 0.5).of({}, 0).tolist() == [0.0, 0.0]


def test_standing_at_the_same_place_says_something_by_itself(lines: KnownLines) -> None:
    assert Likeness(lines, Mix(1.0, 0.0, prior=0.5)).of(None, AT_ONE_PLACE).tolist() == [[0.5, 0.0]]


def test_lines_of_the_same_meaning_are_the_most_alike(lines: KnownLines) -> None:
    found = Likeness(lines, Mix(1.0, 0.0)).of(Meanings(APART[:1], NOTHING), AT_ONE_PLACE)

    assert found[0].tolist() == pytest.approx([1.0, np.exp(-2)])


def test_what_was_said_before_counts_where_something_was(lines: KnownLines) -> None:
    likeness = Likeness(lines, Mix(0.0, 0.0, before=0.1))

    assert likeness.of(Meanings(APART[:1], APART[:1]), AT_ONE_PLACE)[0].tolist() == pytest.approx([0.1, 0.0])
    assert likeness.of(Meanings(APART[:1], NOTHING), AT_ONE_PLACE)[0].tolist() == [0.0, 0.0]
