"""The page on which one of the staff crosses out words, a message or a file of a ticket for good."""

from urllib.parse import quote

from aiohttp import web

from bot.desk.core.errors import Refused
from bot.desk.core.file_types import file_name
from bot.desk.privacy.crossing_out import GONE, CrossingOut
from bot.desk.staff.audit import note_once
from bot.web.auth import actor
from bot.web.deps import DEPS
from bot.web.pages import field, render, words
from storage.ports import Conflict

LONGEST = 20_000
"""Characters."""


async def show(request: web.Request) -> web.Response:
    """Show what of a ticket can be crossed out, and in how many places it just was; that it was seen is on record."""
    page, deps, reference = await _page(request), request.app[DEPS], request.match_info["reference"]
    if key := await deps.queries.id_of(reference):
        await note_once(deps.store, deps.environment, "ticket-viewed", actor(request), key, reference)
    return page


async def cross_out(request: web.Request) -> web.Response:
    """Cross out what the form names, if whoever sends it is sure."""
    deps, reference = request.app[DEPS], request.match_info["reference"]
    crossing, by = CrossingOut(deps.store, deps.environment, deps.files), actor(request)
    file, message = await field(request, "file"), await field(request, "message")
    text, t = (await field(request, "words"))[:LONGEST], words(request)
    if await field(request, "sure") != "yes":
        return await _page(request, t("crossing.sure.first"), text)
    count = 1
    try:
        if file:
            await crossing.file(reference, file, by)
        elif message:
            count = await crossing.message(reference, message, by)
        else:
            count = await crossing.words(reference, text, by)
    except Refused as refused:
        return await _page(request, t.name("refused", refused.reason), text)
    except Conflict:
        return await _page(request, t("cannot-save"), text)
    if not count:
        return await _page(request, t("crossing.none"), text)
    raise web.HTTPSeeOther(f"/desk/cross-out/{quote(reference)}?places={count}")


async def _page(request: web.Request, problem: str = "", typed: str = "") -> web.Response:
    view = await request.app[DEPS].queries.ticket(request.match_info["reference"])
    if view is None:
        raise web.HTTPNotFound
    places = request.query.get("places", "") if request.method == "GET" else ""
    context = {"view": view, "file_name": file_name, "problem": problem, "typed": typed, "longest": LONGEST}
    context |= {"gone": GONE}
    said = words(request)("crossing.done", n=places) if places.isdecimal() else ""
    return render(request, "desk/crossing.html", status=409 if problem else 200, said=said, **context)


ROUTES = [
    web.get("/desk/cross-out/{reference}", show),
    web.post("/desk/cross-out/{reference}", cross_out),
]
"""Below ``/desk``, where only the staff is let in."""
