"""The gate before all pages: how much a visitor may ask for, and how long a form may take to come.

What is refused changes nothing, and says when to come again.
"""

import asyncio
import re
from math import ceil

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.channels.visitor_limits import Limit, Wait
from bot.web.deps import DEPS
from bot.web.pages import render, words
from bot.web.visitors.visitor_connections import TOO_MANY, VisitorConnection

_REPLY = re.compile(r"/desk/tickets/[^/]+/reply")
FORM_TIME = 30.0
"""Seconds within which a form must have come whole."""
FILES = "/chat/files/"
"""Where files come, which take longer and are read piece by piece."""
SIGN_INS = ("/sign-in", "/sign-in/telegram")

LARGE_FORMS = ("/admin/scripts", "/admin/known-issues", "/admin/settings", "/admin/signals", "/admin/import")
"""Where the addresses of forms begin that may be larger: they are read once it is known that an admin sends them."""


@web.middleware
async def gate(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Let a request in, unless its visitor asks for too much."""
    connection = request.protocol
    if not isinstance(connection, VisitorConnection):  # a server of a test
        return await _let_in(request, handler)
    if not connection.door.asks(connection, request.app[DEPS].visitors.of(request)):
        response = web.Response(status=429, text=TOO_MANY, headers={"Retry-After": "60"})
        response.force_close()
        return response
    try:
        return await _let_in(request, handler)
    finally:
        connection.door.is_silent(connection)


async def _let_in(request: web.Request, handler: Handler) -> web.StreamResponse:
    deps = request.app[DEPS]
    # No page of ours packs what it sends, or writes it otherwise: a little may become a lot, and of the encodings that
    # Python knows one takes the square of a form's length in time.
    if "Content-Encoding" in request.headers or (request.charset or "utf-8").lower() != "utf-8":
        raise web.HTTPUnsupportedMediaType
    if request.path in deps.hooks:
        return await handler(request)
    visitor = deps.visitors.of(request)
    if wait := deps.limits.take((Limit.REQUESTS, visitor, 1)):
        # No page: who floods is not worth the time that it takes to make one.
        response = web.Response(status=429, text=_sentence(request, wait), headers=_again(wait))
        response.force_close()
        return response
    if request.method == "POST" and not request.path.startswith((FILES, *LARGE_FORMS)) and not _has_files(request):
        try:
            async with asyncio.timeout(FORM_TIME):
                await request.read()
        except TimeoutError:
            raise web.HTTPRequestTimeout from None
        if request.path in SIGN_INS:
            return await _sign_in(request, handler, visitor)
    return await handler(request)


def _has_files(request: web.Request) -> bool:
    """Tell whether it is a reply of an agent with files, which are not read into memory."""
    return request.content_type == "multipart/form-data" and _REPLY.fullmatch(request.path) is not None


async def _sign_in(request: web.Request, handler: Handler, visitor: str) -> web.StreamResponse:
    """Let somebody try to sign in; only tries that fail are counted."""
    limits = request.app[DEPS].limits
    if wait := limits.wait(Limit.SIGN_INS, visitor):
        response = render(request, "problem.html", status=429, message=_sentence(request, wait))
        response.headers.update(_again(wait))
        return response
    answer = await handler(request)
    if answer.status == 403:
        limits.count(Limit.SIGN_INS, visitor)
    return answer


def _sentence(request: web.Request, wait: Wait) -> str:
    seconds, say = ceil(wait.seconds), words(request)
    time = say("limited.seconds", n=seconds) if seconds < 100 else say("limited.minutes", n=ceil(seconds / 60))
    return say(f"limited.{wait.limit}", time=time)


def _again(wait: Wait) -> dict[str, str]:
    return {"Retry-After": str(ceil(wait.seconds))}
