import numpy as np

from bot.matching.ridge import Numbers, learn

CHANCE = np.random.default_rng(3)
ROWS = CHANCE.normal(size=(12, 6))
OWNER = np.repeat(np.arange(3), 4)


def kernel(one: Numbers, other: Numbers) -> Numbers:
    return np.exp(one @ other.T / 10)


def test_each_row_is_of_its_own_matter() -> None:
    learnt = learn(kernel(ROWS, ROWS), OWNER, 3)

    assert list((kernel(ROWS, ROWS) @ learnt.weights).argmax(axis=1)) == list(OWNER)


def test_what_a_row_would_be_had_it_not_been_seen_is_exact() -> None:
    learnt = learn(kernel(ROWS, ROWS), OWNER, 3)
    others = np.arange(12) != 5
    without = learn(kernel(ROWS[others], ROWS[others]), OWNER[others], 3)

    assert np.allclose(learnt.unseen[5], kernel(ROWS[5:6], ROWS[others]) @ without.weights)


def test_what_a_row_would_be_were_its_matter_unknown_is_exact() -> None:
    learnt = learn(kernel(ROWS, ROWS), OWNER, 3)
    others = OWNER != 2
    without = learn(kernel(ROWS[others], ROWS[others]), OWNER[others], 2)

    assert np.allclose(learnt.unknown[~others][:, :2], kernel(ROWS[~others], ROWS[others]) @ without.weights)
