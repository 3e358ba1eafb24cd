"""How alike the details of two tellings are: numbers, products, places, names. Knows no tickets.

Short things, typed with mistakes, which rapidfuzz is made for; the words of whole tellings are weighed by `grams`.
"""

import math
from collections.abc import Mapping

from rapidfuzz import fuzz

from bot.matching.normalise import plain
from dialogs.reading.places import point

SAME = 85
"""From this rapidfuzz ratio on, two details are one typed differently."""
OTHER = 50
"""Below it they are not the same; between, nobody knows."""
_TELLING = 40
"""Characters beyond which an answer is a telling of its own and no detail."""
_HERE, _THERE = 0.3, 2.0
"""Kilometres up to which two points on the map are one place, and from which on they are two."""
_DEGREE = 111.2
"""Kilometres of a degree of latitude."""


def same_detail(one: str, other: str) -> int:
    """Return 1 if two details are the same, -1 if they are not, 0 if that is not sure.

    A number must be the same digit by digit: order 4711 is not order 4712. "Oak Street 12" and "12 Oak St." are one.
    Whether a point on the map is a place that is told in words, nobody knows.
    """
    spots = [spot for spot in (point(one), point(other)) if spot]
    if spots:
        return _near(*spots) if len(spots) == 2 else 0
    first, second = plain(one), plain(other)
    if not first or not second:
        return 0
    if first.isdigit() and second.isdigit():
        return 1 if first == second else -1
    ratio = fuzz.token_set_ratio(first, second)
    if min(len(one), len(other)) > 3:
        ratio = max(ratio, fuzz.partial_ratio(first, second))
    return 1 if ratio >= SAME else -1 if ratio < OTHER else 0


def _near(one: tuple[str, str], other: tuple[str, str]) -> int:
    (north, east), (other_north, other_east) = [tuple(map(float, spot)) for spot in (one, other)]
    across = (east - other_east) * math.cos(math.radians(north))
    distance = _DEGREE * math.hypot(north - other_north, across)
    return 1 if distance <= _HERE else -1 if distance >= _THERE else 0


def same_details(ones: Mapping[str, object], others: Mapping[str, object]) -> float:
    """Return from -1 to 1 how far the details that both have under one name are the same; 0 if they share none."""
    shared = [(str(ones[key]), str(others[key])) for key in ones if ones[key] and others.get(key)]
    judged = [same_detail(one, other) for one, other in shared if max(len(one), len(other)) <= _TELLING]
    return sum(judged) / len(judged) if judged else 0.0
