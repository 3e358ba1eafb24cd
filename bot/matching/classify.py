"""Which of some known matters a text is about, learnt from a few wordings of each. Knows no tickets.

Views, each a number per matter: a linear machine over meanings and grams, how near the meaning is to the nearest of its
wordings and to all of them, the same by the grams they share, and by how much the text tells more of a wrong than they
do. Where the extras are missing, the grams are all there is, and one can be less sure.
"""

from collections import Counter, defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

from bot.matching import ridge
from bot.matching.assurance import Assurance, FitEvidence, assured
from bot.matching.fitted import CONFIDENCE, LIKELIHOOD
from bot.matching.grams import Weights, grams
from bot.matching.grievance import grievance
from bot.matching.ridge import Numbers
from bot.matching.sentences import Sentences
from bot.matching.typos import mended, words_of

MOST = 4000
"""Wordings that are learnt: of more, the first of each matter, since the time grows with their cube."""
_THE_SAME = 0.75
"""A text from outside that is so near to a wording is about that matter at this company."""
WORDS, MEANT = "grams", "all"
"""On what a ranking rests: on the grams alone, or on the meanings as well."""
_NEAREST = slice(1, 4, 2)
"""The views that tell how near the nearest wording is."""
_LOCAL = 2.0
"""How much more a near wording counts than a far one: a third, where the cosine is a half less."""
_OF_GRAMS = 0.5
"""What sharing all grams counts beside meaning the same."""


@dataclass(frozen=True)
class Ranking:
    """The matters that a text may be about, the likeliest first."""

    keys: tuple[str, ...]
    likelihoods: tuple[float, ...]
    """Of each by itself, from 0 to 1."""
    confidence: float
    """How likely the first one is right, from 0 to 1, seeing by how much it leads."""
    assurance: Assurance
    """From which confidence on these matters may be answered and offered, by what was seen when they were learnt."""


class Classifier:
    """Learns once, when it is made, which takes a while; each text takes some milliseconds."""

    def __init__(
        self,
        matters: Mapping[str, Sequence[str]],
        sentences: Sentences | None,
        outside: Sequence[str] = (),
        unlike: Sequence[str] = (),
    ) -> None:
        """``matters`` has the wordings of each by its key.

        ``outside`` are texts about anything else, ``unlike`` such as somebody wrote down because they are taken for one
        of these matters: they are learnt as well.
        """
        learnt = _fewer(matters)
        self._keys = tuple(learnt)
        texts = [text for wordings in learnt.values() for text in wordings]
        owner = np.array([n for n, wordings in enumerate(learnt.values()) for _ in wordings], dtype=np.intp)
        self._words = frozenset(word for text in texts for word in words_of(text))
        self._views = views_of(sentences)
        self._learnt = _Wordings(texts, owner, unlike[:MOST], sentences) if texts else None
        self.assurance = self._assured(outside) if self._learnt else Assurance(self._views, CONFIDENCE[self._views])

    def rank(self, text: str, among: Container[str] | None = None) -> Ranking:
        """Return the matters, or those with some keys only, by how likely the text is about them."""
        possible = [n for n, key in enumerate(self._keys) if among is None or key in among]
        if not possible or self._learnt is None:
            return Ranking((), (), 0.0, self.assurance)
        views = self._learnt.views([mended(text, self._words)])[0][possible]
        model = LIKELIHOOD[self._views]
        scores = views @ np.array(model.weights) + model.bias
        order = np.argsort(-scores, kind="stable")
        confidence = self.assurance.model.probability(lead(scores, views))
        likelihoods = tuple(model.probability(views[n].tolist()) for n in order)
        keys = tuple(self._keys[possible[n]] for n in order)
        return Ranking(keys, likelihoods, confidence, self.assurance)

    def judged(self, outside: Sequence[str]) -> FitEvidence:
        """Return what the wordings, and texts about none, show of how sure one may be: `bench.fit` fits to it."""
        learnt = self._learnt
        if learnt is None:
            return FitEvidence()
        kept, left, owner = learnt.unseen(), learnt.unknown(), learnt.owner
        model = LIKELIHOOD[self._views]
        weights, bias = np.array(model.weights), model.bias
        matters = np.arange(len(self._keys))
        own = [lead(row @ weights + bias, row) for row in kept]
        right = [int(np.argmax(row @ weights)) == n for row, n in zip(kept, owner, strict=True)]
        others = [row[matters != n] for row, n in zip(left, owner, strict=True)] if len(matters) > 1 else []
        near = [lead(row @ weights + bias, row) for row in others]
        unlike = [lead(row @ weights + bias, row) for row in learnt.unlike()]
        strange = [mended(one, self._words) for one in outside]
        far = [lead(row @ weights + bias, row) for row in learnt.views(strange) if row[:, _NEAREST].max() < _THE_SAME]
        return FitEvidence(own, right, near, far, unlike)

    def taken_for(self) -> Mapping[tuple[str, str], tuple[int, int]]:
        """Return of each matter and another how many wordings of the one read as the other, and how many it has."""
        if self._learnt is None:
            return {}
        weights, owner = np.array(LIKELIHOOD[self._views].weights), self._learnt.owner
        first = [int(np.argmax(row @ weights)) for row in self._learnt.unseen()]
        taken = Counter((int(own), other) for own, other in zip(owner, first, strict=True) if own != other)
        sizes = np.bincount(owner).tolist()
        return {(self._keys[own], self._keys[other]): (count, sizes[own]) for (own, other), count in taken.items()}

    def views(self, text: str) -> tuple[str, tuple[str, ...], Numbers]:
        """Return which views there are, the keys, and the numbers of each: what `bench.fit` fits models to."""
        if self._learnt is None:
            return self._views, (), np.zeros((0, 0))
        return self._views, self._keys, self._learnt.views([mended(text, self._words)])[0]

    def _assured(self, outside: Sequence[str]) -> Assurance:
        return assured(self._views, self.judged(outside))


