"""What was told in the last weeks, and which of it shares words. Pure: knows no store and no clock.

A telling is known by its number, which is higher than those of all that were added before it.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import log
from sys import intern

from bot.matching.grams import Weights, grams

LONGEST = 200
"""Characters of a telling that are kept; it is compared by all of its words."""
_MATTER = 24
"""Grams that say what a telling is about; from there on no further sentence is taken."""
_LOOKED_AT = 400
"""Characters in which it is looked for."""
_KNOWN = 20
"""Tellings from which on something may be called common."""
_COMMON, _MOSTLY = 0.1, 0.6
"""A sentence is a mere phrase if so many of its grams stand in more than this share of the tellings."""
_AFTER_SENTENCE = re.compile(r"[。！？!?;；\n]+|\.\s")
AT_MOST = 100_000
"""Tellings that are kept. A desk that hears more in the weeks looked back at looks back at fewer."""


@dataclass(frozen=True, slots=True)
class WindowTelling:
    """One telling, as far as it is compared with others."""

    at: datetime
    customer: str
    ticket: str
    script: str
    text: str
    place: str
    """Where the customer said that it is; empty if not asked or told."""
    grams: tuple[str, ...]
    sentences: tuple[tuple[str, ...], ...]
    """The grams of each of its sentences, where it has many grams; else nothing."""


def window_telling(
    *, at: datetime, customer: str, ticket: str, script: str = "", text: str, place: str = ""
) -> WindowTelling:
    """Return a telling with its grams, numbers masked: whose bill it is makes no topic."""
    found = _grams(text)
    sentences = tuple(map(_grams, _AFTER_SENTENCE.split(text[:_LOOKED_AT]))) if len(found) > _MATTER else ()
    return WindowTelling(at, customer, ticket, script, text[:LONGEST], place, found, sentences)


def _grams(text: str) -> tuple[str, ...]:
    return tuple(intern(gram) for gram in sorted(grams(text, masked=True)))


class TellingWindow:
    """The tellings of a time that slides on."""

    def __init__(self, seconds: float, at_most: int = AT_MOST) -> None:
        """Keep what was told in so many seconds, and of that only the newest ``at_most``."""
        self.weights = Weights()
        self._seconds = seconds
        self._at_most = at_most
        self._tellings: list[WindowTelling] = []
        self._times: list[float] = []
        self._gone = 0
        self._matters: list[frozenset[str]] = []
        self._holding: dict[str, list[int]] = {}
        """The numbers of those in whose matter a gram stands."""

    @property
    def end(self) -> int:
        """The number that the next one will have."""
        return self._gone + len(self._tellings)

    @property
    def first(self) -> int:
        """The number of the oldest."""
        return self._gone

    @property
    def began(self) -> float:
        """The time of the oldest, in seconds since 1970."""
        return self._times[0] if self._times else 0.0

    def add(self, window_telling: WindowTelling) -> int:
        """Keep one more and let go of what is too old; return its number.

        One that comes late counts as told when the last one was.
        """
        number, at = self.end, window_telling.at.timestamp()
        self._tellings.append(window_telling)
        self._times.append(max(at, self._times[-1]) if self._times else at)
        self._matters.append(self._matter_of(window_telling))
        for gram in self._matters[-1]:
            self._holding.setdefault(gram, []).append(number)
        self.weights.learn(window_telling.grams)
        while len(self._times) > self._at_most or self._times[0] < self._times[-1] - self._seconds:
            self._let_go()
        return number

    def at(self, number: int) -> WindowTelling:
        """Return the telling of this number."""
        return self._tellings[number - self._gone]

    def matter(self, number: int) -> frozenset[str]:
        """Return the grams by which the telling of this number is compared."""
        return self._matters[number - self._gone]

    def after(self, time: float) -> int:
        """Return the number of the first that was told later than this."""
        return self._gone + bisect_right(self._times, time)

    def weighed(self, found: Iterable[str]) -> dict[str, float]:
        """Return what each gram counts in a comparison: its weight squared, as in `grams.alike`."""
        return {gram: self.weights.of(gram) ** 2 for gram in found}

    def mass(self, found: Iterable[str]) -> float:
        """Return what grams count all together."""
        rarest, held = log(self.weights.texts + 1) + 1, self.weights.held
        return sum((rarest - log(held.get(gram, 0) + 1)) ** 2 for gram in found)

    def sharing(self, weighed: Mapping[str, float], first: int = 0) -> dict[int, float]:
        """Return how much of these grams the tellings from a number on hold, of all that hold any."""
        shared: dict[int, float] = {}
        for gram, weight in weighed.items():
            holding = self._holding.get(gram, ())
            for number in holding[bisect_left(holding, first) :]:
                shared[number] = shared.get(number, 0.0) + weight
        return shared

    def people(self, numbers: Sequence[int], since: float, until: float) -> int:
        """Return how many people told these, of numbers in order, after one time and up to another."""
        first, last = self.after(since), self.after(until)
        chosen = numbers[bisect_left(numbers, first) : bisect_left(numbers, last)]
        return len({self.at(number).customer for number in chosen})

    def _matter_of(self, telling: WindowTelling) -> frozenset[str]:
        """Return the grams of what a telling is about: of a long one the first sentences that are no mere phrases.

        People say first, or in a title, what it is about; what they say to be polite or angry is alike in all of them.
        """
        found: set[str] = set()
        for sentence in telling.sentences:
            if len(found) < _MATTER and not self._is_phrase(sentence):
                found.update(sentence)
        return frozenset(found or telling.grams)

    def _is_phrase(self, sentence: Sequence[str]) -> bool:
        if self.weights.texts < _KNOWN:
            return False
        usual = sum(self.weights.held.get(gram, 0) > _COMMON * self.weights.texts for gram in sentence)
        return usual >= _MOSTLY * len(sentence)

    def _let_go(self) -> None:
        oldest = self._tellings.pop(0)
        del self._times[0]
        for gram in self._matters.pop(0):
            holding = self._holding[gram]
            del holding[0]
            if not holding:
                del self._holding[gram]
        self.weights.forget(oldest.grams)
        self._gone += 1
