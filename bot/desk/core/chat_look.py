"""How the customers' page looks and what it says first, as the company sets it. Pure: texts in, colours out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

_COLOUR = re.compile("#[0-9a-f]{6}")
_DARK_PAPER = (0x1F, 0x25, 0x26)
_WHITE = (255, 255, 255)
_BLACK = (12, 26, 25)
READABLE = 4.5
"""Contrast of words against what is behind them, at least (WCAG 2.2, 1.4.3)."""

Rgb = tuple[int, int, int]


@dataclass(frozen=True, kw_only=True)
class ChatLook:
    """What the company says of its chat page; what is empty is as the program has it."""

    company: str = ""
    title: Mapping[str, str] = field(default_factory=dict)
    """By language."""
    welcome: Mapping[str, str] = field(default_factory=dict)
    privacy: Mapping[str, str] = field(default_factory=dict)
    colour: str = ""
    """Such as ``#1f6f6b``."""

    @property
    def css(self) -> str:
        """The colours as a style sheet for light and dark pages; empty where the program's stay."""
        if not self.colour:
            return ""
        light, dark = _rgb(self.colour), _lightened(_rgb(self.colour))
        return f":root{{{_variables(light)}}}\n@media (prefers-color-scheme:dark){{:root{{{_variables(dark)}}}}}\n"


def read_colour(text: str) -> str:
    """Return a colour that words can have on white.

    Raises:
        ValueError: if it is none, or too light to be read.
    """
    colour = text.strip().lower()
    if not _COLOUR.fullmatch(colour):
        raise ValueError(f"“{text}” is not a colour such as #1f6f6b")
    if contrast(_rgb(colour), _WHITE) < READABLE:
        raise ValueError(f"{colour} is too light to be read on white")
    return colour


def contrast(one: Rgb, other: Rgb) -> float:
    """Return how well two colours are told apart, from 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: Rgb) -> float:
    parts = [value / 255 for value in colour]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _rgb(colour: str) -> Rgb:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _lightened(colour: Rgb) -> Rgb:
    """Return the colour with as much white as it takes to be read on a dark page."""
    for share in range(0, 101, 5):
        red, green, blue = (value + (255 - value) * share // 100 for value in colour)
        if contrast((red, green, blue), _DARK_PAPER) >= READABLE:
            return red, green, blue
    return _WHITE


def _variables(accent: Rgb) -> str:
    on = _WHITE if contrast(accent, _WHITE) >= READABLE else _BLACK
    return f"--accent:{_hex(accent)};--on-accent:{_hex(on)}"


def _hex(colour: Rgb) -> str:
    return "#" + "".join(f"{value:02x}" for value in colour)
