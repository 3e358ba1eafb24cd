"""The reader that was fitted on labelled lines: with sentence embeddings where they are installed, else by words."""

from collections.abc import Callable, Collection, Sequence

import numpy as np

from bot.matching.sentences import Sentences
from bot.understanding.acts import Act
from bot.understanding.clauses import clauses
from bot.understanding.line_likeness import Floats, Likeness, in_bytes
from bot.understanding.model import (
    ACT_MIX,
    ACTS,
    SIGNAL_MIX,
    SIGNALS,
    WHEN,
    WHO,
    Model,
    act_confidences,
    places,
    shipped,
    signal_confidences,
    signal_evidence,
)
from bot.understanding.reader_port import Reading, Situation
from bot.understanding.signals import GRAVE, HeardSignal, Level, SignalName, When, Who
from bot.understanding.terms import LONGEST, weighted

SURE, UNSURE = 0.4, 0.12
"""From which confidence on a signal is sure, and a grave one unsure."""

Hear = Callable[[str], Collection[str]]
"""Which signals the phrases of a text stand for."""


class LearnedReader:
    """Reads messages by two models; see `bot.understanding.reader_port.Reader`."""

    def __init__(
        self, hear: Hear, sentences: Sentences | None, acts: Model | None = None, signals: Model | None = None
    ) -> None:
        self._hear, self._sentences = hear, sentences
        self._acts = Scorer(acts or shipped("acts"), sentences, likeness_of_acts)
        self._signals = Scorer(signals or shipped("signals"), sentences, likeness_of_signals)
        self.version = f"learned-{self._acts.view}-{self._acts.model.version}-{self._signals.model.version}"

    def read(self, text: str, situation: Situation) -> Reading:
        """Return what a text does and says in a situation."""
        return Reading(self.acts(text, situation), self.signals(text), self.version)

    def acts(self, text: str, situation: Situation) -> tuple[tuple[Act, float], ...]:
        """Return all acts with their confidences; of a long text, its beginning and its end are read alike."""
        parts = [text] if len(text) <= LONGEST else [text[:LONGEST], text[-LONGEST:]]
        scores = self._acts.scores(parts, [situation] * len(parts)).mean(axis=0, keepdims=True)
        confidences = act_confidences(scores, self._acts.fitted.scale)[0].tolist()
        return tuple(sorted(zip(ACTS, confidences, strict=True), key=lambda one: -one[1]))

    def signals(self, text: str) -> tuple[HeardSignal, ...]:
        """Return the signals that are sure, and the grave ones that may be there; the likeliest first."""
        parts = list(dict.fromkeys((text, *clauses(text))))
        scores = self._signals.scores(parts, [Situation()] * len(parts))
        named = len(SIGNALS)
        phrases = set(self._hear(text))
        heard = np.array([[float(name in phrases) for name in SIGNALS]])
        evidence = signal_evidence(
            scores[:1, :named], scores[len(parts) > 1 :, :named].max(axis=0)[None], heard, np.array([float(len(text))])
        )
        confidences = signal_confidences(evidence, self._signals.fitted.scale)[0].tolist()
        who = Who.OTHER if scores[0, WHO] > 0 else Who.CUSTOMER
        when = When.PAST if scores[0, WHEN] > 0 else When.NOW
        found = [
            HeardSignal(name, who, when, level, confidence)
            for name, confidence in zip(SIGNALS, confidences, strict=True)
            if (level := _level(name, confidence))
        ]
        return tuple(sorted(found, key=lambda one: -one.confidence))


class Scorer:
    """Scores texts by the labelled lines of one model."""

    def __init__(self, model: Model, sentences: Sentences | None, likeness: Callable[[Model], Likeness]) -> None:
        self.model, self._sentences, self._likeness = model, sentences, likeness(model)
        self.view = "words" if sentences is None else "all"
        self.fitted = model.views[self.view]

    def scores(self, texts: Sequence[str], situations: list[Situation]) -> Floats:
        """Return a row for each text, with a score for each column that was fitted."""
        terms = [weighted(text, self._likeness.rarity) for text in texts]
        vectors = None if self._sentences is None else in_bytes(np.stack(self._sentences.of(texts)))
        like = self._likeness.of(terms, vectors, places(situations, self.model.slots))
        scores: Floats = like @ self.fitted.counts + self.fitted.average
        return scores


def likeness_of_acts(model: Model) -> Likeness:
    """Return how messages are compared for what they do."""
    return Likeness(model.lines, ACT_MIX)


def likeness_of_signals(model: Model) -> Likeness:
    """Return how texts are compared for what is to be heard in them."""
    return Likeness(model.lines, SIGNAL_MIX)


def _level(name: SignalName, confidence: float) -> Level | None:
    if confidence >= SURE:
        return Level.SURE
    return Level.UNSURE if confidence >= UNSURE and name in GRAVE else None
