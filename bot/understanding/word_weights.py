"""What each term of a text says, all lines that hold it taken together.

Likeness by words is a sum over terms, and so is what follows from it: instead of comparing a text with thousands of
lines, each of its terms is looked up once.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from bot.understanding.line_likeness import TERM_STEP, Floats, KnownLines
from bot.understanding.terms import Terms

_STAGES = 64
"""More than there are."""


class WordWeights:
    """Scores terms for each column, at any stage and at each one."""

    def __init__(self, lines: KnownLines, counts: Floats, share: float, same_stage: float) -> None:
        self._columns = {int(key): at for at, key in enumerate(lines.keys)}
        self.rarity: Mapping[int, float] = dict(zip(self._columns, lines.rarity.tolist(), strict=True))
        self._shares = (share * (1 - same_stage), share * same_stage)
        of_lines = np.repeat(np.arange(len(lines.keys)), np.diff(lines.starts))
        held = lines.weights.astype(np.float32) * np.float32(TERM_STEP)
        self._anywhere = _summed(of_lines, len(lines.keys), held, lines.rows, counts)
        self._staged: NDArray[np.float32] | None = None
        if same_stage:
            cells = of_lines * _STAGES + lines.places.stages[lines.rows]
            self._cells, numbers = np.unique(cells, return_inverse=True)
            self._staged = _summed(numbers, len(self._cells), held, lines.rows, counts)

    def of(self, terms: Terms, stage: int) -> Floats:
        """Return what the terms of a text say at a stage, one number for each column."""
        columns = np.fromiter((self._columns[key] for key in terms), dtype=np.int64, count=len(terms))
        weights = np.fromiter(terms.values(), dtype=np.float32, count=len(terms))
        found = self._shares[0] * (weights @ self._anywhere[columns])
        if self._staged is not None and len(columns):
            cells = columns * _STAGES + stage
            at = np.minimum(np.searchsorted(self._cells, cells), len(self._cells) - 1)
            here = self._cells[at] == cells
            found += self._shares[1] * (weights[here] @ self._staged[at[here]])
        return found


def _summed(
    numbers: NDArray[np.int64], many: int, held: NDArray[np.float32], rows: NDArray[np.int64], counts: Floats
) -> NDArray[np.float32]:
    columns = [np.bincount(numbers, weights=held * counts[rows, at], minlength=many) for at in range(counts.shape[1])]
    return np.stack(columns, axis=1).astype(np.float32)
