"""Places without Graphviz: all boxes in one column, the arrows as arcs beside it. Plain, but never fails."""

from collections import Counter
from collections.abc import Mapping, Sequence

from bot.drawing.layout import Join, Layout, Point, Route, Size

_GAP = 36
"""From a box to the next."""
_BESIDE = 12
"""From a box to the labels of its arrows, and between two of them."""
_REACH = 28
"""How much further an arc reaches for each box that it passes."""


def pile(boxes: Mapping[str, Size], joins: Sequence[Join]) -> Layout:
    """Return places for boxes, in their order, and the arrows between them; no label covers another."""
    wide = max((size.width for size in boxes.values()), default=0)
    labels = {key: [join.label or Size(0, _BESIDE) for join in joins if join.tail == key] for key in boxes}
    places, low = dict[str, Point](), 0.0
    for key, size in boxes.items():
        places[key] = Point((wide - size.width) / 2, low)
        low += max(size.height, sum(label.height + _BESIDE for label in labels[key])) + _GAP
    order = {key: number for number, key in enumerate(boxes)}
    used, routes = Counter[str](), list[Route]()
    for join in joins:
        label = join.label or Size(0, _BESIDE)
        start = Point(
            places[join.tail].x + boxes[join.tail].width, places[join.tail].y + used[join.tail] + label.height
        )
        used[join.tail] += round(label.height + _BESIDE)
        end = Point(places[join.head].x + boxes[join.head].width, places[join.head].y + boxes[join.head].height / 2)
        routes.append(_arc(start, end, wide + _REACH * (1 + abs(order[join.tail] - order[join.head])), join.label))
    reach = max((point.x for route in routes for point in route.curve), default=wide)
    labelled = max((route.label.x for route in routes if route.label), default=0) * 2 - wide
    return Layout(Size(max(reach, labelled, wide), low), places, tuple(routes))


def _arc(start: Point, end: Point, reach: float, label: Size | None) -> Route:
    base = Point(end.x + 10, end.y)
    curve = (start, Point(reach, start.y), Point(reach, end.y), base)
    at = Point(start.x + _BESIDE + label.width / 2, start.y - label.height / 2) if label else None
    return Route(curve, end, at)
