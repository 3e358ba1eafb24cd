"""How alike two tellings are, from 0 (nothing in common) to 1 (the same), by rapidfuzz."""

from collections.abc import Iterable

from rapidfuzz import fuzz

from bot.matching.normalise import tokens


def score(one: str, other: str) -> float:
    """Return how alike two texts are, in whichever order the words come.

    Words in common count fully even when one text says much more; a telling of one single word says too little to
    be like anything but itself.
    """
    first, second = tokens(one), tokens(other)
    if not first or not second:
        return 0.0
    shared = fuzz.token_set_ratio(" ".join(first), " ".join(second))
    order_free = fuzz.token_sort_ratio(" ".join(first), " ".join(second))
    # A short text inside a long one is a full match for token_set: it is believed as far as it has words.
    trust = min(1.0, min(len(set(first)), len(set(second))) / 4)
    return (trust * shared + (1 - trust) * order_free + order_free) / 200


def best(text: str, others: Iterable[str]) -> float:
    """Return the score of the most alike of the others; 0 if there are none."""
    return max((score(text, other) for other in others), default=0.0)
