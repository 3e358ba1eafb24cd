"""From scores to how sure one may be, and from answers that were right or wrong to the score from which to act."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import exp, sqrt

_Z = 1.645
"""Standard deviations of a one-sided bound that holds in 95 of 100 cases."""


@dataclass(frozen=True)
class Logistic:
    """A weighted sum of features as a probability."""

    weights: tuple[float, ...]
    bias: float

    def probability(self, features: Sequence[float]) -> float:
        """Return how likely it is, from 0 to 1."""
        return 1 / (1 + exp(-max(-50.0, min(50.0, self.score(features)))))

    def score(self, features: Sequence[float]) -> float:
        """Return the weighted sum."""
        return self.bias + sum(weight * value for weight, value in zip(self.weights, features, strict=True))


@dataclass(frozen=True)
class Thresholds:
    """From which confidence on something is done at once, and from which it is offered."""

    answer: float
    offer: float
    offered_only: frozenset[str] = frozenset()
    """What is never done at once, however sure one is: here it was wrong too often."""


def lower_bound(right: float, of: float, deviations: float = _Z) -> float:
    """Return the share of right ones that can be counted on after so many: 19 of 19 make 0.88.

    The lower end of Wilson's score interval (Wilson 1927), one-sided at 95 %.
    """
    return 1.0 - upper_bound(of - right, of, deviations)


def upper_bound(right: float, of: float, deviations: float = _Z) -> float:
    """Return the share of right ones that there are at most, by the upper end of the interval: 1 of 3 make 0.75."""
    if of == 0:
        return 1.0
    share, z2 = right / of, deviations * deviations
    spread = deviations * sqrt(share * (1 - share) / of + z2 / (4 * of * of))
    return min(1.0, (share + z2 / (2 * of) + spread) / (1 + z2 / of))


def threshold(judged: Iterable[tuple[float, bool]], precision: float, deviations: float = _Z) -> float | None:
    """Return the lowest confidence from which on a precision can be counted on; None if there is none.

    ``judged`` holds a confidence and whether it was right. What has the same confidence is taken or left together.
    """
    counted = running(judged)
    reached = [confidence for confidence, right, of in counted if lower_bound(right, of, deviations) >= precision]
    return min(reached, default=None)


def running(judged: Iterable[tuple[float, bool]]) -> Iterator[tuple[float, int, int]]:
    """Yield each confidence, the highest first, with how many from there on were right, and how many there were."""
    right, of = 0, 0
    ordered = sorted(judged, key=lambda pair: -pair[0])
    for confidence, group in groupby(ordered, key=lambda pair: pair[0]):
        members = [good for _, good in group]
        right, of = right + sum(members), of + len(members)
        yield confidence, right, of


def worthwhile(judged: Iterable[tuple[float, bool]], share: float) -> float | None:
    """Return the lowest confidence at which so large a share was right; None if it is nowhere.

    At one confidence there are few answers, so neighbours are taken together as long as a lower confidence was right
    more often than the next: the share then only rises (isotonic regression by pooling adjacent violators).
    """
    pools: list[tuple[float, int, int]] = []
    for confidence, good in sorted(judged):
        pools.append((confidence, int(good), 1))
        while len(pools) > 1 and not _rises(pools[-2], pools[-1]):
            _, right, of = pools.pop()
            lowest, before, count = pools.pop()
            pools.append((lowest, before + right, count + of))
    return next((lowest for lowest, right, of in pools if right >= share * of), None)


def _rises(low: tuple[float, int, int], high: tuple[float, int, int]) -> bool:
    """Tell whether the higher of two pools has another confidence and was right more often."""
    return low[0] < high[0] and low[1] * high[2] < high[1] * low[2]
