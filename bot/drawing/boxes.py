"""Steps as SVG: the box, its text, its numbers. Where it goes and what is written on it was decided before."""

from collections.abc import Iterator

from bot.drawing import style
from bot.drawing.cards import FOOT, HEAD, LINE, MARGIN, SMALL, TEXT, CardFoot, StepCard, Style
from bot.drawing.layout import Point, Size
from bot.drawing.picture_words import word
from bot.drawing.svg import element, number, text, title
from bot.drawing.text_width import width

_SIZES: dict[Style, int] = {"text": TEXT, "slot": SMALL, "note": SMALL, "signal": SMALL}
_BOLD = ("slot", "signal")


def step_box(card: StepCard, at: Point, language: str, link: str | None = None, *, is_chosen: bool = False) -> str:
    """Return the box of a step at its place; what was cut off shows where the mouse rests on it."""
    box = _box(card, at, language, is_chosen=is_chosen)
    if link is None:
        return box
    named = f"{card.key}: {card.whole}" if card.whole else card.key
    return element("a", box, href=link, aria_label=named, aria_current="true" if is_chosen else None)


def _box(card: StepCard, at: Point, language: str, *, is_chosen: bool) -> str:
    shape, colour = style.outline(card.kind, card.width, card.height), style.COLOURS[card.kind]
    clip = f"clip-{card.key}"
    return element(
        "g",
        title(f"{card.key} – {card.whole}" if card.whole else card.key),
        element("clipPath", element("path", d=shape), id=clip),
        element("g", *_filling(card, shape), clip_path=f"url(#{clip})"),
        element("path", d=shape, fill="none", stroke=colour.dark, stroke_width=5 if is_chosen else 1.5),
        text(word(language, card.kind), MARGIN, 16, font_size=SMALL, font_weight="bold", fill=colour.dark),
        text(card.name, card.width - MARGIN, 16, font_size=TEXT, font_weight="bold", fill=style.INK, text_anchor="end"),
        *_lines(card),
        *(_numbers(card, card.foot) if card.foot else ()),
        transform=f"translate({number(at.x)} {number(at.y)})",
        id=f"at-{card.key}",
        data_step=card.key,
    )


def start_box(at: Point, size: Size, language: str) -> str:
    """Return the mark from which all conversations start."""
    return element(
        "g",
        element("rect", x=at.x, y=at.y, width=size.width, height=size.height, rx=size.height / 2, fill=style.INK),
        text(
            word(language, "start"),
            at.x + size.width / 2,
            at.y + size.height / 2 + 4,
            font_size=TEXT,
            fill="#ffffff",
            text_anchor="middle",
        ),
    )


def name_size(key: str) -> Size:
    """Return the size of the name of a step that stands elsewhere."""
    return Size(width(f"→ {key}", SMALL, bold=True) + 2 * MARGIN, FOOT)


def name_box(key: str, at: Point) -> str:
    """Return the name of a step that stands elsewhere."""
    size = name_size(key)
    look = {"rx": size.height / 2, "fill": style.COLOURS["handoff"].light, "stroke": style.COLOURS["handoff"].dark}
    bold = {"font_size": SMALL, "font_weight": "bold", "fill": style.COLOURS["handoff"].dark}
    return element("rect", x=at.x, y=at.y, width=size.width, height=size.height, **look) + text(
        f"→ {key}", at.x + size.width / 2, at.y + 15, text_anchor="middle", **bold
    )


def _filling(card: StepCard, shape: str) -> Iterator[str]:
    yield element("path", d=shape, fill="#ffffff")
    yield element("rect", width=card.width, height=HEAD, fill=style.COLOURS[card.kind].light)
    if card.foot:
        fill = style.warmth(card.foot.warmth) if card.foot.left else style.PALE
        yield element("rect", y=card.height - FOOT, width=card.width, height=FOOT, fill=fill)


def _lines(card: StepCard) -> Iterator[str]:
    fills: dict[Style, str] = {
        "text": style.INK,
        "slot": style.COLOURS[card.kind].dark,
        "note": style.FAINT,
        "signal": style.SIGNAL,
    }
    for row, line in enumerate(card.lines):
        weight = "bold" if line.style in _BOLD else None
        y, size = HEAD + LINE * (row + 1), _SIZES[line.style]
        yield text(line.text, MARGIN, y, font_size=size, fill=fills[line.style], font_weight=weight)


def _numbers(card: StepCard, foot: CardFoot) -> Iterator[str]:
    low = card.height - 7
    yield text(foot.passed, MARGIN, low, font_size=SMALL, fill=style.INK)
    if foot.left:
        look = {"font_size": SMALL, "font_weight": "bold", "fill": style.LEAVING, "text_anchor": "end"}
        yield text(foot.left, card.width - MARGIN, low, **look)
