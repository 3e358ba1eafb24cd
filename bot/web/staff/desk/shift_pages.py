"""The supervisors' page of the shift: load and state of each, what is at risk or unclaimed, missed promises, duty."""

from aiohttp import web

from bot.desk.agents.permissions import SUPERVISORS
from bot.desk.core.errors import Refused
from bot.desk.overview.shift import say_why, shift_now
from bot.desk.overview.worklist import DeskView, WorkFilter
from bot.web.auth import demand
from bot.web.deps import AGENT, DEPS
from bot.web.pages import field, render, words
from bot.web.staff.desk.desk_address import DeskAddress
from storage.ports import Conflict, Unavailable

HERE = "/desk/shift"
_LOOKED_AT = (DeskView.WAITING, DeskView.ESCALATED, DeskView.AT_RISK, DeskView.REPEATS, DeskView.OPEN)


async def show(request: web.Request) -> web.Response:
    """Show the shift as it is now."""
    return await _page(request)


async def explain(request: web.Request) -> web.Response:
    """Note why a promise was missed."""
    await demand(request, SUPERVISORS)
    try:
        await say_why(request.app[DEPS].store, request.match_info["promise"], await field(request, "reason"))
    except Refused as refused:
        return await _page(request, 409, words(request).name("refused", refused.reason))
    except (Conflict, Unavailable):
        return await _page(request, 409, words(request)("cannot-save"))
    raise web.HTTPSeeOther(HERE)


async def _page(request: web.Request, status: int = 200, problem: str = "") -> web.Response:
    await demand(request, SUPERVISORS)
    deps = request.app[DEPS]
    duty, now = deps.company.now.policy.duty, deps.environment.now()
    shift = await shift_now(deps.store, deps.worklists, duty, request[AGENT], now)
    context = {
        "shift": shift,
        "views": [(view, DeskAddress(view).to("/desk"), shift.counts[view]) for view in _LOOKED_AT],
        "of": lambda key: DeskAddress(DeskView.OPEN, WorkFilter(owner=key)).to("/desk"),
        "typed": {request.match_info["promise"]: await field(request, "reason")} if problem else {},
        "problem": problem,
    }
    return render(request, "desk/shift.html", status=status, **context)


ROUTES = [web.get(HERE, show), web.post("/desk/shift/missed/{promise}", explain)]
