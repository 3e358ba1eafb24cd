"""What each term of a text says, all lines that hold it taken together.

Likeness by words is a sum over terms, and so is what follows from it: instead of comparing a text with thousands of
lines, each of its terms is looked up. What a term says is summed up when a text first holds it: most never come, and
all of them would take a third of the program's start.
"""

from collections.abc import Mapping

import numpy as np

from bot.understanding.line_likeness import TERM_STEP, Floats, KnownLines
from bot.understanding.terms import Terms


class WordWeights:
    """Scores terms for each column, at any stage and at each one."""

    def __init__(self, lines: KnownLines, counts: Floats, share: float, same_stage: float) -> None:
        self._terms = {key: at for at, key in enumerate(lines.keys.tolist())}
        self.rarity: Mapping[int, float] = dict(zip(self._terms, lines.rarity.tolist(), strict=True))
        self._shares = (share * (1 - same_stage), share * same_stage)
        self._lines, self._counts = lines, counts
        self._is_summed = np.zeros(len(self._terms), dtype=bool)
        self._anywhere = np.zeros((len(self._terms), counts.shape[1]), dtype=np.float32)
        stages = int(lines.places.stages.max()) + 1 if same_stage else 0
        self._staged = np.zeros((len(self._terms), stages, counts.shape[1]), dtype=np.float32)

    def of(self, terms: Terms, stage: int) -> Floats:
        """Return what the terms of a text say at a stage, one number for each column."""
        places = np.fromiter((self._terms[key] for key in terms), dtype=np.int64, count=len(terms))
        weights = np.fromiter(terms.values(), dtype=np.float32, count=len(terms))
        for place in places[~self._is_summed[places]].tolist():
            self._sum_up(place)
        found = self._shares[0] * (weights @ self._anywhere[places])
        if stage < self._staged.shape[1]:
            found += self._shares[1] * (weights @ self._staged[places, stage])
        return found

    def _sum_up(self, place: int) -> None:
        lines = self._lines
        held = slice(lines.starts[place], lines.starts[place + 1])
        rows = lines.rows[held]
        said = (lines.weights[held] * np.float32(TERM_STEP))[:, None] * self._counts[rows]
        self._anywhere[place] = said.sum(axis=0)
        if self._staged.shape[1]:
            # Set and not added to: two threads may sum up the same term, each to the same end.
            stages = np.arange(self._staged.shape[1])[:, None] == lines.places.stages[rows]
            self._staged[place] = stages @ said
        self._is_summed[place] = True
