"""The files of the editor Ace, out of the wheel that carries them; without it texts are edited in plain boxes."""

from functools import cache
from importlib.metadata import PackageNotFoundError, files
from pathlib import Path

from aiohttp import web

_CARRIER = "django-ace"
"""A wheel with the built files of Ace, of which nothing else is used: Django is not installed."""


@cache
def folder() -> Path | None:
    """Return where the files of Ace are, or None if they are not installed."""
    try:
        found = next(file for file in files(_CARRIER) or () if file.name == "ace.js")
    except (PackageNotFoundError, StopIteration):
        return None
    return Path(str(found.locate())).parent


ROUTES = [web.static("/static/ace", here)] if (here := folder()) else []
