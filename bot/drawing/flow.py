"""A script as one picture (SVG), from top to bottom; with the passages of customers, where they went and stopped.

Knows neither the store nor what is in force. It never fails: what cannot be laid out well is laid out plainly.
"""

import logging
from collections.abc import Iterable, Set

from bot.drawing.boxes import start_box, step_box
from bot.drawing.cards import card
from bot.drawing.layout import Join, Layout, NoLayout, Size, arrange
from bot.drawing.lines import label, label_size, line
from bot.drawing.outline import pile
from bot.drawing.page import frame, heading_size, page
from bot.drawing.ways import Arrow, arrows
from dialogs.graph import edges
from dialogs.passages import Passages
from dialogs.script import Script

log = logging.getLogger(__name__)

_START = ""
"""The key of the mark from which all conversations start, beside those of the steps."""
_START_SIZE = Size(76, 26)
_STRAIGHT, _ANY = 4, 0
"""Weights of the ways of good answers and of useless ones."""


def draw(script: Script, language: str, passages: Passages | None = None) -> str:
    """Return the picture as a document of SVG, worded in one of the script's languages; the same for the same values.

    With ``passages`` each step tells how many conversations came by and how many ended there unfinished. What they
    did at steps that this script has not is not shown.
    """
    cards = {key: card(script, step, language, passages) for key, step in script.steps.items()}
    ways = (Arrow(_START, script.start), *arrows(script, language, passages))
    boxes = {_START: _START_SIZE, **{key: Size(one.width, one.height) for key, one in cards.items()}}
    layout = _lay_out(script, boxes, ways, heading_size(language))
    drawn = [
        *frame(layout, language),
        *(line(way, route) for way, route in zip(ways, layout.routes, strict=True)),
        start_box(layout.places[_START], _START_SIZE, language),
        *(step_box(one, layout.places[key], language) for key, one in cards.items()),
        *(label(way, route) for way, route in zip(ways, layout.routes, strict=True)),
    ]
    return page(script, language, passages, layout.size, drawn)


def _lay_out(script: Script, boxes: dict[str, Size], ways: Iterable[Arrow], heading: Size) -> Layout:
    joins = [Join(way.tail, way.head, label_size(way), _ANY if way.astray else _STRAIGHT) for way in ways]
    try:
        return arrange(boxes, joins, _aside(script), heading)
    except NoLayout as problem:
        log.warning("drawn plainly, in one column: %s", problem)
        return pile(boxes, joins)


def _aside(script: Script) -> tuple[str, ...]:
    """Return the steps to which only signals lead, in an order in which what follows each other stays together."""
    usual = _reached(script, [script.start])
    return tuple(_reached(script, [interrupt.goto for interrupt in script.interrupts.values()], usual))


def _reached(script: Script, starts: Iterable[str], left: Set[str] = frozenset()) -> Set[str]:
    found: dict[str, None] = {}
    ahead = list(starts)[::-1]
    while ahead:
        key = ahead.pop()
        if key not in found and key not in left:
            found[key] = None
            ahead += [edge.to for edge in reversed(edges(script.steps[key]))]
    return found.keys()
