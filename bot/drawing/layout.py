"""Where boxes and arrows go, from top to bottom. Knows sizes only, no words.

The places are found by Graphviz, in its port `graphviz-pure`: a program of a few milliseconds that is told numbers and
nothing that anybody wrote.
"""

import json
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, files
from itertools import pairwise
from typing import Any, NamedTuple

_PROGRAM = "graphviz-pure"
_PATIENCE = 10
"""Seconds; it takes milliseconds."""
_DOTS = 72
"""Graphviz counts boxes in inches, and these dots to an inch everywhere else."""
_EMPTY = (
    '<<TABLE BORDER="0" CELLBORDER="0" CELLPADDING="0" CELLSPACING="0" FIXEDSIZE="TRUE" '
    'WIDTH="{:.0f}" HEIGHT="{:.0f}"><TR><TD></TD></TR></TABLE>>'
)


class NoLayout(Exception):
    """The places could not be found."""


class Size(NamedTuple):
    """Of a box or a label, in pixels."""

    width: float
    height: float


class Point(NamedTuple):
    """In pixels from the left upper corner."""

    x: float
    y: float


@dataclass(frozen=True)
class Join:
    """An arrow to be placed."""

    tail: str
    head: str
    label: Size | None = None
    weight: int = 1
    """The higher, the shorter and straighter."""


@dataclass(frozen=True)
class Route:
    """An arrow that has its place."""

    curve: tuple[Point, ...]
    """A start, then three points for each piece of a Bézier curve."""
    tip: Point
    label: Point | None
    """The middle of its label."""


@dataclass(frozen=True)
class Layout:
    """Where everything goes."""

    size: Size
    places: Mapping[str, Point]
    """The left upper corner of each box."""
    routes: tuple[Route, ...]
    """Of the joins, in their order."""
    frame: tuple[Point, Size] | None = None
    """Around the boxes that stand aside."""


def arrange(
    boxes: Mapping[str, Size], joins: Sequence[Join], aside: Sequence[str] = (), heading: Size | None = None
) -> Layout:
    """Return places for boxes and the arrows between them; those ``aside`` are framed, one below the other.

    Raises:
        NoLayout: if there is no such program here, or it fails.

    """
    names = {key: f"n{number}" for number, key in enumerate(boxes)}
    try:
        answer = subprocess.run(  # noqa: S603  # a program of ours, and numbers
            [_program(), "-Tjson0"],
            input="\n".join(_graph(names, boxes, joins, aside, heading)).encode(),
            capture_output=True,
            timeout=_PATIENCE,
            check=True,
        ).stdout
        return _layout(json.loads(answer), names, boxes, len(joins))
    except (OSError, subprocess.SubprocessError, ValueError, KeyError) as error:
        raise NoLayout(str(error)) from error


def _program() -> str:
    try:
        found = next(file for file in files(_PROGRAM) or () if file.stem == _PROGRAM and file.suffix in ("", ".exe"))
    except (PackageNotFoundError, StopIteration):
        raise FileNotFoundError(_PROGRAM) from None
    return str(found.locate())


def _graph(
    names: Mapping[str, str],
    boxes: Mapping[str, Size],
    joins: Sequence[Join],
    aside: Sequence[str],
    heading: Size | None,
) -> Iterator[str]:
    yield 'digraph { graph [nodesep=0.4 ranksep=0.5]; node [shape=box fixedsize=true label=""];'
    for key, size in boxes.items():
        yield f"{names[key]} [width={size.width / _DOTS:.4f} height={size.height / _DOTS:.4f}];"
    if aside:
        label = f"label={_EMPTY.format(*heading)} labeljust=l" if heading else ""
        yield f"subgraph cluster_aside {{ graph [margin=16 {label}]; {' '.join(names[key] + ';' for key in aside)} }}"
        joined = {(join.tail, join.head) for join in joins}
        for pair in pairwise(aside):
            if pair not in joined:
                yield f"{names[pair[0]]} -> {names[pair[1]]} [style=invis];"
    for number, join in enumerate(joins):
        label = f"label={_EMPTY.format(*join.label)}" if join.label else ""
        yield f"{names[join.tail]} -> {names[join.head]} [way={number} weight={join.weight} {label}];"
    yield "}"


def _layout(found: Mapping[str, Any], names: Mapping[str, str], boxes: Mapping[str, Size], joins: int) -> Layout:
    _, _, width, height = _numbers(found["bb"])
    objects = {one["name"]: one for one in found["objects"]}

    def point(x: float, y: float) -> Point:
        return Point(x, height - y)  # it counts from below

    places = {}
    for key, size in boxes.items():
        middle = point(*_numbers(objects[names[key]]["pos"]))
        places[key] = Point(middle.x - size.width / 2, middle.y - size.height / 2)
    drawn = {int(one["way"]): one for one in found.get("edges", ()) if "way" in one}
    routes = tuple(_route(drawn[number], point) for number in range(joins))
    frame = None
    if "cluster_aside" in objects:
        left, low, right, high = _numbers(objects["cluster_aside"]["bb"])
        frame = (point(left, high), Size(right - left, high - low))
    return Layout(Size(width, height), places, routes, frame)


def _route(edge: Mapping[str, Any], point: Callable[[float, float], Point]) -> Route:
    tip, curve = None, list[Point]()
    for part in edge["pos"].split():
        if part.startswith("e,"):
            tip = point(*_numbers(part[2:]))
        else:
            curve.append(point(*_numbers(part)))
    label = point(*_numbers(edge["lp"])) if "lp" in edge else None
    return Route(tuple(curve), tip or curve[-1], label)


def _numbers(text: str) -> list[float]:
    return [float(number) for number in text.split(",")]