def lead(scores: Numbers, views: Numbers) -> tuple[float, ...]:
    """Return what confidence rests on: the highest score, by how much it leads, that up to 2, how many there are.

    And the views of the first themselves: among few matters one leads though the text is far from all.
    """
    first = int(np.argmax(scores))
    highest = float(scores[first])
    ahead = highest - float(np.partition(scores, -2)[-2]) if len(scores) > 1 else 2.0
    return highest, ahead, min(ahead, 2.0), log(len(scores)), *views[first].tolist()


class _Wordings:
    """What was learnt of wordings that stand together by their matters."""

    def __init__(
        self, wordings: Sequence[str], owner: ridge.Owners, unlike: Sequence[str], sentences: Sentences | None
    ) -> None:
        self.owner = owner
        texts = [*wordings, *unlike]
        self._matters = int(owner[-1]) + 1
        self._starts = np.searchsorted(owner, np.arange(self._matters))
        self._sentences = sentences
        self._grams = _GramView(texts)
        self._vectors = np.stack(sentences.of(texts)) if sentences else None
        self._shows_wrongs = bool(unlike)
        self._wrongs = list[Numbers]()
        if self._vectors is not None:
            told = grievance(self._vectors[: len(owner)])
            self._usual_wrong = np.add.reduceat(told, self._starts) / np.bincount(owner)
            self._wrongs = [self._more_wronged(self._vectors)]
        meant = (self._vectors @ self._vectors.T).astype(np.float64) if self._vectors is not None else None
        self._own = [part for part in (meant, self._grams.alike(texts)) if part is not None]
        self._lengths = [self._length(part) for part in self._own]
        self._machine = ridge.learn(self._kernel(self._own), self._owner_of_all(len(unlike)), self._matters)

    def views(self, texts: Sequence[str]) -> list[Numbers]:
        """Return for each text the views, a row a matter."""
        if not texts:
            return []
        parts, wrongs = [self._grams.alike(texts)], list[Numbers]()
        if self._sentences is not None and self._vectors is not None:
            vectors = np.stack(self._sentences.of(texts))
            parts.insert(0, (vectors @ self._vectors.T).astype(np.float64))
            wrongs = [self._more_wronged(vectors)]
        return self._together(parts, self._lengths, self._kernel(parts) @ self._machine.weights, wrongs)

    def _owner_of_all(self, unlike: int) -> ridge.Owners:
        return np.append(self.owner, np.full(unlike, self._matters, dtype=np.intp))

    def unlike(self) -> list[Numbers]:
        """Return the views of each text that is about no matter, as if it had not been learnt."""
        return self._judged(slice(len(self.owner), None), self._own, self._lengths, self._machine.unseen)

    def unseen(self) -> list[Numbers]:
        """Return the views of each wording as if it had not been learnt."""
        rows, own = slice(len(self.owner)), self.owner[:, None] == np.arange(self._matters)
        # Without itself the sum of a matter's wordings is shorter: |a - b|² = |a|² - 2ab + |b|².
        lengths = [
            np.sqrt(np.maximum(length**2 - own * (2 * self._sums(part[rows]) - 1.0), 1e-9))
            for part, length in zip(self._own, self._lengths, strict=True)
        ]
        return self._judged(rows, [self._without_itself(part) for part in self._own], lengths, self._machine.unseen)

    def unknown(self) -> list[Numbers]:
        """Return the views of each wording as if none of its matter had been learnt; those of that one mean nothing."""
        return self._judged(slice(len(self.owner)), self._own, self._lengths, self._machine.unknown)

    def _judged(
        self, rows: slice, parts: Sequence[Numbers], lengths: Sequence[Numbers], decided: Numbers
    ) -> list[Numbers]:
        wrongs = [wrong[rows] for wrong in self._wrongs]
        return self._together([part[rows] for part in parts], lengths, decided[rows], wrongs)

    def _together(
        self, parts: Sequence[Numbers], lengths: Sequence[Numbers], decided: Numbers, wrongs: Sequence[Numbers]
    ) -> list[Numbers]:
        columns = [decided]
        for part, length in zip(parts, lengths, strict=True):
            columns.append(np.maximum.reduceat(part[:, : len(self.owner)], self._starts, axis=1))
            columns.append(self._sums(part) / length)
        return list(np.stack([*columns, *wrongs], axis=2))

    def _more_wronged(self, vectors: NDArray[np.float32]) -> Numbers:
        """Return by how much texts tell more of a wrong than the wordings of each matter do.

        Nothing, where nobody wrote down what is unlike them: only by such texts is it known what it counts here.
        """
        more: Numbers = np.maximum(grievance(vectors)[:, None] - self._usual_wrong, 0.0)
        return self._shows_wrongs * more

    def _sums(self, part: Numbers) -> Numbers:
        """Return how near each row is to all wordings of each matter together."""
        return np.add.reduceat(part[:, : len(self.owner)], self._starts, axis=1)

    def _length(self, part: Numbers) -> Numbers:
        """Return how long the sum of each matter's wordings is, as vectors of length 1."""
        inside = self._sums(part)[np.arange(len(self.owner)), self.owner]
        return np.sqrt(np.maximum(np.add.reduceat(inside, self._starts), 1e-9))

    @staticmethod
    def _kernel(parts: Sequence[Numbers]) -> Numbers:
        *meant, shared = parts
        kernel: Numbers = _OF_GRAMS * shared
        return kernel + np.exp(_LOCAL * (meant[0] - 1)) if meant else kernel

    @staticmethod
    def _without_itself(part: Numbers) -> Numbers:
        without = part.copy()
        np.fill_diagonal(without, 0.0)
        return without


