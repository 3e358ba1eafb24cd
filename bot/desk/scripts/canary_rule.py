"""When a version that is tried with a share of new conversations is worse than the one in force. Pure.

It is looked at again and again while conversations come in, so that chance has many tries: hence the wide distance.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

MEASURES = ("handoff", "abandoned", "corrected", "repeats")
"""What is compared: of the conversations those that went to a person, that were left, in which an answer was changed,
and whose matter was told again."""
FEWEST = 30
"""Conversations of each side below which nothing is judged."""
MARGIN = 0.05
"""By so much a share must be higher: less harm is not worth a rollback by itself."""
BY_CHANCE = 3.3
"""Standard deviations."""


@dataclass(frozen=True)
class GroupFigures:
    """What came of the conversations on one version."""

    conversations: int
    hits: Mapping[str, int]
    """By measure."""

    def share(self, measure: str) -> float:
        """Return the share of a measure, between 0 and 1; 0 of nothing."""
        return self.hits.get(measure, 0) / self.conversations if self.conversations else 0.0


def worse(tried: GroupFigures, base: GroupFigures) -> str:
    """Return the measure in which what is tried is worse, by more than chance and by the margin, or nothing."""
    if min(tried.conversations, base.conversations) < FEWEST:
        return ""
    found = (one for one in MEASURES if tried.share(one) - base.share(one) >= MARGIN)
    return next((one for one in found if _distance(tried, base, one) >= BY_CHANCE), "")


def _distance(tried: GroupFigures, base: GroupFigures, measure: str) -> float:
    """Return by how many standard deviations two shares differ, taken for one."""
    together = (tried.hits[measure] + base.hits[measure]) / (tried.conversations + base.conversations)
    deviation = sqrt(together * (1 - together) * (1 / tried.conversations + 1 / base.conversations))
    return (tried.share(measure) - base.share(measure)) / deviation if deviation else 0.0
