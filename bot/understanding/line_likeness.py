"""How like a text is to labelled lines: by meaning, by what was said before, and by where in a conversation it stands.

Ridge regression on such a likeness is what understanding is made of: a text means what the lines like it mean, each
counting as much as fitting found. What words add is in `word_weights`. Arrays only; what the columns stand for is for
the callers.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]
Vectors = NDArray[np.int8]

VECTOR_STEP = 1 / 127
"""The numbers of a vector of length 1 in eight bits."""
TERM_STEP = 1 / 255
SHARPNESS = 2.0
"""How fast likeness of meaning falls off."""


@dataclass(frozen=True)
class Mix:
    """What makes two texts alike, and how much; by words alone where no meanings can be read."""

    meanings: float
    words: float
    before: float = 0.0
    """What was said before."""
    same_stage: float = 0.0
    """What part of all this counts at the same stage only..."""
    same_place: float = 0.0
    """...and what part at the same question only."""
    prior: float = 0.0
    """How much standing at the same place says by itself."""


@dataclass(frozen=True)
class Places:
    """Where each of some texts stands: the number of its stage, and of its stage with its slot."""

    stages: NDArray[np.int64]
    places: NDArray[np.int64]


@dataclass(frozen=True)
class KnownLines:
    """Labelled lines as they are compared with."""

    places: Places
    axes: NDArray[np.float32]
    """From the vector of a meaning to the few numbers by which meanings are compared."""
    vectors: Vectors
    """The meaning of each line..."""
    before: Vectors
    """...and of what was said before it; zeros if nothing was."""
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


@dataclass(frozen=True)
class Meanings:
    """What some texts mean, and what was said before each."""

    texts: Vectors
    before: Vectors


class Likeness:
    """Compares texts with lines in all but their words."""

    def __init__(self, lines: KnownLines, mix: Mix) -> None:
        self._places, self._mix = lines.places, mix
        self._texts, self._before = _floats(lines.vectors), _floats(lines.before)

    def of(self, meanings: Meanings | None, places: Places) -> Floats:
        """Return how like each text is to each line."""
        mix = self._mix
        same_place = (places.places[:, None] == self._places.places).astype(np.float32)
        found: Floats = np.float32(mix.prior) * same_place
        if meanings is not None:
            alike = mix.meanings * np.exp(SHARPNESS * (_floats(meanings.texts) @ self._texts.T - 1))
            if mix.before and meanings.before.any():
                alike += mix.before * (_floats(meanings.before) @ self._before.T)
            if mix.same_stage:
                same_stage = (places.stages[:, None] == self._places.stages).astype(np.float32)
                alike *= 1 - mix.same_stage - mix.same_place + mix.same_stage * same_stage + mix.same_place * same_place
            found += alike
        return found


def in_bytes(vectors: Floats) -> Vectors:
    """Return vectors as they are kept, each of length 1, or of zeros."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    kept: Vectors = np.clip(np.rint(vectors / np.maximum(lengths, 1e-9) / VECTOR_STEP), -127, 127).astype(np.int8)
    return kept


def _floats(vectors: Vectors) -> NDArray[np.float32]:
    floats: NDArray[np.float32] = vectors.astype(np.float32) * np.float32(VECTOR_STEP)
    return floats
