"""The page of a suspicion: what many people tell, their tickets, and the known issue to publish once confirmed."""

from aiohttp import web

from bot.desk.agents.hotspot_review import JUDGES, VERDICTS, as_known_issue, judge_suspicion
from bot.desk.core.errors import Refused
from bot.web.deps import AGENT, DEPS
from bot.web.pages import render, words
from storage.ports import Conflict, Unavailable


async def show(request: web.Request) -> web.Response:
    """Show a suspicion."""
    return await _page(request)


async def give_verdict(request: web.Request) -> web.Response:
    """Confirm or dismiss it: back to the desk, or on to the known issue; what cannot be done is said on the page."""
    key, verdict = request.match_info["key"], request.match_info["verdict"]
    if verdict not in VERDICTS:
        raise web.HTTPNotFound
    deps = request.app[DEPS]
    try:
        await judge_suspicion(deps.store, key, request[AGENT], verdict)
    except Refused as refused:
        return await _page(request, 409, words(request).name("refused", refused.reason))
    except (Conflict, Unavailable):
        return await _page(request, 409, words(request)("cannot-save"))
    raise web.HTTPSeeOther(f"/desk/suspicions/{key}" if verdict == "confirm" else "/desk")


async def _page(request: web.Request, status: int = 200, problem: str = "") -> web.Response:
    view = await request.app[DEPS].queries.suspicion(request.match_info["key"])
    if view is None:
        raise web.HTTPNotFound
    context = {
        "view": view,
        "suspicion": view.suspicion,
        "judges": request[AGENT].role in JUDGES,
        "issue": as_known_issue(view.suspicion),
        "problem": problem,
    }
    return render(request, "suspicion.html", status=status, **context)


ROUTES = [
    web.get("/desk/suspicions/{key}", show),
    web.post("/desk/suspicions/{key}/{verdict}", give_verdict),
]
"""Both are below ``/desk``, where only the staff is let in."""
