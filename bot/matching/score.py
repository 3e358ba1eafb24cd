"""How alike two tellings are, from 0 (nothing in common) to 1 (the same words), typing mistakes forgiven."""

from collections.abc import Iterable

from rapidfuzz import fuzz, process

from bot.matching.normalise import tokens

SAME_WORD = 84
"""From this rapidfuzz ratio on, two words are one word typed differently."""
_FUZZY = 60
"""Words without an exact counterpart that are compared letter by letter; the rest of a long text counts as unlike."""
_TRUSTED = 4
"""A text of so many different words may lie wholly inside a longer one and be believed."""


def score(one: str, other: str) -> float:
    """Return how alike two texts are, in whichever order the words come.

    The mean of two shares: of all words, how many are shared; and of the shorter text's words, how many. The second
    counts in full only from four words on: "still down" lies inside half of all complaints.
    """
    first, second = set(tokens(one)), set(tokens(other))
    if not first or not second:
        return 0.0
    shared = _shared(first, second)
    shorter = min(len(first), len(second))
    of_all = 2 * shared / (len(first) + len(second))
    of_shorter = min(1.0, shared / shorter)
    trust = min(1.0, shorter / _TRUSTED)
    return min(1.0, (of_all + trust * of_shorter + (1 - trust) * of_all) / 2)


def best(text: str, others: Iterable[str]) -> float:
    """Return the score of the most alike of the others; 0 if there are none."""
    return max((score(text, other) for other in others), default=0.0)


def _shared(first: set[str], second: set[str]) -> float:
    """Return how many words two texts share, a mistyped one counted by its ratio."""
    left, right = _comparable(first - second), _comparable(second - first)
    return len(first & second) + min(_near(left, right), _near(right, left))


def _comparable(words: set[str]) -> list[str]:
    return sorted(word for word in words if len(word) > 2)[:_FUZZY]


def _near(words: list[str], others: list[str]) -> float:
    """Return how many of the words have a counterpart among the others that is nearly the same."""
    found = (process.extractOne(word, others, scorer=fuzz.ratio, score_cutoff=SAME_WORD) for word in words)
    return sum(near[1] / 100 for near in found if near is not None)
