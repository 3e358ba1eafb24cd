"""What is around the graph: the title, what was counted, and the frame of what may happen at any time."""

from collections.abc import Iterator, Sequence

from bot.drawing import style
from bot.drawing.cards import SMALL
from bot.drawing.layout import Layout, Size
from bot.drawing.picture_words import word
from bot.drawing.svg import FONTS, element, number, text, title
from bot.drawing.text_width import width
from dialogs.model.script import Script
from dialogs.versions.funnel import Funnel

_BORDER = 28
_TITLE, _HEADING, _CAPTION = 22, 14, 13
"""Heights of letters."""
_TOP, _TOP_WITH_NUMBERS = 64, 118
"""Where the graph begins."""
_SHADES, _SHADE = 5, 22
"""Of the legend: how many, and how wide each is."""


def page(
    script: Script,
    language: str,
    passages: Funnel | None,
    graph: Size,
    drawn: Sequence[str],
    *,
    is_linked: bool = False,
) -> str:
    """Return the whole document around a graph of this size; one with links is read out as more than a picture."""
    name = word(language, "bracketed", text=script.title[language], more=script.key)
    counted = _counted(language, passages) if passages else ""
    legend = word(language, "legend")
    top = _TOP_WITH_NUMBERS if passages else _TOP
    widths = (graph.width, width(name, _TITLE, bold=True), width(legend, SMALL) + _SHADES * _SHADE + 8)
    wide, high = max(widths) + 2 * _BORDER, graph.height + top + _BORDER
    return element(
        "svg",
        title(name),
        *([element("desc", counted)] if counted else ()),
        element("rect", width=wide, height=high, fill="#ffffff"),
        text(name, _BORDER, 42, font_size=_TITLE, font_weight="bold", fill=style.INK),
        *(_numbers(counted, legend) if counted else ()),
        element("g", *drawn, transform=f"translate({_BORDER} {top})"),
        xmlns="http://www.w3.org/2000/svg",
        width=wide,
        height=high,
        viewBox=f"0 0 {number(wide)} {number(high)}",
        role="group" if is_linked else "img",
        aria_label=name if is_linked else None,
        lang=language,
        font_family=FONTS,
    )


def heading_size(language: str) -> Size:
    """Return the room that the heading of the frame needs."""
    hint = width(word(language, "any-time.hint"), SMALL)
    return Size(max(width(word(language, "any-time"), _HEADING, bold=True), hint), 36)


def frame(layout: Layout, language: str) -> Iterator[str]:
    """Yield the frame around the steps to which only signals lead, with its heading, if there are any."""
    if layout.frame:
        (x, y), (wide, high) = layout.frame
        look = {"rx": 10, "fill": "#fcfafc", "stroke": style.SIGNAL, "stroke_dasharray": "6 4"}
        yield element("rect", x=x, y=y, width=wide, height=high, **look)
        bold = {"font_size": _HEADING, "font_weight": "bold", "fill": style.SIGNAL}
        yield text(word(language, "any-time"), x + 16, y + 26, **bold)
        yield text(word(language, "any-time.hint"), x + 16, y + 42, font_size=SMALL, fill=style.FAINT)


def _counted(language: str, passages: Funnel) -> str:
    return word(language, "counted", n=passages.conversations, first=passages.first, last=passages.last)


def _numbers(counted: str, legend: str) -> Iterator[str]:
    """Yield below the title what was counted, and what the colours say."""
    yield text(counted, _BORDER, 66, font_size=_CAPTION, fill=style.INK)
    for shade in range(_SHADES):
        fill = style.warmth(shade / (_SHADES - 1))
        yield element("rect", x=_BORDER + shade * _SHADE, y=80, width=_SHADE, height=12, fill=fill)
    yield text(legend, _BORDER + _SHADES * _SHADE + 8, 90, font_size=SMALL, fill=style.FAINT)
