"""The reader that was fitted on labelled lines: with sentence embeddings where they are installed, else by words."""

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cache
from typing import Protocol

import numpy as np

from bot.matching.sentences import Vector
from bot.understanding.acts import Act
from bot.understanding.clauses import MEANT, clauses, suspects
from bot.understanding.line_likeness import Floats, Likeness, Meanings, Mix, in_bytes
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
from bot.understanding.word_weights import WordWeights

SURE: Mapping[SignalName, float] = dict.fromkeys(SIGNALS, 0.4) | {
    SignalName.LEGAL_THREAT: 0.5,
    SignalName.VULNERABLE: 0.45,
}
"""From which confidence on a signal that is not grave is sure.

Lawyers, and who is old or ill, are in many texts beside the matter.
"""
ALARMING = {"all": 0.5, "words": 0.7}
"""From which on, by each view, a grave signal without a phrase is sure: a false alarm then costs a line only."""
EMERGENCY = {"all": 0.6, "words": 0.8}
"""The same for danger and self-harm: their words are hyperbole more often, and their alarms frighten."""
PHRASED = 0.5
"""From which on one is that a phrase stands for."""
UNSURE, PHRASED_UNSURE = 0.2, 0.15
"""From which on a grave signal is unsure, and one that a phrase stands for: of ten other texts less than one is."""

END = 100
"""Characters at the end of a long text that are read for what it does."""


class Meaner(Protocol):
    """Reads meanings: `bot.matching.sentences.Sentences`, or another."""

    def of(self, texts: Sequence[str]) -> list[Vector]:
        """Return a vector for each text."""

    def __hash__(self) -> int:
        """Tell it from others, with which other scores are summed up."""


Hear = Callable[[str], Collection[str]]
"""Which signals the phrases of a text stand for."""
LeaveOut = Callable[[str], tuple[Collection[str], str]]
"""Which signals some phrases of a text are no sign of, and the text without those phrases."""


class LearnedReader:
    """Reads messages by two models; see `bot.understanding.reader_port.Reader`."""

    def __init__(
        self,
        hear: Hear,
        sentences: Meaner | None,
        acts: Model | None = None,
        signals: Model | None = None,
        *,
        leave_out: LeaveOut | None = None,
    ) -> None:
        self._hear, self._leave_out, self._sentences = hear, leave_out, sentences
        self._acts = Scorer(acts, sentences, ACT_MIX) if acts else _shipped_scorer("acts", sentences, ACT_MIX)
        self._signals, self._by_words = (
            Scorer(signals, by, SIGNAL_MIX) if signals else _shipped_scorer("signals", by, SIGNAL_MIX)
            for by in (sentences, None)
        )
        self.version = f"learned-{self._acts.view}-{self._acts.model.version}-{self._signals.model.version}"

    def read(self, text: str, situation: Situation) -> Reading:
        """Return what a text does and says in a situation."""
        return Reading(self.acts(text, situation), self.signals(text), self.version)

    def acts(self, text: str, situation: Situation) -> tuple[tuple[Act, float], ...]:
        """Return all acts with their confidences; of a long text, its beginning and its end are read alike."""
        parts = [text] if len(text) <= LONGEST else [text, text[-END:]]
        scores = self._acts.scores(parts, [situation] * len(parts)).mean(axis=0, keepdims=True)
        confidences = act_confidences(scores, self._acts.fitted.scale)[0].tolist()
        return tuple(sorted(zip(ACTS, confidences, strict=True), key=lambda one: -one[1]))

    def signals(self, text: str) -> tuple[HeardSignal, ...]:
        """Return the signals that are sure, and the grave ones that may be there; the likeliest first.

        Of words that are no sign of a signal, this signal is not read.
        """
        scores, confidences, phrases = self._heard(text)
        names, rest = self._leave_out(text) if self._leave_out else ((), text)
        if names:
            without = self._heard(rest)[1] if any(map(str.isalnum, rest)) else dict.fromkeys(SIGNALS, 0.0)
            confidences = {name: min(one, without[name]) if name in names else one for name, one in confidences.items()}
        who = Who.OTHER if scores[WHO] > 0 else Who.CUSTOMER
        when = When.PAST if scores[WHEN] > 0 else When.NOW
        found = [
            HeardSignal(name, who, when, level, confidence)
            for name, confidence in confidences.items()
            if (level := level_of(name, confidence, self._signals.view, is_phrased=name in phrases))
        ]
        return tuple(sorted(found, key=lambda one: -one.confidence))

    def _heard(self, text: str) -> tuple[Floats, dict[SignalName, float], set[str]]:
        """Return what a text scores, how likely each signal is, and those that phrases stand for."""
        scores, highest = self._signal_scores(text)
        phrases = set(self._hear(text))
        heard = np.array([[float(name in phrases) for name in SIGNALS]])
        evidence = signal_evidence(scores[None, : len(SIGNALS)], highest[None], heard, np.array([float(len(text))]))
        confidences = signal_confidences(evidence, self._signals.fitted.scale)[0].tolist()
        return scores, dict(zip(SIGNALS, confidences, strict=True)), phrases

    def _signal_scores(self, text: str) -> tuple[Floats, Floats]:
        """Return what the whole text scores, and the highest score among its sentences."""
        parts = clauses(text)
        if self._sentences is not None and sum(map(len, parts)) > MEANT:
            likely = self._by_words.scores(parts, [Situation()] * len(parts))[:, : len(SIGNALS)].max(axis=1)
            parts = [parts[at] for at in suspects(parts, likely.tolist())]
        read = list(dict.fromkeys((text, *parts)))
        scores = self._signals.scores(read, [Situation()] * len(read))
        return scores[0], scores[[read.index(part) for part in parts], : len(SIGNALS)].max(axis=0)


