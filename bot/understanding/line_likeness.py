"""How like a text is to labelled lines: by meaning, by words, and by where in a conversation it stands.

Ridge regression on such a likeness is what understanding is made of: a text means what the lines like it mean, each
counting as much as fitting found. Arrays only; what the columns stand for is for the callers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.understanding.terms import Terms

Floats = NDArray[np.float64]
Vectors = NDArray[np.int8]

VECTOR_STEP = 1 / 256
"""A vector of length 1 has hardly any number beyond a half: eight bits hold it in these steps."""
TERM_STEP = 1 / 255


@dataclass(frozen=True)
class Mix:
    """What makes two texts alike, and how much."""

    meanings: float = 1.0
    words: float = 2.0
    sharpness: float = 2.0
    """How fast likeness of meaning falls off."""
    anywhere: float = 1.0
    """How much a line counts at another stage..."""
    same_stage: float = 0.0
    """...how much more at the same one..."""
    same_place: float = 0.0
    """...and at the same question."""
    prior: float = 0.02
    """How much standing at the same place says by itself."""


@dataclass(frozen=True)
class Places:
    """Where each of some texts stands: the number of its stage, and of its stage with its slot."""

    stages: NDArray[np.int64]
    places: NDArray[np.int64]


@dataclass(frozen=True)
class Lines:
    """Labelled lines as they are compared with."""

    places: Places
    vectors: Vectors
    """The meaning of each line."""
    keys: NDArray[np.uint32]
    """The terms that are known, in order..."""
    rarity: NDArray[np.float32]
    """...how rare each is..."""
    starts: NDArray[np.int64]
    """...where its lines begin in the two below..."""
    rows: NDArray[np.int64]
    """...which lines hold it..."""
    weights: NDArray[np.uint8]
    """...and how much it weighs in each, in `TERM_STEP`."""

    def __len__(self) -> int:
        return len(self.vectors)


class Likeness:
    """Compares texts with lines."""

    def __init__(self, lines: Lines, mix: Mix) -> None:
        self._lines, self._mix = lines, mix
        self._vectors = lines.vectors.astype(np.float32) * np.float32(VECTOR_STEP)
        self._starts: list[int] = lines.starts.tolist()
        self._columns = {int(key): at for at, key in enumerate(lines.keys)}
        self.rarity: Mapping[int, float] = dict(zip(self._columns, lines.rarity.tolist(), strict=True))

    def of(self, terms: Sequence[Terms], vectors: Vectors | None, places: Places) -> Floats:
        """Return how like each text is to each line; without ``vectors`` by words alone."""
        mix = self._mix
        found = mix.words * np.stack([self._by_words(one) for one in terms])
        whole = mix.words
        if vectors is not None:
            cosines = (vectors.astype(np.float32) * np.float32(VECTOR_STEP)) @ self._vectors.T
            found += mix.meanings * np.exp(mix.sharpness * (cosines.astype(np.float64) - 1))
            whole += mix.meanings
        same_stage = places.stages[:, None] == self._lines.places.stages[None, :]
        same_place = places.places[:, None] == self._lines.places.places[None, :]
        where = mix.anywhere + mix.same_stage * same_stage + mix.same_place * same_place
        share = mix.anywhere + mix.same_stage + mix.same_place
        likeness: Floats = found / whole * where / share + mix.prior * same_place
        return likeness

    def _by_words(self, terms: Terms) -> Floats:
        lines, starts, rows, weights = self._lines, self._starts, [], []
        for key, weight in terms.items():
            at = self._columns.get(key)
            if at is not None:
                held = slice(starts[at], starts[at + 1])
                rows.append(lines.rows[held])
                weights.append(lines.weights[held] * (weight * TERM_STEP))
        if not rows:
            return np.zeros(len(lines))
        summed = np.bincount(np.concatenate(rows), weights=np.concatenate(weights), minlength=len(lines))
        return summed.astype(np.float64)


def in_bytes(vectors: NDArray[np.float32]) -> Vectors:
    """Return vectors of length 1 as they are kept."""
    kept: Vectors = np.clip(np.rint(vectors / VECTOR_STEP), -127, 127).astype(np.int8)
    return kept
