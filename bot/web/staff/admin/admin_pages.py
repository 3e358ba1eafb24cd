"""The admins' page: who is on the staff, their sign-in links, and what is done about them."""

from typing import get_args

from aiohttp import web

from bot.desk.agents.departures import held_by
from bot.desk.core.errors import Refused
from bot.desk.staff.mail_address import MailWish, set_mail
from bot.desk.staff.membership import add_member, change_role, change_status, new_link
from bot.web.auth import actor
from bot.web.deps import DEPS
from bot.web.pages import field, render, words
from bot.web.staff.receivers import receivers_context
from storage.ports import Conflict, Unavailable
from storage.records.access_records import Agent
from storage.records.statuses import MemberStatus, Role

ROLES: dict[str, Role] = {role: role for role in get_args(Role)}
LEAVING: dict[str, MemberStatus] = {"suspend": "suspended", "remove": "removed"}
"""From what is done to the status that it leads to, once their tickets are passed on."""


async def show(request: web.Request) -> web.Response:
    """Show the staff."""
    return await _page(request)


async def add(request: web.Request) -> web.Response:
    """Add somebody to the staff and show the sign-in link, this once."""
    name, role = await field(request, "name"), await field(request, "role")
    if not name or len(name) > 80 or role not in ROLES:
        raise web.HTTPBadRequest
    deps = request.app[DEPS]
    try:
        member = await add_member(deps.store, deps.environment, actor(request), name, ROLES[role])
    except Refused as refused:
        return await _page(request, 409, problem=words(request).name("refused", refused.reason), typed=name)
    return await _with_link(request, member)


async def link(request: web.Request) -> web.Response:
    """Show a fresh sign-in link for a member of the staff, this once."""
    return await _with_link(request, await _member(request))


async def show_member(request: web.Request) -> web.Response:
    """Show what can be done about a member, and what they have to be passed on first."""
    return await _member_page(request, await _member(request))


async def judge(request: web.Request) -> web.Response:
    """Change a member's role or address, let them in again, or have them leave; what cannot be is said on the page."""
    deps, member, action = request.app[DEPS], await _member(request), request.match_info["action"]
    by = actor(request)
    try:
        if action == "role":
            role = await field(request, "role")
            if role not in ROLES:
                raise web.HTTPBadRequest
            await change_role(deps.store, deps.environment, by, member.id, ROLES[role])
        elif action == "mail" and deps.with_mail:
            wish = MailWish(await field(request, "mail"), member.mail_language, member.mail_off)
            await set_mail(deps.store, deps.environment, by, member.id, wish)
        elif action == "readmit":
            await change_status(deps.store, deps.environment, by, member.id, "active")
        elif action in LEAVING:
            before = await deps.departures.leave(by, member.id, LEAVING[action], await field(request, "to"))
            if deps.telegram is not None:
                await deps.telegram.forget(before.identities)
        else:
            raise web.HTTPNotFound
    except Refused as refused:
        return await _member_page(request, member, 409, words(request).name("refused", refused.reason))
    except (Conflict, Unavailable):
        return await _member_page(request, member, 409, words(request)("cannot-save"))
    raise web.HTTPSeeOther("/admin")


async def _member(request: web.Request) -> Agent:
    member = await request.app[DEPS].store.unit().get(Agent, request.match_info["member"])
    if member is None or member.status == "removed":
        raise web.HTTPNotFound
    return member


async def _with_link(request: web.Request, member: Agent) -> web.Response:
    # The link is shown in the answer to the form, not after a redirect: it must not come to stand in any address.
    deps = request.app[DEPS]
    try:
        token = await new_link(deps.store, deps.environment, actor(request), member)
    except Refused as refused:
        return await _page(request, 409, problem=words(request).name("refused", refused.reason))
    return await _page(request, link=f"{deps.address()}/sign-in?token={token}", name=member.name)


async def _page(
    request: web.Request, status: int = 200, *, link: str = "", name: str = "", problem: str = "", typed: str = ""
) -> web.Response:
    deps = request.app[DEPS]
    staff = [one for one in await deps.store.unit().find(Agent) if one.status != "removed"]
    context = {"staff": staff, "roles": list(ROLES), "link": link, "name": name, "problem": problem, "typed": typed}
    return render(request, "admin/admin.html", status=status, trouble=deps.trouble(), **context)


async def _member_page(request: web.Request, member: Agent, status: int = 200, problem: str = "") -> web.Response:
    unit = request.app[DEPS].store.unit()
    others = [one for one in await unit.find(Agent) if one.status == "active" and one.id != member.id]
    held = await held_by(unit, member.id)
    typed = await field(request, "to") if problem else ""
    mail = (problem and await field(request, "mail")) or member.mail
    context = {"member": member, "held": held, "roles": list(ROLES), "problem": problem, "typed": typed, "mail": mail}
    context |= receivers_context(request, others) | {"with_mail": request.app[DEPS].with_mail}
    return render(request, "admin/member.html", status=status, **context)


ROUTES = [
    web.get("/admin", show),
    web.post("/admin/staff", add),
    web.get("/admin/staff/{member}", show_member),
    web.post("/admin/staff/{member}/link", link),
    web.post("/admin/staff/{member}/{action}", judge),
]
