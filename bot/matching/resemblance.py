"""What a telling and an earlier matter have in common, as numbers that a model can weigh. Knows no tickets.

A matter is all that was told of it, and each number is that of the telling of it that is nearest.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import log, log1p, sqrt

import numpy as np
from numpy.typing import NDArray

from bot.matching.grams import Weights
from bot.matching.telling import Telling

_STRANGERS = {"grams": 0.05, "meanings": 0.5}
"""What strangers have in common as a rule, by which a first matter leads."""
_FEW = 100
"""With fewer texts than these a word counts as rare as if it were the only one among so many."""
_RARE = 2.0
"""From here on a shared gram tells something: one in eight tellings holds it."""
_MANY = log(200)
"""The length of a long telling, by its logarithm as all lengths: 200 words."""

FEATURES = (
    "contained", "cosine", "rare", "numbers", "lead", "again", "other", "again_shared", "first_shared",
    "length", "longest", "length_lead", "longest_lead", "longest_contained", "longest_again",
)  # fmt: skip
"""What is weighed by words alone, in the order of a model's weights."""
MEANT = ("meaning", "first_meaning", "longest_meaning", "beyond_strangers", "longest_beyond")
"""What is weighed besides where meanings are read."""
SIGNS = {"other": -1} | {name: 0 for name in (*FEATURES, *MEANT) if name.startswith(("length", "longest"))}
"""Which way a number may count if not for likeness only: -1 against it, 0 either way."""


@dataclass(frozen=True)
class Strangers:
    """How near a telling is to those of others: in one trade all complaints are a little alike."""

    typical: float = 0.3
    spread: float = 0.12

    def beyond(self, meaning: float) -> float:
        """Return by how much something is nearer: in standard deviations, a quarter of it."""
        return (meaning - self.typical) / self.spread / 4


@dataclass(frozen=True)
class _Shared:
    """What two tellings have in common."""

    contained: float
    cosine: float
    rare: float
    numbers: float
    first_shared: float
    meaning: float
    first_meaning: float

    @property
    def both(self) -> float:
        """By which matters are compared with each other."""
        return (self.contained + self.cosine) / 2 + self.meaning


def features(
    weights: Weights, telling: Telling, matters: Sequence[Sequence[Telling]], strangers: Strangers
) -> list[tuple[float, ...]]:
    """Return for each matter the numbers that a model weighs: those of `FEATURES`, then of `MEANT` if there are any."""
    seen = [_nearest([_shared(weights, telling, one) for one in told]) for told in matters]
    longest = [max(len(one.tokens) for one in (telling, *told)) for told in matters]
    both = [one.both for one in seen]
    return [_features(telling, one, longest[at], _lead(telling, both, at), strangers) for at, one in enumerate(seen)]


def _lead(telling: Telling, both: Sequence[float], at: int) -> float:
    floor = _STRANGERS["grams" if telling.vectors is None else "meanings"]
    return both[at] - max([floor, *both[:at], *both[at + 1 :]])


def _features(telling: Telling, seen: _Shared, longest: int, lead: float, strangers: Strangers) -> tuple[float, ...]:
    length, most = log1p(len(telling.tokens)) / _MANY, log1p(longest) / _MANY
    contained = sqrt(seen.contained)
    again = (1 - telling.length) * telling.again
    words = (
        contained,
        sqrt(seen.cosine),
        log1p(seen.rare) / 5,
        min(seen.numbers, 12.0) / 6,
        lead,
        again,
        # In a long telling such phrases are about the matter as often as about the telling.
        max(0.0, 1 - len(telling.tokens) / 90) * telling.other,
        telling.again * contained,
        seen.first_shared,
        length,
        most,
        length * lead,
        most * lead,
        most * contained,
        most * again,
    )
    if telling.vectors is None:
        return words
    beyond = strangers.beyond(seen.meaning)
    return (*words, seen.meaning, seen.first_meaning, most * seen.meaning, beyond, most * beyond)


def _nearest(found: Sequence[_Shared]) -> _Shared:
    """Return the largest of each number."""
    columns = zip(*(tuple(vars(one).values()) for one in found), strict=True)
    return _Shared(*(max(column) for column in columns))


def _shared(weights: Weights, one: Telling, other: Telling) -> _Shared:
    rarity = _rarity(weights)
    common = one.grams & other.grams
    mass = _mass(weights, common)
    first, second = _mass(weights, one.grams) or 1.0, _mass(weights, other.grams) or 1.0
    meaning, first_meaning = _meanings(one, other, rarity)
    rare = {gram: rarity(gram) for gram in common}
    return _Shared(
        contained=min(1.0, mass / min(first, second)),
        cosine=min(1.0, mass / sqrt(first * second)),
        rare=sum(weight for weight in rare.values() if weight > _RARE),
        numbers=sum(weight for gram, weight in rare.items() if gram[0].isdigit() and " " not in gram),
        first_shared=_first_shared(weights, one, other),
        meaning=meaning,
        first_meaning=first_meaning,
    )


def _rarity(weights: Weights) -> Callable[[str], float]:
    """Return what tells how rare a gram is: nothing for one that all texts hold."""
    texts, held = max(weights.texts, _FEW) + 1, weights.held
    return lambda gram: log(texts / min(texts, held.get(gram, 0) + 1))


def _mass(weights: Weights, grams: frozenset[str]) -> float:
    return sum(weights.of(gram) ** 2 for gram in grams)


def _first_shared(weights: Weights, one: Telling, other: Telling) -> float:
    """Return how much of the first sentence of either the other holds anywhere: the larger share."""
    return max(
        _mass(weights, told & whole) / _mass(weights, told) if told & whole else 0.0
        for told, whole in ((one.sentences[0], other.grams), (other.sentences[0], one.grams))
    )


def _meanings(one: Telling, other: Telling, rarity: Callable[[str], float]) -> tuple[float, float]:
    """Return how near two tellings are, as a whole and in their first sentences."""
    if one.vectors is None or other.vectors is None:
        return 0.0, 0.0
    first, second = _counts(one, rarity), _counts(other, rarity)
    meaning = float(_whole(one.vectors, first) @ _whole(other.vectors, second))
    return meaning, float(one.vectors[0] @ other.vectors[0])


def _counts(telling: Telling, rarity: Callable[[str], float]) -> NDArray[np.float32]:
    return np.array([sum(map(rarity, told)) + 0.01 for told in telling.sentences], dtype=np.float32)


def _whole(vectors: NDArray[np.float32], counts: NDArray[np.float32]) -> NDArray[np.float32]:
    whole: NDArray[np.float32] = counts @ vectors
    return whole / np.float32(np.linalg.norm(whole) + 1e-9)


def whole_meaning(weights: Weights, telling: Telling) -> NDArray[np.float32] | None:
    """Return the meaning of a telling as a whole, in which a sentence counts by how rare its words are."""
    return None if telling.vectors is None else _whole(telling.vectors, _counts(telling, _rarity(weights)))
