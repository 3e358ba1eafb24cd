"""Fits how sure one may be of repeats to what customers and agents said of them at this desk.

Two numbers move the likelihoods of the model: how far apart they lie, and how high. They are used only if they do
better than none on answers that they were not fitted to.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import exp, log

from storage.records.finding_records import Label

NEEDED = 50
"""Answers; fitted to fewer, the numbers would be those of chance."""
_PARTS = 5
"""Parts of the answers, each judged by what was fitted to the others."""
_KEPT = 4.0
"""How many answers it takes to move the numbers from those of the shipped model."""
_STEPS = 30
_SLOPE = (0.3, 3.0)
"""Between these it stays: whatever is said, the likelier ticket is the likelier one."""
_SURE = 0.999
_STATED = (0.68, 0.82)
"""From here on repeats are stated, of what is told at length and of what is told in a few words."""
_SAID = ("accepted", "refused")


@dataclass(frozen=True)
class RepeatScale:
    """Moves likelihoods: by a factor and a summand of their log odds."""

    slope: float = 1.0
    shift: float = 0.0

    def moved(self, likelihood: float) -> float:
        """Return the likelihood as it holds at this desk."""
        if self == SHIPPED:
            return likelihood
        return 1 / (1 + exp(-(self.slope * _odds(likelihood) + self.shift)))


SHIPPED = RepeatScale()
JudgedRepeat = tuple[float, bool]
"""A likelihood of the shipped model, and whether it was a repeat."""


def labelled_repeats(labels: Iterable[Label]) -> list[JudgedRepeat]:
    """Return what was said of each ticket that a telling was thought to be about, in the order of time.

    What was taken back was no repeat, whatever had been said before.
    """
    held = list(labels)
    undone = {(one.conversation, one.about) for one in held if one.answer == "undone"}
    return [
        (one.confidence, one.answer == "accepted" and (one.conversation, one.about) not in undone)
        for one in held
        if one.confidence > 0 and one.answer in _SAID
    ]


def fit_scale(said: Sequence[JudgedRepeat]) -> RepeatScale:
    """Return the numbers that hold for these answers, or the shipped ones where others do no better.

    Each part of the answers is judged by what was fitted to the other parts: what is fitted must make them likelier all
    in all, and must not make one be stated wrongly that was not before.
    """
    if len(said) < NEEDED:
        return SHIPPED
    held_back = [(one, _fitted(_others(said, part))) for part in range(_PARTS) for one in said[part::_PARTS]]
    better = sum(_loss(scale, [one]) for one, scale in held_back) < _loss(SHIPPED, said)
    wrong = [(value, scale.moved(value)) for (value, right), scale in held_back if not right]
    no_worse = all(sum(now >= limit for _, now in wrong) <= sum(was >= limit for was, _ in wrong) for limit in _STATED)
    return _fitted(said) if better and no_worse else SHIPPED


def _others(said: Sequence[JudgedRepeat], part: int) -> list[JudgedRepeat]:
    return [one for number, one in enumerate(said) if number % _PARTS != part]


def _fitted(said: Sequence[JudgedRepeat]) -> RepeatScale:
    """Return the scale by Newton's method; the fewer the answers, the nearer to the shipped one."""
    slope, shift = 1.0, 0.0
    points = [(_odds(value), right) for value, right in said]
    for _ in range(_STEPS):
        scale = RepeatScale(slope, shift)
        down = [_KEPT * (slope - 1), _KEPT * shift]
        bend = [_KEPT, 0.0, _KEPT]
        for odds, right in points:
            likely = 1 / (1 + exp(-(scale.slope * odds + scale.shift)))
            miss, each = likely - right, likely * (1 - likely)
            down = [down[0] + miss * odds, down[1] + miss]
            bend = [bend[0] + each * odds * odds, bend[1] + each * odds, bend[2] + each]
        whole = bend[0] * bend[2] - bend[1] ** 2
        slope -= (bend[2] * down[0] - bend[1] * down[1]) / whole
        shift -= (bend[0] * down[1] - bend[1] * down[0]) / whole
        slope = min(max(slope, _SLOPE[0]), _SLOPE[1])
    return RepeatScale(round(slope, 4), round(shift, 4))


def _loss(scale: RepeatScale, said: Sequence[JudgedRepeat]) -> float:
    """Return how unlikely these answers are, in logarithms."""
    return -sum(log(max(1e-6, scale.moved(value) if right else 1 - scale.moved(value))) for value, right in said)


def _odds(likelihood: float) -> float:
    held = min(max(likelihood, 1 - _SURE), _SURE)
    return log(held / (1 - held))
