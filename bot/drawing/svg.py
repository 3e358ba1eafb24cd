"""Elements of SVG as text; whatever is written into them is escaped. Knows nothing of scripts."""

import html

from bot.drawing.text_width import printable

FONTS = "'Noto Sans','Noto Sans SC','Noto Sans CJK SC','PingFang SC','Microsoft YaHei',Arial,sans-serif"


def element(tag: str, *inside: str, **attributes: object) -> str:
    """Return an element around others; ``stroke_width`` is written ``stroke-width``, and what is None is left out.

    ``class_`` is written ``class``.
    """
    given = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{_value(value)}"'
        for name, value in attributes.items()
        if value is not None
    )
    return f"<{tag}{given}>{''.join(inside)}</{tag}>" if inside else f"<{tag}{given}/>"


def text(words: str, x: float, y: float, **attributes: object) -> str:
    """Return a line of text that begins, unless anchored otherwise, at this place of its base line."""
    return element("text", html.escape(printable(words)), x=x, y=y, **attributes)


def title(words: str) -> str:
    """Return what is read aloud for the element in which this stands first, and shown where the mouse rests on it."""
    return element("title", html.escape(printable(words)))


def number(value: float) -> str:
    """Return a number with at most one decimal."""
    return f"{value:.1f}".removesuffix(".0")


def _value(value: object) -> str:
    return number(value) if isinstance(value, float) else html.escape(str(value))
