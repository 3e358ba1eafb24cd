"""The page on which one of the staff crosses out words, a message or a file of a ticket for good."""

from aiohttp import web

from bot.desk.core.errors import Refused
from bot.desk.core.file_types import file_name
from bot.desk.privacy.crossing_out import CrossingOut
from bot.web.auth import actor
from bot.web.deps import DEPS
from bot.web.pages import field, render, words
from storage.ports import Conflict

LONGEST = 20_000
"""Characters."""


async def show(request: web.Request) -> web.Response:
    """Show what of a ticket can be crossed out."""
    return await _page(request)


async def cross_out(request: web.Request) -> web.Response:
    """Cross out what the form names, if whoever sends it is sure."""
    deps, reference = request.app[DEPS], request.match_info["reference"]
    crossing, by = CrossingOut(deps.store, deps.environment, deps.files), actor(request)
    if await field(request, "sure") != "yes":
        return await _page(request, 409, problem=words(request)("crossing.sure.first"))
    key, text = await field(request, "file"), (await field(request, "words"))[:LONGEST]
    try:
        count = 1
        if key:
            await crossing.file(reference, key, by)
        else:
            count = await crossing.words(reference, text, by)
    except Refused as refused:
        return await _page(request, 409, problem=words(request).name("refused", refused.reason))
    except Conflict:
        return await _page(request, 409, problem=words(request)("cannot-save"))
    if not count:
        return await _page(request, 409, problem=words(request)("crossing.none"))
    return await _page(request, said=words(request)("crossing.done", n=count))


async def _page(request: web.Request, status: int = 200, *, problem: str = "", said: str = "") -> web.Response:
    view = await request.app[DEPS].queries.ticket(request.match_info["reference"])
    if view is None:
        raise web.HTTPNotFound
    context = {"view": view, "file_name": file_name, "problem": problem, "said": said, "longest": LONGEST}
    return render(request, "crossing.html", status=status, **context)


ROUTES = [
    web.get("/desk/cross-out/{reference}", show),
    web.post("/desk/cross-out/{reference}", cross_out),
]
"""Below ``/desk``, where only the staff is let in."""
