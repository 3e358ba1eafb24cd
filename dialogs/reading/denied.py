"""What a correction takes back: "not Thursday" of "Wednesday, not Thursday"."""

import re

_DENIED = re.compile(
    r"\bnot\b[^,.;!]{0,40}?(?=[,.;!]|$|\bbut\b|\bit(?:['’]s| is| was)\b)"
    r"|(?:[并並]?不是|[并並]非|唔[係系])[^，,。；;！!是係系]{0,30}",
    re.IGNORECASE,
)


def without_denied(text: str) -> str:
    """Return a correction without what it says is wrong, so that the one value left is the right one."""
    return _DENIED.sub(" ", text)
