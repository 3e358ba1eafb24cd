"""What speaks for each choice of a slot in a telling, and how likely that makes it. Arrays only; fits nothing.

Three things: what labelled lines taught of choices that are labelled alike, how near the telling's meaning is to the
labels and words of the script, and whether one of those words stands in it. The first is only there where somebody
labelled lines; the others hold for a script that nobody has seen.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.understanding.line_likeness import Floats

_NEAREST = 3
"""Words of a choice whose nearness is averaged."""
NAMED = 6
"""The column that tells whether a choice is named by one of its words."""
BESIDES = 5
"""Numbers that speak for none of the choices."""
_OF_CHOICE = 9
"""Numbers that speak for one..."""
_IN_SHORT = (0, 1, 7, 4)
"""...and those of them that say more in a short telling: the score, its lead, the only word, the nearest one."""
_SHORT = 60.0
"""Characters within which most of that is lost: a word in a long story is there by chance."""


@dataclass(frozen=True)
class Described:
    """What a choice is called: the meanings of its labels and of its words, a row each."""

    labels: NDArray[np.float32]
    words: NDArray[np.float32]


@dataclass(frozen=True)
class Taught:
    """What labelled lines taught of the choices of a slot."""

    scores: NDArray[np.float64]
    """Of each choice; 0 where nothing was taught."""
    known: NDArray[np.bool_]
    """Of which choices anything was."""

    @property
    def whole(self) -> bool:
        """Whether of all of them something was taught."""
        return bool(self.known.all())


def evidence(
    meaning: NDArray[np.float32],
    described: Sequence[Described],
    taught: Taught,
    named: Sequence[bool],
    told: tuple[int, bool],
) -> Floats:
    """Return a row for each choice, and at last one for none of them; ``told`` is the telling's length, and for a wish.

    ``named`` tells which choices are named by one of their words.
    """
    many = len(described)
    score = taught.scores
    lead = np.array([score[at] - np.delete(score, at).max() if many > 1 else score[at] for at in range(many)])
    hit = np.array(named, dtype=float)
    length, is_wish = told
    short = np.exp(-length / _SHORT)
    rows = np.zeros((many + 1, _OF_CHOICE + len(_IN_SHORT) + BESIDES))
    rows[:many, 0] = score
    rows[:many, 1] = lead * taught.known
    rows[:many, 2] = taught.known
    for at, one in enumerate(described):
        near = np.sort(one.words @ meaning)[::-1]
        rows[at, 3:6] = (one.labels @ meaning).max(), near[0], near[:_NEAREST].mean()
    rows[:many, NAMED] = hit
    rows[:many, 7] = hit * (hit.sum() == 1)
    rows[:many, 8] = hit * score
    rows[:many, _OF_CHOICE:-BESIDES] = rows[:many, _IN_SHORT] * short
    rows[many, -BESIDES:] = 1.0, float(is_wish), np.log1p(length), score.sum(), short
    return rows


def confidences(rows: Floats, weights: Floats) -> Floats:
    """Return how likely each choice is, and at last none of them; together they are 1."""
    strength = rows @ weights
    shares = np.exp(strength - strength.max())
    likely: Floats = shares / shares.sum()
    return likely
