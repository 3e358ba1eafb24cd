"""The admins' page: who is on the staff, and their sign-in links."""

from typing import get_args

from aiohttp import web

from bot.web.auth import new_link
from bot.web.deps import DEPS
from bot.web.pages import field, render
from bot.web.security import is_https
from storage.records import Agent
from storage.statuses import Role

ROLES: dict[str, Role] = {role: role for role in get_args(Role)}
LINK_MINUTES = 24 * 60


async def show(request: web.Request) -> web.Response:
    """Show the staff."""
    return await _page(request)


async def add(request: web.Request) -> web.Response:
    """Add somebody to the staff and show the sign-in link, this once."""
    name, role = await field(request, "name"), await field(request, "role")
    if not name or len(name) > 80 or role not in ROLES:
        raise web.HTTPBadRequest
    deps = request.app[DEPS]
    member = Agent(id=deps.environment.new_id(), name=name, role=ROLES[role])
    unit = deps.store.unit()
    unit.add(member)
    await unit.commit()
    return await _page(request, member)


async def link(request: web.Request) -> web.Response:
    """Show a fresh sign-in link for a member of the staff, this once."""
    member = await request.app[DEPS].store.unit().get(Agent, request.match_info["member"])
    if member is None:
        raise web.HTTPNotFound
    return await _page(request, member)


async def _page(request: web.Request, welcome: Agent | None = None) -> web.Response:
    # The link is shown in the answer to the form, not after a redirect: it must not come to stand in any address.
    deps = request.app[DEPS]
    staff = await deps.store.unit().find(Agent)
    address = ""
    if welcome:
        token = await new_link(deps.store, deps.environment, welcome.id, LINK_MINUTES)
        address = f"{'https' if is_https(request) else 'http'}://{request.host}/sign-in?token={token}"
    name, trouble = welcome.name if welcome else "", deps.trouble()
    return render(
        request,
        "admin.html",
        staff=staff,
        roles=list(ROLES),
        link=address,
        name=name,
        trouble=trouble,
        unwritable=False,
    )


ROUTES = [web.get("/admin", show), web.post("/admin/staff", add), web.post("/admin/staff/{member}/link", link)]
