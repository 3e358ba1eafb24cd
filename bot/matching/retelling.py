"""How likely a telling is one of some earlier matters told again. Knows no tickets: a matter is what was told of it.

People who come back name the same place, shop or number again, so weighty grams count first; whoever tells it in quite
other words is found by the meaning; and a telling of few words that says "still" or "again" can only be about what was
told before. A meaning is held against those of strangers: within one trade all complaints are a little alike.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from bot.matching.cues import says_again, says_other
from bot.matching.fitted import RETOLD
from bot.matching.grams import Weights, alike, grams
from bot.matching.normalise import tokens
from bot.matching.sentences import Sentences, Vector
from bot.matching.typos import mended, words_of

LEARNT = 5_000
"""Tellings by which grams are weighed, the newest."""
STRANGERS = 200
"""Tellings with whose meanings one is compared."""
_TYPICAL, _SPREAD = 0.2, 0.1
"""How near the meanings of strangers are as a rule; used until there are `_ENOUGH`."""
_ENOUGH = 20
_SHARED = 0.05
"""How alike the grams of strangers are as a rule."""
_WEIGHTY = 3.0
"""From here on a shared gram tells something: fewer than one in eight tellings hold it."""
_LONG = 40
"""Words from which on a telling speaks for itself."""


@dataclass(frozen=True)
class Telling:
    """A text, read once."""

    grams: frozenset[str]
    words: frozenset[str]
    """By which slips in another are mended."""
    vector: Vector | None
    again: float
    other: float
    length: float
    """In `_LONG` words, 1 at most."""


class Listener:
    """Reads tellings, and learns from all of them what is common."""

    def __init__(self, sentences: Sentences | None) -> None:
        self._sentences = sentences
        self.weights = Weights()
        self._learnt: deque[frozenset[str]] = deque()
        self._strangers: deque[Vector] = deque(maxlen=STRANGERS)

    def read_again(self, text: str, earlier: Sequence[Telling]) -> Telling:
        """Return the telling of a text whose slips are mended by the words of what was told before."""
        known = {word for telling in earlier for word in telling.words}
        return self.read([mended(text, known)])[0]

    def read(self, texts: Sequence[str]) -> list[Telling]:
        """Return the tellings of texts; takes milliseconds for each whose meaning was never read."""
        vectors = self._sentences.of(texts) if self._sentences else [None] * len(texts)
        return [_telling(text, vector) for text, vector in zip(texts, vectors, strict=True)]

    def read_words(self, texts: Sequence[str]) -> list[Telling]:
        """Return the tellings of texts without their meanings: quicker by far, and enough to learn from."""
        return [_telling(text, None) for text in texts]

    def learn(self, telling: Telling) -> None:
        """Take a telling into what is common; the oldest beyond `LEARNT` is forgotten."""
        self.weights.learn(telling.grams)
        self._learnt.append(telling.grams)
        if len(self._learnt) > LEARNT:
            self.weights.forget(self._learnt.popleft())
        if telling.vector is not None:
            self._strangers.append(telling.vector)

    def likelihoods(self, telling: Telling, matters: Sequence[Sequence[Telling]]) -> list[float]:
        """Return for each matter how likely this telling is about it, from 0 to 1.

        The sum may be above 1: each is judged by itself, though seeing by how much it leads.
        """
        model = RETOLD["grams" if telling.vector is None else "meanings"]
        return [model.probability(features) for features in self.features(telling, matters)]

    def features(self, telling: Telling, matters: Sequence[Sequence[Telling]]) -> list[tuple[float, ...]]:
        """Return the numbers on which the likelihoods rest: what `bench.fit` fits the model to."""
        typical, spread = self._strangeness(telling)
        seen = [_Seen.best(self.weights, telling, told, typical, spread) for told in matters]
        return [_features(telling, one, [other for other in seen if other is not one]) for one in seen]

    def _strangeness(self, telling: Telling) -> tuple[float, float]:
        """Return how near this meaning is to those of strangers, and how much that varies."""
        if telling.vector is None or len(self._strangers) < _ENOUGH:
            return _TYPICAL, _SPREAD
        near = np.stack(self._strangers) @ telling.vector
        return float(near.mean()), max(float(near.std()), 0.03)


def _telling(text: str, vector: Vector | None) -> Telling:
    length = min(len(tokens(text)), _LONG) / _LONG
    return Telling(grams(text), words_of(text), vector, says_again(text), says_other(text), length)


@dataclass(frozen=True)
class _Seen:
    """What a telling and a matter have in common, by the nearest of what was told of it."""

    grams: float
    weighty: float
    meaning: float
    """In standard deviations above what strangers have in common, a quarter of it."""
    both: float
    """By which matters are compared with each other."""
    strangers: float

    @staticmethod
    def best(weights: Weights, telling: Telling, told: Sequence[Telling], typical: float, spread: float) -> "_Seen":
        shared = max(alike(telling.grams, one.grams, weights) for one in told)
        weighty = max(sum(weights.of(gram) > _WEIGHTY for gram in telling.grams & one.grams) for one in told)
        near = max(_near(telling, one) for one in told)
        strangers = typical if telling.vector is not None else 0.0
        return _Seen(shared, min(weighty, 6) / 6, (near - typical) / spread / 4, shared + near, strangers + _SHARED)


def _near(one: Telling, other: Telling) -> float:
    return float(one.vector @ other.vector) if one.vector is not None and other.vector is not None else 0.0


def _features(telling: Telling, seen: _Seen, others: Sequence[_Seen]) -> tuple[float, ...]:
    """Return what the model of `fitted.RETOLD` weighs; the last one, where meanings are read."""
    lead = seen.both - max([seen.strangers, *(other.both for other in others)])
    count = 1 / (1 + len(others))
    # In a long telling such phrases are about the matter as often as about the telling.
    again, other = (1 - telling.length) * telling.again, (1 - telling.length / 2) * telling.other
    lexical = (sqrt(seen.grams), seen.weighty, again, other, count, lead)
    return lexical if telling.vector is None else (*lexical, seen.meaning)
