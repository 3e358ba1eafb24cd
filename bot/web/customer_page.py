"""The one page that customers see: the chat. Its script and `WebChat` do the talking."""

from aiohttp import web

from bot.channels.webchat import COOKIE, LONGEST_TEXT
from bot.web.deps import DEPS
from bot.web.pages import render
from bot.web.security import is_https

YEAR = 365 * 24 * 60 * 60


async def show(request: web.Request) -> web.Response:
    """Show the chat. A new browser gets a secret by which it is known; a known one keeps its own for another year."""
    response = render(request, "chat.html", longest=LONGEST_TEXT)
    secret = request.cookies.get(COOKIE) or request.app[DEPS].environment.new_secret()
    response.set_cookie(COOKIE, secret, max_age=YEAR, httponly=True, samesite="Lax", secure=is_https(request))
    return response


async def talk(request: web.Request) -> web.StreamResponse:
    """Serve the chat's socket."""
    return await request.app[DEPS].webchat.converse(request)


ROUTES = [web.get("/", show), web.get("/chat", talk)]
