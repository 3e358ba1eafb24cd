"""The page on which members of the staff see where they are signed in, and end what they do not know."""

from aiohttp import web

from bot.web.auth import end_sessions, sessions
from bot.web.deps import ACCESS, AGENT, DEPS
from bot.web.pages import render

HERE = "/desk/sessions"


async def show(request: web.Request) -> web.Response:
    """Show the sessions."""
    deps = request.app[DEPS]
    held = await sessions(deps.store, deps.environment, request[AGENT])
    return render(request, "sessions.html", sessions=held, here=request[ACCESS].id)


async def end_others(request: web.Request) -> web.Response:
    """End all but the one at hand."""
    await end_sessions(request)
    raise web.HTTPSeeOther(HERE)


async def end(request: web.Request) -> web.Response:
    """End one of them."""
    await end_sessions(request, request.match_info["key"])
    raise web.HTTPSeeOther(HERE)


ROUTES = [web.get(HERE, show), web.post(f"{HERE}/others/end", end_others), web.post(f"{HERE}/{{key}}/end", end)]
