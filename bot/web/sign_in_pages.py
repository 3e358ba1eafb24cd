"""The door of the staff's pages: signing in by a link, signing out, and who is let in where."""

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.web.auth import COOKIE, SIGNED_IN_FOR, sign_out, signed_in, use_link
from bot.web.deps import AGENT, DEPS
from bot.web.pages import field, render
from bot.web.security import is_https


@web.middleware
async def doorman(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let only the staff into ``/desk``, and only admins into ``/admin``."""
    area = request.path.split("/")[1]
    if area not in ("desk", "admin"):
        return await handler(request)
    agent = await signed_in(request)
    if agent is None:
        raise web.HTTPSeeOther("/sign-in") if "Upgrade" not in request.headers else web.HTTPUnauthorized
    request[AGENT] = agent
    if area == "admin" and agent.role != "admin":
        raise web.HTTPForbidden
    return await handler(request)


async def show(request: web.Request) -> web.Response:
    """Show one button. The link is used up only by tapping it: programs that preview links only look."""
    return render(request, "sign_in.html", token=request.query.get("token", ""), spent=False)


async def enter(request: web.Request) -> web.Response:
    """Sign the browser in and go to the desk."""
    deps = request.app[DEPS]
    secret = await use_link(deps.store, deps.environment, await field(request, "token"))
    if secret is None:
        return render(request, "sign_in.html", status=403, token="", spent=True)
    return let_in(request, secret)


def let_in(request: web.Request, secret: str) -> web.Response:
    """Return the way to the desk for a browser that is signed in by this secret."""
    response = web.Response(status=303, headers={"Location": "/desk"})
    # Lax, not Strict: a link to a ticket that a colleague sent in a chat should open.
    response.set_cookie(
        COOKIE,
        secret,
        max_age=int(SIGNED_IN_FOR.total_seconds()),
        httponly=True,
        samesite="Lax",
        secure=is_https(request),
    )
    return response


async def leave(request: web.Request) -> web.Response:
    """Sign the browser out."""
    await sign_out(request)
    response = web.Response(status=303, headers={"Location": "/sign-in"})
    response.del_cookie(COOKIE)
    return response


ROUTES = [web.get("/sign-in", show), web.post("/sign-in", enter), web.post("/sign-out", leave)]
