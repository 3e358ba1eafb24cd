"""A text, read once for all comparisons: its grams, its sentences with their meanings, and what it says of itself."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.matching.cues import says_again, says_other
from bot.matching.grams import Weights, grams
from bot.matching.normalise import tokens
from bot.matching.sentences import Sentences
from bot.matching.typos import words_of

MEANT = 240
"""Characters of a text in which meanings are read, sentence by sentence: the matter is told by then, and all that is
read costs time."""
SENTENCES = 8
"""Sentences whose meanings are read."""
_SHORTEST = 4
"""Characters of a sentence that means something."""
_LONG = 40
"""Words from which on a telling speaks for itself."""
KNOWN = 10
"""Texts from which on something may be called common."""
_COMMON, _MOSTLY = 0.3, 0.6
"""A clause is a mere phrase if so many of its words stand in more than this share of the texts."""
_AFTER_SENTENCE = re.compile(r"[。！？!?;；\n]+|\.\s")
_AFTER_CLAUSE = re.compile(r"(?<=[。！？!?;；，,\n])|(?<=\.)\s+")


@dataclass(frozen=True)
class Clause:
    """A part of a text, up to a comma or a stop."""

    text: str
    tokens: tuple[str, ...]


@dataclass(frozen=True)
class Telling:
    """A text, read once."""

    text: str
    grams: frozenset[str]
    tokens: tuple[str, ...]
    words: frozenset[str]
    """By which slips in another are mended."""
    sentences: tuple[frozenset[str], ...]
    """The grams of each sentence whose meaning is read; at least one."""
    vectors: NDArray[np.float32] | None
    """Their meanings, a row each."""
    clauses: tuple[Clause, ...]
    again: float
    other: float

    @property
    def length(self) -> float:
        """Return the length in `_LONG` words, 1 at most."""
        return min(len(self.tokens), _LONG) / _LONG


def read_tellings(texts: Sequence[str], sentences: Sentences | None) -> list[Telling]:
    """Return the tellings of texts, with meanings if these are read; all of them in one go."""
    split = [_sentences(text) for text in texts]
    meanings = iter(sentences.of([one for told in split for one in told]) if sentences else ())
    rows = [np.stack([next(meanings) for _ in told]) if sentences else None for told in split]
    return [_telling(*one) for one in zip(texts, split, rows, strict=True)]


def _telling(text: str, told: Sequence[str], vectors: NDArray[np.float32] | None) -> Telling:
    return Telling(
        text,
        grams(text),
        tuple(tokens(text)),
        words_of(text),
        tuple(grams(one) for one in told),
        vectors,
        tuple(Clause(part, tuple(tokens(part))) for part in _AFTER_CLAUSE.split(text) if part.strip()),
        says_again(text),
        says_other(text),
    )


def _sentences(text: str) -> list[str]:
    found = [one for one in _AFTER_SENTENCE.split(text[:MEANT]) if len(one.strip()) >= _SHORTEST][:SENTENCES]
    return found or [text[:MEANT]]


def matter_of(telling: Telling, weights: Weights) -> str:
    """Return a text without the phrases that everybody uses: "thank you for your time" belongs to no matter.

    What is nothing but phrases is returned as it is.
    """
    if weights.texts < KNOWN:
        return telling.text
    told = [clause for clause in telling.clauses if not _is_phrase(clause, weights)]
    if len(told) == len(telling.clauses) or not any(clause.tokens for clause in told):
        return telling.text
    return " ".join(clause.text.strip() for clause in told)


def _is_phrase(clause: Clause, weights: Weights) -> bool:
    common = sum(weights.held.get(word, 0) > _COMMON * weights.texts for word in clause.tokens)
    return common > _MOSTLY * len(clause.tokens)
