"""The door of the staff's pages: signing in by a link, signing out, and who is let in where.

What somebody typed whose session had ended meanwhile goes through the door with them, and is offered again inside.
"""

import asyncio
import re
from typing import NamedTuple

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.web.auth import LONGEST_SESSION, cookie_name, demand, note_use, sign_out, signed_in, use_link
from bot.web.deps import ACCESS, AGENT, DEPS
from bot.web.pages import field, render
from bot.web.security import is_behind_tls
from bot.web.staff.admin.first_pages import first_page
from bot.web.staff.desk.written_form import read_form
from bot.web.visitor_gate import FORM_TIME

_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,200}")
_ACTION = re.compile(r"/desk/tickets/[A-Za-z0-9-]{1,40}/[a-z-]{1,20}")
"""Where something that was typed may be sent once more."""


class Unsent(NamedTuple):
    """What was typed into a form of a ticket, and where it was to go."""

    path: str = ""
    text: str = ""
    to: str = ""


@web.middleware
async def doorman(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let only the staff into ``/desk``, and only admins into ``/admin``."""
    area = request.path.split("/")[1]
    if area not in ("desk", "admin"):
        return await handler(request)
    known = await signed_in(request)
    if known is None:
        return await _turn_away(request)
    request[AGENT], request[ACCESS] = known
    if "Upgrade" not in request.headers:  # a page that is only open is not used
        await note_use(request, request[ACCESS])
    if area == "admin":
        await demand(request, ("admin",))
    return await handler(request)


async def _turn_away(request: web.Request) -> web.Response:
    """Ask to sign in, where scripts of an open page can tell that from an answer, and without losing what was typed."""
    if "Upgrade" in request.headers or "X-Requested-With" in request.headers:
        raise web.HTTPUnauthorized
    if request.method == "POST" and _ACTION.fullmatch(request.path):
        async with asyncio.timeout(FORM_TIME):  # whoever it is, they are not let in
            form = await read_form(request)
        unsent = Unsent(request.path, form.text, form.to)
        return _page(request, 401, unsent=unsent)
    raise web.HTTPSeeOther("/sign-in")


async def show(request: web.Request) -> web.Response:
    """Show one button. The link is used up only by tapping it: programs that preview links only look."""
    return _page(request, token=request.query.get("token", ""))


async def enter(request: web.Request) -> web.Response:
    """Sign the browser in and go to the desk, or to what was typed before."""
    unsent = await _unsent(request)
    pasted = await field(request, "token") or await field(request, "link")
    if unsent.path and not pasted and await signed_in(request):  # by the same link in another tab
        return _offer(request, unsent)
    # What is pasted is a whole link, or what of it matters.
    token = _TOKEN.match(pasted.rpartition("token=")[2])
    secret = await use_link(request, token[0] if token else "")
    if secret is None:
        return _page(request, 403, spent=True, unsent=unsent)
    return let_in(request, secret, unsent, await first_page(request.app[DEPS], secret))


async def _unsent(request: web.Request) -> Unsent:
    """Return what was carried here, unless it was to go anywhere else than to a ticket."""
    path = await field(request, "path")
    if not _ACTION.fullmatch(path):
        return Unsent()
    return Unsent(path, await field(request, "text"), await field(request, "to"))


def let_in(
    request: web.Request,
    secret: str,
    unsent: Unsent = Unsent(),  # noqa: B008  # never changed
    way: str = "/desk",
) -> web.Response:
    """Return the way to the desk, or to another page, for a browser that is signed in by this secret."""
    response = _offer(request, unsent) if unsent.path else web.Response(status=303, headers={"Location": way})
    # Lax, not Strict: a link to a ticket that a colleague sent in a chat should open.
    response.set_cookie(
        cookie_name(request),
        secret,
        max_age=int(LONGEST_SESSION.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=is_behind_tls(request),
    )
    return response


async def leave(request: web.Request) -> web.Response:
    """Sign the browser out."""
    await sign_out(request)
    response = web.Response(status=303, headers={"Location": "/sign-in"})
    response.del_cookie(cookie_name(request), secure=is_behind_tls(request), httponly=True, samesite="Lax")
    return response


def _page(
    request: web.Request,
    status: int = 200,
    *,
    token: str = "",
    spent: bool = False,
    unsent: Unsent = Unsent(),  # noqa: B008  # never changed
) -> web.Response:
    return render(request, "sign_in.html", status=status, token=token, spent=spent, unsent=unsent)


def _offer(request: web.Request, unsent: Unsent) -> web.Response:
    return render(request, "unsent.html", unsent=unsent)


ROUTES = [web.get("/sign-in", show), web.post("/sign-in", enter), web.post("/sign-out", leave)]
