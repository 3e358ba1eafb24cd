"""Which rows share the most with what is asked, by the weight of the values: what few hold weighs more.

What a value weighs is read off the index. Beside it stand eight bytes a row: the weight of all that the row holds, by
which a short telling that is wholly shared comes before a long one that shares as much, and the sum at hand. Knows no
document.
"""

from array import array
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from storage.embedded.index import Index, field_of, span
from storage.unit_of_work import SELDOM, weight

LOOKED_AT = 150_000
"""Entries after which a question is led to no more, the rarest values first; commoner values than this lead nowhere."""
PARTS = (0.2, 0.05, 0.0)
"""Rows that share less than such a part of what the best one shares are left out, where enough share more."""
FEW, MANY = 1_000, 100_000
"""Up to so few rows, weights are learnt anew after any change; from so many on no more: shares have settled by then."""

Floats = NDArray[np.float32]


class SimilarityIndex:
    """What the rows weigh in the values of one field."""

    def __init__(self, index: Index, field: int) -> None:
        """``field`` is the number of the field, as its checksums have it."""
        self._index = index
        self._field = field
        self._weights: Floats = np.zeros(0, np.float32)
        self._shared: Floats = np.zeros(0, np.float32)
        """What each row shares with the question at hand; between two questions nothing."""
        self._learnt = 0
        """How many rows there were when all weights were learnt; 0 if they are to be learnt now."""

    def put(self, row: int, sums: Iterable[int], rows: int) -> None:
        """Take notice of what a row, one of so many, is found by now."""
        if rows <= FEW:
            self._learnt = 0
        if not self._learnt:
            return
        if row >= len(self._weights):
            more = np.zeros(row // 8 + 1, np.float32)
            self._weights, self._shared = np.append(self._weights, more), np.append(self._shared, more)
        held = (self._index.count(one) for one in sums if field_of(one) == self._field)
        self._weights[row] = sum(weight(count, rows) for count in held)

    def likeliest(self, sums: Iterable[int], limit: int, rows: int) -> list[int]:
        """Return the rows that are the most alike to one with these checksums, the likeliest first, of so many rows."""
        if not self._learnt or 2 * self._learnt < min(rows, MANY):
            self._learn(rows)
        held = sorted((self._index.count(one), one) for one in sums)
        weights = _weigh(np.array([count for count, _ in held]), rows)
        together = 0
        for (count, one), weight_of_one in zip(held, weights, strict=True):
            if together and max(together, count) > LOOKED_AT:
                break
            together += count
            if count:
                np.add.at(self._shared, _joined(self._index.parts(one)), weight_of_one)
        return self._best(weights.sum(), limit)

    def _best(self, asked: np.float32, limit: int) -> list[int]:
        """Return the rows that are the most alike by what they share of the weight that is asked, of equals the newest.

        By the mean of cosine and containment, as the desk compares them in the end.
        """
        most = self._shared.max(initial=0)
        for part in PARTS:
            rows = np.flatnonzero(self._shared > part * most)
            if len(rows) >= limit:
                break
        shared = self._shared[rows]
        self._shared.fill(0)
        held = np.maximum(self._weights[rows], shared)
        alike = shared / np.sqrt(held * asked) + shared / np.minimum(held, asked)
        if len(rows) > limit:
            best = np.flatnonzero(alike >= np.partition(alike, len(rows) - limit)[len(rows) - limit])
            rows, alike = rows[best], alike[best]
        return [int(row) for row in rows[np.lexsort((rows, alike))[::-1][:limit]]]

    def _learn(self, rows: int) -> None:
        """Weigh what each row holds, by the index alone."""
        chunks = list(self._index.between(*span(self._field)))
        sums, held_by = _joined(chunk.sums for chunk in chunks), _joined(chunk.rows for chunk in chunks)
        starts = np.flatnonzero(np.diff(sums, prepend=0))
        held = np.diff(starts, append=len(sums))
        self._weights = np.zeros(self._index.width, np.float32)
        np.add.at(self._weights, held_by, np.repeat(_weigh(held, rows), held))
        self._shared = np.zeros(self._index.width, np.float32)
        self._learnt = rows


def _weigh(held: NDArray[np.int64], rows: int) -> Floats:
    """Return the weight of each value by how many of the rows hold it; `weight` for many at once."""
    weights: Floats = np.square(1 - np.log(held / max(rows, 1) + SELDOM)).astype(np.float32)
    return weights


def _joined(parts: Iterable["array[int]"]) -> NDArray[np.uint32]:
    return np.frombuffer(b"".join(parts), np.uint32)
