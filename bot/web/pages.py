"""What every page shares: its language, its template, its form fields, and the page shown when something goes wrong."""

import logging
import re
from errno import ENAMETOOLONG
from pathlib import Path
from typing import Any

import aiohttp_jinja2
import jinja2
from aiohttp import web
from aiohttp.typedefs import Handler

from bot.desk.core.errors import Refused
from bot.web.deps import AGENT, DEPS
from bot.web.page_words import PAGE_WORDS, PageWords, preferred_tag
from dialogs.strict_yaml.common_words import language_tagged
from storage.ports import Conflict, Unavailable

log = logging.getLogger(__name__)

HERE = Path(__file__).parent
_TOLD = (401, 403, 404, 409, 413, 503)
"""Statuses that have a sentence of their own."""
LANGUAGE_COOKIE = "tellonce_language"


def set_up(app: web.Application) -> None:
    """Give the application its templates; everything put into them is escaped, and a misspelt name is an error."""
    loader = jinja2.FileSystemLoader(HERE / "templates")
    aiohttp_jinja2.setup(
        app, loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )


def words(request: web.Request) -> PageWords:
    """Return the words of the page: in the language chosen on it, else in one the browser prefers, else the desk's."""
    deps = request.app[DEPS]
    language = language_tagged(wished_tag(request)) or deps.language
    return PageWords(PAGE_WORDS, language, deps.zone, deps.environment.now())


def wished_tag(request: web.Request) -> str:
    """Return the tag of the language that was chosen on the page, else of the one that the browser prefers, if any."""
    chosen = request.query.get("lang") or request.cookies.get(LANGUAGE_COOKIE, "")
    return chosen if _is_ours(chosen) else preferred_tag(request.headers.get("Accept-Language", ""))


def _is_ours(tag: str) -> bool:
    return re.fullmatch("[A-Za-z-]{2,11}", tag) is not None and language_tagged(tag) != ""


def fragment(request: web.Request, template: str, **context: Any) -> str:
    """Return a template as text; it sees the words as ``t`` and who asks as ``agent``."""
    # The answer to a form has no address that could be asked for again in another language.
    shared = {
        "t": words(request),
        "agent": request.get(AGENT),
        "reading": request.method == "GET",
        "path": request.path,
        "with_telegram": request.app[DEPS].telegram is not None,
    }
    return aiohttp_jinja2.render_string(template, request, shared | context)


def render(request: web.Request, template: str, *, status: int = 200, **context: Any) -> web.Response:
    """Return a page, and keep the language if it was just chosen."""
    response = web.Response(text=fragment(request, template, **context), status=status, content_type="text/html")
    chosen = request.query.get("lang", "")
    if _is_ours(chosen):
        response.set_cookie(LANGUAGE_COOKIE, chosen, max_age=31536000, httponly=True, samesite="Lax")
    return response


async def field(request: web.Request, name: str) -> str:
    """Return one field of a form, without white space around it and with plain ends of lines; empty if it is missing.

    Raises:
        HTTPUnsupportedMediaType: if it is not a plain form; files are not taken here.
        HTTPBadRequest: if it is not written in the encoding that it names, or there is no such encoding.
    """
    if request.content_type != "application/x-www-form-urlencoded":
        raise web.HTTPUnsupportedMediaType
    try:
        return str((await request.post()).get(name, "")).replace("\r\n", "\n").strip()
    except (LookupError, ValueError):
        raise web.HTTPBadRequest from None


@web.middleware
async def errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Show a page instead of a bare status or a traceback. The log gets the mistake, never the address with it."""
    try:
        return await handler(request)
    except web.HTTPException as answer:
        if answer.status < 400:
            raise
        if answer.status == 405 and request.method == "GET" and (above := await _page_above(request)):
            raise web.HTTPSeeOther(above) from None
        return _problem(request, answer.status)
    except ConnectionError:  # the browser has left, and nobody sees an answer
        return web.Response(status=400)
    except web.RequestPayloadError:  # what came is not packed as its header says
        return _problem(request, 400)
    except Unavailable as fault:
        log.warning("a page cannot be shown now: %s", fault)
        return _problem(request, 503)
    except Conflict:
        return _problem(request, 409)
    except Refused as refused:
        return _problem(request, 409, words(request).name("refused", refused.reason))
    except Exception as fault:  # the loop of HTTP: a bug in one page, which is told to whoever opened it
        if isinstance(fault, OSError) and fault.errno == ENAMETOOLONG:  # of a file that nobody can have
            return _problem(request, 404)
        log.exception("a page failed")
        return _problem(request, 500)


async def _page_above(request: web.Request) -> str:
    """Return the nearest page above an address that only takes forms, for whoever loads that again; empty if none."""
    if request.path in request.app[DEPS].hooks:
        return ""
    path = request.rel_url.raw_path
    while path := path.rpartition("/")[0]:
        found = await request.app.router.resolve(request.clone(rel_url=path))
        if found.http_exception is None:
            return f"{path}?{request.query_string}".rstrip("?")
    return "/"


def _problem(request: web.Request, status: int, sentence: str = "") -> web.Response:
    known = status if status in _TOLD else 500 if status >= 500 else 400
    return render(request, "problem.html", status=status, message=sentence or words(request)(f"problem.{known}"))
