"""How things look: the shape and colour of each kind of step, and the warmth of a place that customers leave."""

from typing import NamedTuple

from bot.drawing.svg import number

INK = "#1f2933"
"""Of what the bot says."""
FAINT = "#55606b"
"""Of all that is less."""
LINES = "#7b8794"
"""Of arrows."""
UNUSED = "#c5ccd3"
"""Of arrows that nobody went by."""
PALE = "#f4f6f8"
"""Behind the numbers of a step that nobody left."""
SIGNAL = "#8a2b78"
"""Of what leads on from anywhere."""
LEAVING = "#6b1d00"
"""Of the numbers of those who left."""
_CORNERS = {
    "ask": ("round", "round", "round", "round"),
    "say": ("round", "round", "round", "square"),
    "check": ("square", "square", "square", "square"),
    "summary": ("square", "cut", "square", "square"),
    "file": ("cut", "square", "square", "square"),
    "handoff": ("cut", "cut", "cut", "cut"),
    "close": ("round", "round", "round", "round"),
}
"""By kind of step, from the left upper corner on, clockwise."""
_CORNER = 12.0
_BAR = 6.0
_COOL, _WARM = (255, 237, 219), (247, 138, 84)
"""Where few leave, and where most do."""


Place = tuple[float, float]


class Colour(NamedTuple):
    """Two shades of a colour."""

    dark: str
    light: str


COLOURS = {
    "ask": Colour("#1d5fa8", "#e4effb"),
    "say": Colour("#56616c", "#eef1f4"),
    "check": Colour("#0b6e7f", "#dff3f6"),
    "branch": Colour("#7a6000", "#faf3cf"),
    "summary": Colour("#3d4db3", "#e9ebfb"),
    "file": Colour("#2b7a3d", "#e3f4e6"),
    "handoff": Colour("#8a2b78", "#f8e6f4"),
    "close": Colour("#1f2933", "#dde2e8"),
}
"""By kind of step; never warm, which is for leaving."""


def warmth(share: float) -> str:
    """Return a colour between cool (0) and warm (1)."""
    return "#" + "".join(f"{round(low + (high - low) * share):02x}" for low, high in zip(_COOL, _WARM, strict=True))


def outline(kind: str, width: float, height: float) -> str:
    """Return the path around a box of this size whose left upper corner is at 0, 0."""
    w, h, size = width, height, _CORNER
    if kind == "branch":  # points to both sides
        return _path("M", (size, 0), (w - size, 0), (w, h / 2), (w - size, h), (size, h), (0, h / 2)) + "Z"
    if kind == "close":
        size = min(h / 2, 2 * _CORNER)
    corners = (
        ((0, size), (0, 0), (size, 0)),
        ((w - size, 0), (w, 0), (w, size)),
        ((w, h - size), (w, h), (w - size, h)),
        ((size, h), (0, h), (0, h - size)),
    )
    sides = "".join(_corner(shape, *points) for shape, points in zip(_CORNERS[kind], corners, strict=True))
    return f"M{sides[1:]}Z{_inside(kind, w, h)}"


def _corner(shape: str, before: Place, corner: Place, after: Place) -> str:
    if shape == "square":
        return _path("L", corner)
    return _path("L", before) + _path("Q", corner, after) if shape == "round" else _path("L", before, after)


def _inside(kind: str, width: float, height: float) -> str:
    if kind == "summary":  # the corner is folded
        return _path("M", (width - _CORNER, 0), (width - _CORNER, _CORNER), (width, _CORNER))
    if kind == "check":  # something done elsewhere
        return _path("M", (_BAR, 0), (_BAR, height)) + _path("M", (width - _BAR, 0), (width - _BAR, height))
    return ""


def _path(command: str, *places: Place) -> str:
    return command + " ".join(f"{number(x)},{number(y)}" for x, y in places)
