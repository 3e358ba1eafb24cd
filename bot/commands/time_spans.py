"""Spans of time as they are typed behind a command: ``7d``."""

import re
from datetime import timedelta

_UNITS = {"h": timedelta(hours=1), "d": timedelta(days=1), "w": timedelta(weeks=1)}


class NoSpan(Exception):
    """It is no span of time; the text says what would be one."""


def read_span(text: str) -> timedelta:
    """Return how long hours, days or weeks are, such as ``12h``, ``7d`` or ``2w``.

    Raises:
        NoSpan: if the text is anything else, or longer than a hundred years.

    """
    found = re.fullmatch(r"([1-9][0-9]{0,5})([hdw])", text.strip().casefold())
    span = int(found[1]) * _UNITS[found[2]] if found else timedelta()
    if not timedelta() < span < timedelta(days=36525):
        raise NoSpan(f"“{text}” is no span of time; write such as 12h, 7d or 2w")
    return span