class Scorer:
    """Scores texts by the labelled lines of one model."""

    def __init__(self, model: Model, sentences: Meaner | None, mix: Mix) -> None:
        self.view = "words" if sentences is None else "all"
        self.model, self.fitted = model, model.seen(self.view)
        self._sentences = sentences
        self._counts = self.fitted.counts.astype(np.float32)
        self._likeness = Likeness(model.lines, mix)
        self._words = word_weights(model, self.view, mix)

    def scores(self, texts: Sequence[str], situations: Sequence[Situation]) -> Floats:
        """Return a row for each text, with a score for each column that was fitted."""
        where = places(situations, self.model.slots)
        of_words = [
            self._words.of(weighted(text, self._words.rarity), stage)
            for text, stage in zip(texts, where.stages.tolist(), strict=True)
        ]
        before = [one.before[-1] if one.before else "" for one in situations]
        sentences = self._sentences
        meanings = None if sentences is None else meanings_of(texts, before, sentences, self.model.lines.axes)
        found = self._likeness.of(meanings, where) @ self._counts
        scores: Floats = found + np.stack(of_words) + self.fitted.average
        return scores


@cache
def _shipped_scorer(name: str, sentences: Meaner | None, mix: Mix) -> Scorer:
    """Return what scores by a model that comes with the program: all readers of a process share what it sums up."""
    return Scorer(shipped(name), sentences, mix)


def word_weights(model: Model, view: str, mix: Mix) -> WordWeights:
    """Return what terms say by the lines of a model."""
    share = mix.words if view == "all" else 1.0
    return WordWeights(model.lines, model.seen(view).counts, share, mix.same_stage + mix.same_place)


def meanings_of(texts: Sequence[str], before: Sequence[str], sentences: Meaner, axes: Floats) -> Meanings:
    """Return what texts mean, and what was said before each."""
    of_texts = in_bytes(np.stack(sentences.of(texts)) @ axes)
    of_before = np.zeros_like(of_texts)
    said = [at for at, one in enumerate(before) if one]
    if said:
        of_before[said] = in_bytes(np.stack(sentences.of([before[at] for at in said])) @ axes)
    return Meanings(of_texts, of_before)


def level_of(name: SignalName, confidence: float, view: str, *, is_phrased: bool) -> Level | None:
    """Return what may follow from a signal; ``is_phrased`` tells whether a phrase of the lists stands for it."""
    if name not in GRAVE:
        return Level.SURE if confidence >= SURE[name] else None
    alarming = EMERGENCY if name in (SignalName.DANGER, SignalName.SELF_HARM) else ALARMING
    sure, unsure = (PHRASED, PHRASED_UNSURE) if is_phrased else (alarming[view], UNSURE)
    return Level.SURE if confidence >= sure else Level.UNSURE if confidence >= unsure else None
