"""Who can be chosen to have a ticket: those who are there first, and of the others until when they are away."""

from collections.abc import Iterable
from typing import Any

from aiohttp import web

from bot.desk.staff.attendance import here_first, is_here, with_presence
from bot.web.pages import words
from storage.records.access_records import Agent


def receivers_context(request: web.Request, members: Iterable[Agent]) -> dict[str, Any]:
    """Return what ``parts/colleagues.html`` shows of these members."""
    tongue = words(request)
    ordered = here_first(members, tongue.now)
    return {
        "colleagues": [(one, with_presence(one, tongue.now, tongue)) for one in ordered],
        "is_somebody_away": not all(is_here(one, tongue.now) for one in ordered),
    }
