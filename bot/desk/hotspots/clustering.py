"""What a telling is about, as others tell it too: the grams that those around it share, and who holds them. Pure.

Only tellings alike to the one in the middle make the topic, and only what most of them share: so that one thing leads
not to another and in the end to everything.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

from bot.desk.hotspots.window import TellingWindow

ALIKE = 0.25
"""From this likeness on two tellings may be of one topic."""

_GATHERED = 50
"""Tellings that are compared with the one in the middle; those that share less are left out."""
SEED = 3
"""People whose words make a topic."""
_SHARED = 0.6
"""Of their voices, how many must use a gram for it to belong to the topic."""
_ECHO = 0.6
"""Who shares so many of the grams with somebody else, of the longer's, says it in the same words: one voice."""
_CORE = 12
"""Grams of a topic, the weightiest."""
_ENOUGH = 0.5
"""Of the topic's weight, how much a telling must hold to be of it."""


@dataclass(frozen=True, slots=True)
class TellingCluster:
    """What tellings have in common."""

    grams: tuple[str, ...]
    """The weightiest first."""
    members: tuple[int, ...]
    """The numbers of all tellings of it, in order, in whichever week."""


def telling_cluster(told: TellingWindow, number: int, since: float, people: int) -> TellingCluster | None:
    """Return the topic of a telling among those since a time, or None if fewer people could have it."""
    around = _around(told, number, since, people)
    core = _core(told, around)
    if not core:
        return None
    needed = sum(core.values()) * _ENOUGH
    members = sorted(one for one, share in told.sharing(core).items() if share >= needed)
    return TellingCluster(tuple(core), tuple(members))


def _around(told: TellingWindow, number: int, since: float, people: int) -> list[int]:
    """Return the numbers of the tellings that are alike to the one in the middle, itself among them."""
    matter = told.matter(number)
    shared = told.sharing(told.weighed(matter), told.after(since))
    if len({told.at(one).customer for one in shared}) < people:
        return []
    most = sorted(shared, key=lambda one: (-shared[one], -one))[:_GATHERED]
    own = told.mass(matter)
    return [one for one in most if _likeness(shared[one], own, told.mass(told.matter(one))) >= ALIKE]


def _likeness(shared: float, one: float, other: float) -> float:
    """Return how alike two tellings are, as `grams.alike` does, by what their grams count together and alone."""
    return (shared / sqrt(one * other) + shared / min(one, other)) / 2 if one and other else 0.0


def _core(told: TellingWindow, around: Sequence[int]) -> dict[str, float]:
    """Return the grams that most of these people use, the weightiest first, with what they count."""
    used: dict[str, set[str]] = {}
    for number in around:
        used.setdefault(told.at(number).customer, set()).update(told.matter(number))
    if len(used) < SEED:
        return {}
    voices = _voices(used.values())
    counted = Counter(gram for found in voices for gram in found)
    weighed = told.weighed(gram for gram, count in counted.items() if count >= len(voices) * _SHARED)
    weightiest = sorted(weighed, key=lambda gram: (-weighed[gram], gram))[:_CORE]
    return {gram: weighed[gram] for gram in weightiest}


def _voices(told: Iterable[set[str]]) -> list[set[str]]:
    """Return these without those that only echo one before: what one wording repeats is not what others share."""
    voices: list[set[str]] = []
    for grams in told:
        if not any(len(grams & other) >= _ECHO * max(len(grams), len(other)) for other in voices):
            voices.append(grams)
    return voices
