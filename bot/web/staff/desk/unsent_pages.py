"""Where what is being written is kept: by the page itself as somebody types, or by a button without scripts."""

from aiohttp import web

from bot.desk.overview.unsent_texts import keep_unsent
from bot.web.deps import AGENT, DEPS
from bot.web.pages import field
from bot.web.staff.desk.desk_address import address_of
from storage.ports import Unavailable
from storage.records.complaint_records import Ticket

BOXES = ("reply", "note", "resolve")


async def keep(request: web.Request) -> web.Response:
    """Keep what is in a box; a page that runs scripts is told whether another window has kept something else."""
    deps, reference, box = request.app[DEPS], request.match_info["reference"], request.match_info["box"]
    ticket = await deps.store.unit().last(Ticket, reference=reference)
    if ticket is None or box not in BOXES:
        raise web.HTTPNotFound
    by_script = request.headers.get("X-Requested-With") == "desk"
    before = await field(request, "before") if by_script else None
    try:
        kept = await keep_unsent(
            deps.store, deps.environment, request[AGENT], ticket, box, await field(request, "text"), before
        )
    except Unavailable:
        return web.Response(status=503)
    if by_script:
        return web.Response(status=204 if kept else 409)
    raise web.HTTPSeeOther(address_of(request).to(f"/desk/tickets/{reference}", box=box))


ROUTES = [web.post("/desk/tickets/{reference}/unsent/{box}", keep)]
