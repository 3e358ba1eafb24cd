"""The grams of a text and what each weighs: how two texts are compared by what they share, the rare counting more.

Grams are words, the beginnings of long words, pairs of neighbours, and of Chinese every two signs in a row. What a gram
weighs is learnt from the tellings themselves: in a company of network complaints "network" says little, a street much.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from math import log, sqrt

from bot.matching.normalise import tokens

_BEGINNING = 5
"""Letters by which forms of one word are known: "charged" and "charges" both begin with "charg"."""


def grams(text: str, *, masked: bool = False) -> frozenset[str]:
    """Return the grams of a text. Numbers are kept unless ``masked``: an order number is the best of grams."""
    words = tokens(text, masked=masked)
    beginnings = {f"{word[:_BEGINNING]}-" for word in words if len(word) > _BEGINNING and word.isalpha()}
    pairs = {f"{first} {second}" for first, second in pairwise(words) if first.isascii() and second.isascii()}
    return frozenset(words) | beginnings | pairs


@dataclass
class Weights:
    """What grams weigh, learnt from texts one by one.

    Without any text all weigh the same.
    """

    held: Counter[str] = field(default_factory=Counter)
    """In how many of the texts each gram stands."""
    texts: int = 0

    def learn(self, found: Iterable[str]) -> None:
        """Count the grams of one more text."""
        self.held.update(found)
        self.texts += 1

    def forget(self, found: Iterable[str]) -> None:
        """Count one text of these grams less."""
        self.texts -= 1
        for gram in found:
            if self.held[gram] == 1:
                del self.held[gram]
            else:
                self.held[gram] -= 1

    def of(self, gram: str) -> float:
        """Return the weight of a gram: the logarithm of how many texts there are to each that holds it, at least 1."""
        return 1.0 + log((self.texts + 1) / (self.held.get(gram, 0) + 1))


def alike(one: frozenset[str], other: frozenset[str], weights: Weights) -> float:
    """Return how alike two texts of these grams are, from 0 to 1: the mean of their cosine and of their containment.

    The cosine asks how much of both is shared, the containment how much of the shorter: a complaint that is told
    again is often told in half a sentence.
    """
    if not one or not other:
        return 0.0
    weight = weights.of
    shared = sum(weight(gram) ** 2 for gram in one & other)
    first, second = sum(weight(gram) ** 2 for gram in one), sum(weight(gram) ** 2 for gram in other)
    return min(1.0, (shared / sqrt(first * second) + shared / min(first, second)) / 2)
