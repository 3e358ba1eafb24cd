"""Ways as SVG: the line, its tip, the words at it. Where it goes and what is written on it was decided before."""

from bot.drawing import style
from bot.drawing.arrows import SMALL, Arrow
from bot.drawing.layout import Point, Route, Size
from bot.drawing.svg import element, number, text
from bot.drawing.text_width import width

_ROW = 14
_THIN, _THICK = 1.3, 8.0
"""Widths of a line that few took, and of one that all did."""
_TIP = 4.0
"""Half of the width of a tip, besides the line."""


def label_size(arrow: Arrow) -> Size | None:
    """Return the room that the words at an arrow need, or None for no words."""
    if not arrow.words:
        return None
    return Size(max(width(row, SMALL) for row in arrow.words) + 8, _ROW * len(arrow.words) + 4)


def line(arrow: Arrow, route: Route) -> str:
    """Return the line and its tip."""
    thickness = _THIN + (_THICK - _THIN) * (arrow.share or 0)
    colour = style.UNUSED if arrow.share == 0 else style.LINES
    curve = f"M{_at(route.curve[0])}C{' '.join(_at(point) for point in route.curve[1:])}"
    dashes = "5 4" if arrow.astray else None
    return element(
        "path", d=curve, fill="none", stroke=colour, stroke_width=thickness, stroke_dasharray=dashes
    ) + element("path", d=_tip(route.curve[-1], route.tip, _TIP + thickness / 2), fill=colour)


def label(arrow: Arrow, route: Route) -> str:
    """Return the words at a line, which stand out where they cross another."""
    if route.label is None:
        return ""
    middle, top = route.label.x, route.label.y - _ROW * len(arrow.words) / 2
    look = {"font_size": SMALL, "fill": style.INK, "text_anchor": "middle"}
    halo = {"stroke": "#ffffff", "stroke_width": 3, "stroke_linejoin": "round", "paint_order": "stroke"}
    return "".join(text(row, middle, top + _ROW * place + 11, **look, **halo) for place, row in enumerate(arrow.words))


def _tip(base: Point, tip: Point, half: float) -> str:
    across, down = tip.x - base.x, tip.y - base.y
    length = (across**2 + down**2) ** 0.5 or 1
    aside = Point(-down / length * half, across / length * half)
    corners = (tip, Point(base.x + aside.x, base.y + aside.y), Point(base.x - aside.x, base.y - aside.y))
    return f"M{'L'.join(_at(corner) for corner in corners)}Z"


def _at(point: Point) -> str:
    return f"{number(point.x)},{number(point.y)}"
