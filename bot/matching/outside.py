"""Texts about no known issue of anybody, such as people send to a desk all the same; they come with the program."""

from functools import cache
from importlib import resources


@cache
def outside() -> tuple[str, ...]:
    """Return them, half of them English."""
    written = resources.files("bot.matching").joinpath("outside.txt").read_text("utf-8")
    return tuple(line for line in written.splitlines() if line)
