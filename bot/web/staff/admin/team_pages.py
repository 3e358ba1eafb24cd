"""The admins' page of teams: who is in which; a ticket can be passed on to one."""

from aiohttp import web

from bot.desk.core.errors import Refused
from bot.desk.staff.teams import remove_team, save_team
from bot.web.auth import actor
from bot.web.deps import DEPS
from bot.web.pages import field, render, words
from storage.ports import Conflict, Unavailable
from storage.records.access_records import Agent
from storage.records.desk_records import Team

HERE = "/admin/teams"
_NEW = Team(id="", name="")


async def show(request: web.Request) -> web.Response:
    """Show the teams."""
    return await _page(request)


async def act(request: web.Request) -> web.Response:
    """Save or remove a team; what cannot be done is said on the page."""
    deps, action = request.app[DEPS], request.match_info["action"]
    key, name, by = await field(request, "team"), await field(request, "name"), actor(request)
    written = Team(id=key, name=name, members=tuple(map(str, (await request.post()).getall("member", []))))
    try:
        if action == "save":
            await save_team(deps.store, deps.environment, by, name, written.members, key)
        elif action == "remove":
            await remove_team(deps.store, deps.environment, by, key)
        else:
            raise web.HTTPNotFound
    except Refused as refused:
        return await _page(request, 409, words(request).name("refused", refused.reason), written)
    except (Conflict, Unavailable):
        return await _page(request, 409, words(request)("cannot-save"), written)
    raise web.HTTPSeeOther(HERE)


async def _page(request: web.Request, status: int = 200, problem: str = "", written: Team = _NEW) -> web.Response:
    unit = request.app[DEPS].store.unit()
    staff = [one for one in await unit.find(Agent) if one.status == "active"]
    teams = [(one.name, written if one.id == written.id else one) for one in await unit.find(Team)]
    fresh = written if written.id not in [team.id for _, team in teams] else _NEW
    return render(request, "admin/teams.html", status=status, teams=teams, fresh=fresh, staff=staff, problem=problem)


ROUTES = [web.get(HERE, show), web.post("/admin/teams/{action}", act)]
