"""A script as one picture (SVG), from top to bottom; with the passages of customers, where they went and stopped.

Knows neither the store nor what is in force. It never fails: what cannot be laid out well is laid out plainly.
"""

import logging
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from bot.drawing.arrow_labels import label, label_size, line
from bot.drawing.arrows import Arrow, arrows
from bot.drawing.boxes import name_box, name_size, start_box, step_box
from bot.drawing.cards import StepCard, step_card
from bot.drawing.layout import Join, Layout, NoLayout, Size, arrange
from bot.drawing.outline import pile
from bot.drawing.page import frame, heading_size, page
from dialogs.model.script import Script
from dialogs.versions.funnel import Funnel

log = logging.getLogger(__name__)

_START = ""
"""The key of the mark from which all conversations start, beside those of the steps."""
_START_SIZE = Size(76, 26)
_STRAIGHT, _NEAR, _ANY = 4, 1, 0
"""Weights of the ways of good answers, of names, and of the ways of useless answers."""


def draw(
    script: Script,
    language: str,
    passages: Funnel | None = None,
    link: Callable[[str], str] | None = None,
    chosen: str = "",
) -> str:
    """Return the picture as a document of SVG, worded in one of the script's languages; the same for the same values.

    With ``passages`` each step tells how many conversations came by and how many ended there unfinished. What they
    did at steps that this script has not is not shown. With ``link``, which makes addresses of their keys, steps lead
    somewhere, and the one that is chosen is marked.
    """
    cards = {key: step_card(script, step, language, passages) for key, step in script.steps.items()}
    starts = [Arrow(_START, script.start)] if script.start in script.steps else []
    ways = (*starts, *arrows(script, language, passages))
    named = [way for way in ways if way.is_named]
    layout = _lay_out(script, _boxes(cards, named), ways, heading_size(language))
    drawn = [
        *frame(layout, language),
        *(line(way, route) for way, route in zip(ways, layout.routes, strict=True)),
        start_box(layout.places[_START], _START_SIZE, language),
        *(name_box(way.head, layout.places[way.end]) for way in named),
        *(
            step_box(one, layout.places[key], language, link(key) if link else None, is_chosen=key == chosen)
            for key, one in cards.items()
        ),
        *(label(way, route) for way, route in zip(ways, layout.routes, strict=True)),
    ]
    return page(script, language, passages, layout.size, drawn, is_linked=link is not None)


def _boxes(cards: Mapping[str, StepCard], named: Sequence[Arrow]) -> Mapping[str, Size]:
    """Return the sizes of all boxes, each name after the step that leads to it."""
    boxes = {_START: _START_SIZE}
    for key, one in cards.items():
        boxes[key] = Size(one.width, one.height)
        boxes |= {way.end: name_size(way.head) for way in named if way.tail == key}
    return boxes


def _lay_out(script: Script, boxes: Mapping[str, Size], ways: Sequence[Arrow], heading: Size) -> Layout:
    joins = [Join(way.tail, way.end, label_size(way), _weight(way)) for way in ways]
    try:
        return arrange(boxes, joins, _aside(script, ways), heading)
    except NoLayout as problem:
        log.warning("drawn plainly, in one column: %s", problem)
        return pile(boxes, joins)


def _weight(way: Arrow) -> int:
    if way.astray:
        return _NEAR if way.is_named else _ANY
    return _STRAIGHT


def _aside(script: Script, ways: Sequence[Arrow]) -> Sequence[str]:
    """Return the steps to which no line leads from the start, with those that follow each other side by side."""
    usual = _reached(ways, [_START])
    called = [target for interrupt in script.interrupts.values() for target in interrupt.targets]
    named = [way.head for way in ways if way.is_named]
    return _reached(ways, [*named, *called, *script.steps], usual)


def _reached(ways: Sequence[Arrow], starts: Sequence[str], left: Sequence[str] = ()) -> Sequence[str]:
    onward = defaultdict[str, list[str]](list)
    for way in ways:
        onward[way.tail].append(way.end)
    found = dict.fromkeys(left)
    ahead = list(reversed(starts))
    while ahead:
        key = ahead.pop()
        if key not in found:
            found[key] = None
            ahead += reversed(onward[key])
    return tuple(found)[len(left) :]