class _GramView:
    """TF-IDF: the cosine with each of some wordings."""

    def __init__(self, texts: Sequence[str]) -> None:
        found = [grams(text, masked=True) for text in texts]
        self._weights = Weights()
        for held in found:
            self._weights.learn(held)
        self._count = len(texts)
        self._postings: dict[str, tuple[NDArray[np.intp], Numbers]] = {}
        places = defaultdict[str, list[int]](list)
        for number, held in enumerate(found):
            for gram in held:
                places[gram].append(number)
        lengths = np.array([max(self._length(held), 1e-9) for held in found])
        for gram, where in places.items():
            self._postings[gram] = (np.array(where, dtype=np.intp), self._weights.of(gram) / lengths[where])

    def alike(self, texts: Sequence[str]) -> Numbers:
        """Return the cosine of each text with each wording, as rows."""
        rows = np.zeros((len(texts), self._count))
        for row, text in zip(rows, texts, strict=True):
            held = grams(text, masked=True)
            for gram in held:
                if gram in self._postings:
                    where, weights = self._postings[gram]
                    row[where] += weights * self._weights.of(gram)
            row /= max(self._length(held), 1e-9)
        return rows

    def _length(self, held: frozenset[str]) -> float:
        return float(np.sqrt(sum(self._weights.of(gram) ** 2 for gram in held)))


def _fewer(matters: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """Return the matters that have wordings, with no more of them than are learnt."""
    told = {key: wordings for key, wordings in matters.items() if wordings}
    most = max(map(len, told.values()), default=0)
    while most > 1 and sum(min(most, len(wordings)) for wordings in told.values()) > MOST:
        most -= 1
    return {key: wordings[:most] for key, wordings in told.items()}


def views_of(sentences: Sentences | None) -> str:
    """Return on what a ranking rests."""
    return WORDS if sentences is None else MEANT
