"""The files of the web chat: a customer sends them, and sees those of this browser again; nobody else's.

A file comes as one line of JSON, with its name and the words that go along, and then its bytes. What it is, its first
bytes say, and never the browser. It is shown as the staff see it, see `file_pages`.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator

import orjson
from aiohttp import web

from bot.channels.port import LARGEST_FILE, TooLarge
from bot.channels.web_files import BrowserFile
from bot.channels.webchat import KEY, LONGEST_TEXT, Answer, ChatFrame, Malformed, address_of, browser_of
from bot.web.deps import DEPS
from bot.web.file_pages import file_response, kept_file
from bot.web.security import is_https
from storage.ports import Unavailable

log = logging.getLogger(__name__)

SILENCE = 30.0
"""Seconds that a browser may be silent in the middle of a file."""
LONGEST_NAME = 1000
"""Characters of a name; what is kept of it is shorter."""
_HEAD = 128 * 1024
"""Bytes in which the line before a file must end."""


async def take(request: web.Request) -> web.Response:
    """Take a file, as `WebChat` takes a frame: the answer is of the same form."""
    deps, secret, key = request.app[DEPS], _secret(request), request.match_info["key"]
    if not KEY.fullmatch(key) or not request.content_length:
        raise web.HTTPBadRequest
    browser = browser_of(request, secret, deps.visitors.of(request))
    try:
        text, name = await _head(request)
        answer = await deps.webchat.too_much(ChatFrame(key, text), browser, request.content_length)
        if answer:
            await _pass_over(request)
            return web.json_response(answer)
        async with deps.files.receive(_content(request)) as received:
            if not received.size:
                return _refused(key, "file-empty")
            file = BrowserFile(deps.files, received, name)
            return web.json_response(await deps.webchat.take(ChatFrame(key, text, file=file), browser))
    except Malformed as malformed:
        return _refused(key, malformed.reason)
    except TooLarge:
        return _refused(key, "file-too-large")
    except TimeoutError:
        raise web.HTTPRequestTimeout from None
    except Unavailable as fault:
        log.warning("a web customer was asked to send a file again: %s", fault)
        return web.json_response({"retry": key})


async def send(request: web.Request) -> web.StreamResponse:
    """Show a customer a file that was sent from this browser."""
    deps = request.app[DEPS]
    attachment = await kept_file(deps, request.match_info["key"])
    if attachment.address != address_of(_secret(request)):
        raise web.HTTPNotFound
    return await file_response(deps, attachment)


def _secret(request: web.Request) -> str:
    secret = request.app[DEPS].cookies.read(request, secure=is_https(request))
    if secret is None:
        raise web.HTTPForbidden
    return secret


async def _head(request: web.Request) -> tuple[str, str]:
    """Return the words that go along, and the name of the file.

    Raises:
        Malformed: if no page of ours sends that.
    """
    try:
        async with asyncio.timeout(SILENCE):
            line = await request.content.readuntil(b"\n")
        head = orjson.loads(line[:_HEAD])
    except ValueError:
        raise Malformed("malformed") from None
    fields = head if isinstance(head, dict) else {}
    text, name = fields.get("text", ""), fields.get("name", "")
    if not isinstance(text, str) or not isinstance(name, str) or len(name) > LONGEST_NAME:
        raise Malformed("malformed")
    if len(text) > LONGEST_TEXT:
        raise Malformed("too-long")
    return text, name


async def _content(request: web.Request) -> AsyncGenerator[bytes, None]:
    """Return the bytes of a file as they come.

    Raises:
        TooLarge: if there are more than a file may have.
        TimeoutError: if the browser falls silent.
        ConnectionError: if it leaves.
    """
    size = 0
    while chunk := await _next(request):
        size += len(chunk)
        if size > LARGEST_FILE:
            raise TooLarge("a browser sends more than a file may have")
        yield chunk


async def _pass_over(request: web.Request) -> None:
    """Let a file pass: a browser listens to an answer only when it has sent everything."""
    async for _ in _content(request):
        pass


async def _next(request: web.Request) -> bytes:
    async with asyncio.timeout(SILENCE):
        return await request.content.readany()


def _refused(key: str, reason: str) -> web.Response:
    answer: Answer = {"refused": key, "reason": reason}
    return web.json_response(answer)


ROUTES = [web.post("/chat/files/{key}", take), web.get("/chat/files/{key}", send)]
