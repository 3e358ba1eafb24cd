"""Which of some known matters a text is about, learnt from a few wordings of each. Knows no tickets.

Four views, each a number per matter: how near the meaning is to the middle of its wordings and to the nearest of them,
how many weighty grams they share, and a linear support vector machine over the meanings. Where the extras are missing,
the grams are all there is, and one can be less sure.
"""

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from math import log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.matching.fitted import CONFIDENCE, LIKELIHOOD
from bot.matching.grams import Weights, grams
from bot.matching.sentences import Sentences, Vector
from bot.matching.typos import mended, words_of

Numbers = NDArray[np.float64]


@dataclass(frozen=True)
class Ranking:
    """The matters that a text may be about, the likeliest first."""

    keys: tuple[str, ...]
    likelihoods: tuple[float, ...]
    """Of each by itself, from 0 to 1."""
    confidence: float
    """How likely the first one is right, from 0 to 1, seeing by how much it leads."""
    views: str
    """On what it rests: ``grams``, ``meanings`` as well, or ``all`` with the support vector machine."""


class Classifier:
    """Learns once, when it is made, which takes a while; each text takes some milliseconds."""

    def __init__(self, matters: Mapping[str, Sequence[str]], sentences: Sentences | None) -> None:
        """``matters`` has the wordings of each by its key."""
        self._keys = tuple(key for key, wordings in matters.items() if wordings)
        texts = [text for key in self._keys for text in matters[key]]
        self._owner = np.array([n for n, key in enumerate(self._keys) for _ in matters[key]], dtype=np.intp)
        self._words = frozenset(word for text in texts for word in words_of(text))
        self._sentences = sentences
        self._grams = _GramView(texts, self._owner, len(self._keys))
        self._views = "grams"
        if sentences is not None and texts:
            self._vectors = np.stack(sentences.of(texts))
            means = [self._vectors[self._owner == matter].mean(axis=0) for matter in range(len(self._keys))]
            self._middles = _unit(np.stack(means))
            self._machine = _machine(self._vectors, self._owner) if len(self._keys) > 1 else None
            self._views = "all" if self._machine is not None else "meanings"

    def rank(self, text: str, among: Container[str] | None = None) -> Ranking:
        """Return the matters, or those with some keys only, by how likely the text is about them."""
        possible = [n for n, key in enumerate(self._keys) if among is None or key in among]
        if not possible:
            return Ranking((), (), 0.0, self._views)
        model = LIKELIHOOD[self._views]
        features = self._features(mended(text, self._words)).tolist()
        scores = {n: model.score(features[n]) for n in possible}
        order = sorted(possible, key=lambda n: -scores[n])
        confidence = CONFIDENCE[self._views].probability(lead([scores[n] for n in order], features[order[0]]))
        likelihoods = tuple(model.probability(features[n]) for n in order)
        return Ranking(tuple(self._keys[n] for n in order), likelihoods, confidence, self._views)

    def features(self, text: str) -> tuple[str, tuple[str, ...], Numbers]:
        """Return which views there are, the keys, and the numbers of each: what `bench.fit` fits models to."""
        return self._views, self._keys, self._features(mended(text, self._words))

    def _features(self, text: str) -> Numbers:
        columns = [self._grams.nearest_and_middle(text)]
        if self._sentences is not None:
            (vector,) = self._sentences.of([text])
            nearest = _highest(self._vectors @ vector, self._owner, len(self._keys))
            columns = [np.stack([self._middles @ vector, nearest], axis=1), *columns]
            if self._machine is not None:
                columns.append(_decisions(self._machine, vector, len(self._keys)))
        return np.concatenate(columns, axis=1).astype(np.float64)


def lead(ordered: Sequence[float], first: Sequence[float]) -> tuple[float, ...]:
    """Return what confidence rests on: the highest score, by how much it leads, that up to 2, how many there are.

    And the views of the ``first`` themselves: among few matters one leads though the text is far from all.
    """
    ahead = ordered[0] - ordered[1] if len(ordered) > 1 else 2.0
    return ordered[0], ahead, min(ahead, 2.0), log(len(ordered)), *first


class _GramView:
    """TF-IDF: the cosine with the nearest wording and with the middle of the wordings."""

    def __init__(self, texts: Sequence[str], owner: NDArray[np.intp], matters: int) -> None:
        self._owner, self._matters = owner, matters
        found = [grams(text, masked=True) for text in texts]
        self._weights = Weights()
        for held in found:
            self._weights.learn(held)
        self._postings: dict[str, tuple[NDArray[np.intp], Numbers]] = {}
        places = defaultdict[str, list[int]](list)
        for number, held in enumerate(found):
            for gram in held:
                places[gram].append(number)
        lengths = np.array([max(self._length(held), 1e-9) for held in found])
        for gram, where in places.items():
            self._postings[gram] = (np.array(where, dtype=np.intp), self._weights.of(gram) / lengths[where])
        self._spreads = self._spread()

    def nearest_and_middle(self, text: str) -> Numbers:
        """Return both for every matter, as rows."""
        held = grams(text, masked=True)
        likeness = np.zeros(len(self._owner))
        for gram in held:
            if gram in self._postings:
                where, weights = self._postings[gram]
                likeness[where] += weights * self._weights.of(gram)
        likeness /= max(self._length(held), 1e-9)
        middles = np.bincount(self._owner, likeness, self._matters) / self._spreads
        return np.stack([_highest(likeness, self._owner, self._matters), middles], axis=1)

    def _length(self, held: frozenset[str]) -> float:
        return float(np.sqrt(sum(self._weights.of(gram) ** 2 for gram in held)))

    def _spread(self) -> Numbers:
        """Return the length of the sum of each matter's wordings."""
        squares = np.zeros(self._matters)
        for where, weights in self._postings.values():
            squares += np.bincount(self._owner[where], weights, self._matters) ** 2
        return np.maximum(np.sqrt(squares), 1e-9)


def _unit(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    unit: NDArray[np.float32] = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return unit


def _highest(values: NDArray[Any], owner: NDArray[np.intp], matters: int) -> Numbers:
    highest = np.full(matters, -1.0)
    np.maximum.at(highest, owner, values)
    return highest


def views_of(sentences: Sentences | None) -> str:
    """Return on what a ranking of several matters rests, as `Ranking` has it."""
    if sentences is None:
        return "grams"
    return "meanings" if find_spec("sklearn") is None else "all"


def _machine(rows: NDArray[np.float32], owner: NDArray[np.intp]) -> Any:
    """Return a linear support vector machine over the rows, or None where its package is not installed."""
    if find_spec("sklearn") is None:
        return None
    return import_module("sklearn.svm").LinearSVC(C=1.0, random_state=0).fit(rows, owner)


def _decisions(machine: Any, vector: Vector, matters: int) -> Numbers:
    """Return its decision for each matter; of two it makes only one number, which speaks for the second."""
    made: Numbers = machine.decision_function(vector[None])[0]
    return (np.array([-made, made]) if matters == 2 else made).reshape(matters, 1)
