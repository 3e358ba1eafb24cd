"""Figures as pictures (SVG): bars of shares, and a curve. Knows numbers and their names, not what they mean.

Colours stand in each element, as a file needs them; a page may give others by the classes beside them.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.drawing import style
from bot.drawing.svg import FONTS, element, number, text, title
from bot.drawing.text_width import width

WIDTH = 760
_BORDER = 28
_TITLE, _TEXT, _SMALL = 20, 13, 11
"""Heights of letters."""
_TOP = 88
"""Where what is drawn begins."""
_HEADING = 40
"""Of which height the heading takes so much."""
_NAMES, _LONG_NAMES = 190, 290
"""Room for names, left of bars, and of bars that stand in pairs."""
_BAR, _GAP = 30, 18
_PLOT = 320
"""Height of a curve."""
_THIN = 12
"""Height of bars that stand in pairs."""


@dataclass(frozen=True)
class ChartRow:
    """A name, and its shares or counts by what they are of."""

    name: str
    values: Mapping[str, float]
    told: Mapping[str, str]
    """What is written at each."""


def stacked(heading: str, note: str, rows: Sequence[ChartRow], colours: Mapping[str, str]) -> str:
    """Return one bar a row, of which every part is as long as its share."""
    drawn = [part for n, row in enumerate(rows) for part in _stack(row, n * (_BAR + _GAP), colours)]
    return _page(heading, note, colours, drawn, len(rows) * (_BAR + _GAP))


def paired(
    heading: str, note: str, rows: Sequence[ChartRow], colours: Mapping[str, str], *, is_below: bool = False
) -> str:
    """Return for each row a bar for every share, one below the other; see `_page` for ``is_below``."""
    high = len(colours) * _THIN + _GAP
    drawn = [part for n, row in enumerate(rows) for part in _pair(row, n * high, colours)]
    return _page(heading, note, colours, drawn, len(rows) * high, is_below=is_below)


def curve(
    heading: str, axes: tuple[str, str], points: Sequence[tuple[float, float]], mark: tuple[float, float] | None
) -> str:
    """Return a line through shares, from left to right and from below, with a mark at the one in force."""
    drawn = [*_grid(axes)]
    if points:
        line = " ".join(f"{number(x)},{number(y)}" for x, y in map(_place, points))
        drawn.append(element("polyline", points=line, fill="none", stroke=style.COLOURS["ask"].dark, stroke_width=2))
    if mark:
        x, y = _place(mark)
        drawn.append(element("circle", cx=x, cy=y, r=6, fill=style.COLOURS["ask"].dark, stroke="#ffffff"))
        words = f"in force: {mark[0]:.0%}, {mark[1]:.0%} right"
        at = {"text_anchor": "end"} if x > WIDTH / 2 else {}
        bold = {"font_size": _TEXT, "font_weight": "bold", "class_": "ink", "fill": style.INK, **at}
        drawn.append(text(words, x + (-12 if at else 12), y - 8, **bold))
    return _page(heading, axes[1], {}, drawn, _PLOT + 46)


def counted(heading: str, note: str, steps: Sequence[tuple[str, int]], usual: tuple[str, float]) -> str:
    """Return a bar for each step, as high as its count, with a line at what is usual."""
    most = max([count for _, count in steps] + [usual[1], 1])
    room, high = WIDTH - 2 * _BORDER - 40, _PLOT / 2
    wide, each = room / max(len(steps), 1), max(1, -(-len(steps) // 8))
    drawn = []
    for n, (name, count) in enumerate(steps):
        tall, x = high * count / most, 40 + n * wide
        look = {"x": x + 1, "y": high - tall, "width": max(1.0, wide - 2), "height": tall}
        drawn.append(element("rect", title(f"{name}: {count}"), class_=_bar(0), fill=style.COLOURS["ask"].dark, **look))
        if n % each == 0:
            drawn.append(text(name, x, high + 18, font_size=_SMALL, class_="faint", fill=style.FAINT))
    small = {"font_size": _SMALL, "class_": "faint", "fill": style.FAINT, "text_anchor": "end"}
    drawn += [text(f"{most:g}", 32, 10, **small), text("0", 32, high, **small)]
    level = high - high * usual[1] / most
    drawn.append(
        element(
            "line", x1=40, y1=level, x2=40 + room, y2=level, class_="level", stroke=style.INK, stroke_dasharray="6 4"
        )
    )
    drawn.append(text(usual[0], 44, level - 6, font_size=_SMALL, class_="ink", fill=style.INK))
    return _page(heading, note, {}, drawn, high + 24)


def _stack(row: ChartRow, y: float, colours: Mapping[str, str]) -> Iterator[str]:
    yield _name(row.name, y + _BAR / 2)
    whole, x, room = sum(row.values.values()), float(_NAMES), WIDTH - 2 * _BORDER - _NAMES
    for key, colour in colours.items():
        value = row.values.get(key, 0)
        wide = room * value / whole if whole else 0.0
        if wide:
            hint = title(f"{key}: {row.told[key]}")
            yield element("rect", hint, x=x, y=y, width=wide, height=_BAR, fill=colour, stroke="#ffffff")
        words = [one for one in (row.told.get(key, ""), f"{value:.0f}") if width(one, _SMALL, bold=True) + 6 < wide]
        if wide and words:
            look = {
                "font_size": _SMALL,
                "font_weight": "bold",
                "class_": "ink",
                "fill": style.INK,
                "text_anchor": "middle",
            }
            yield text(words[0], x + wide / 2, y + _BAR / 2 + 4, **look)
        x += wide


def _pair(row: ChartRow, y: float, colours: Mapping[str, str]) -> Iterator[str]:
    yield _name(row.name, y + len(colours) * _THIN / 2, _LONG_NAMES)
    room = WIDTH - 2 * _BORDER - _LONG_NAMES - 110
    for n, (key, colour) in enumerate(colours.items()):
        wide, top = room * row.values.get(key, 0.0), y + n * _THIN
        yield element(
            "rect",
            title(f"{row.name}, {key}: {row.told[key]}"),
            x=_LONG_NAMES,
            y=top,
            width=wide,
            height=_THIN - 1,
            class_=_bar(n),
            fill=colour,
        )
        yield text(
            row.told[key], _LONG_NAMES + wide + 6, top + _THIN - 3, font_size=_SMALL, class_="faint", fill=style.FAINT
        )


def _bar(place: int) -> str:
    """Return the class by which a page gives a bar another colour where it is dark."""
    return f"bar-{place + 1}"


def _name(words: str, y: float, room: int = _NAMES) -> str:
    return text(words, room - 12, y + 4, font_size=_TEXT, class_="ink", fill=style.INK, text_anchor="end")


def _place(point: tuple[float, float]) -> tuple[float, float]:
    room = WIDTH - 2 * _BORDER - 60
    return 50 + point[0] * room, _PLOT * (1 - point[1])


def _grid(axes: tuple[str, str]) -> Iterator[str]:
    for share in (0.0, 0.2, 0.4, 0.6, 0.8, 1.0):
        (left, y), (right, _), (x, low) = _place((0, share)), _place((1, share)), _place((share, 0))
        small = {"font_size": _SMALL, "class_": "faint", "fill": style.FAINT}
        yield element("line", x1=left, y1=y, x2=right, y2=y, stroke=style.UNUSED, stroke_width=1)
        yield text(f"{share:.0%}", left - 8, y + 4, text_anchor="end", **small)
        yield text(f"{share:.0%}", x, low + 18, text_anchor="middle", **small)
    yield text(axes[0], _place((1, 0))[0], _PLOT + 38, font_size=_TEXT, class_="ink", fill=style.INK, text_anchor="end")


def _legend(colours: Mapping[str, str]) -> Iterator[str]:
    x = float(WIDTH - _BORDER)
    for n, (key, colour) in reversed(list(enumerate(colours.items()))):
        x -= width(key, _SMALL)
        yield text(key, x, 66, font_size=_SMALL, class_="faint", fill=style.FAINT)
        yield element("rect", class_=_bar(n), x=x - 18, y=56, width=12, height=12, fill=colour)
        x -= 32


def _page(
    heading: str,
    note: str,
    colours: Mapping[str, str],
    drawn: Sequence[str],
    high: float,
    *,
    is_below: bool = False,
) -> str:
    """Return the whole picture; where it ``is_below`` its heading on a page, that is read aloud and not drawn again."""
    height, above = high + _TOP + _BORDER, _HEADING if is_below else 0
    bold = {"font_weight": "bold", "class_": "ink", "fill": style.INK}
    return element(
        "svg",
        title(heading),
        element("rect", class_="paper", width=WIDTH, height=height, fill="#ffffff"),
        *([] if is_below else [text(heading, _BORDER, 38, font_size=_TITLE, **bold)]),
        text(note, _BORDER, 66, font_size=_TEXT, class_="faint", fill=style.FAINT),
        *_legend(colours),
        element("g", *drawn, transform=f"translate({_BORDER} {_TOP})"),
        xmlns="http://www.w3.org/2000/svg",
        width=WIDTH,
        height=height - above,
        viewBox=f"0 {above} {WIDTH} {number(height - above)}",
        role="img",
        font_family=FONTS,
    )
