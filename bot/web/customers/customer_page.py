"""The one page that customers see: the chat. Its script and `WebChat` do the talking."""

from dataclasses import replace

from aiohttp import web

from bot.channels.port import LARGEST_FILE
from bot.channels.visitor_limits import Limit
from bot.channels.webchat import LONGEST_TEXT
from bot.desk.dialog.chat_commands import LANGUAGE_BUTTON
from bot.web.deps import DEPS
from bot.web.pages import render, wished_tag, words
from bot.web.security import is_https
from dialogs.reading.traditional import reads_traditional

WAITS = (
    Limit.MESSAGES,
    Limit.ADDRESS_MESSAGES,
    Limit.TEXT,
    Limit.UPLOADS,
    Limit.CONVERSATIONS,
    Limit.VISITS,
)
"""Why the chat may have to wait."""


async def show(request: web.Request) -> web.Response:
    """Show the chat. A new browser gets a secret by which it is known; a known one keeps its own for another year."""
    deps = request.app[DEPS]
    environment, cookies, secure = deps.environment, deps.cookies, is_https(request)
    say, offered = words(request), deps.company.now.policy.languages
    if say.language not in offered:
        say = replace(say, language=deps.language)
    elif reads_traditional(wished_tag(request)):
        say = say.in_traditional()
    waits = {why: say(f"chat.limited.{why}", time="{time}") for why in WAITS}
    response = render(
        request,
        "chat.html",
        t=say,
        look=deps.company.now.look,
        waits=waits,
        longest=LONGEST_TEXT,
        largest_file=LARGEST_FILE,
        language_button=LANGUAGE_BUTTON,
    )
    secret = cookies.read(request, secure=secure) or await cookies.resign(request, deps.store, environment.now())
    cookies.set(response, secret or environment.new_secret(), secure=secure)
    return response


async def talk(request: web.Request) -> web.StreamResponse:
    """Serve the chat's socket.

    Raises:
        HTTPForbidden: if the browser has no cookie of ours: it did not load the page, or keeps no cookies.
    """
    deps = request.app[DEPS]
    secret = deps.cookies.read(request, secure=is_https(request))
    if secret is None:
        raise web.HTTPForbidden
    return await deps.webchat.converse(request, secret, deps.visitors.of(request))


async def colour(request: web.Request) -> web.Response:
    """Send the company's colour as a style sheet."""
    return web.Response(text=request.app[DEPS].company.now.look.css, content_type="text/css")


ROUTES = [web.get("/", show), web.get("/chat-colour.css", colour), web.get("/chat", talk)]
