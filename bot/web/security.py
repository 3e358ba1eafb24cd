"""What protects the pages whatever they show: headers, and no orders from other sites.

Who a visitor is and what he may see is decided in `auth`.
"""

from aiohttp import web, web_response
from aiohttp.typedefs import Handler

from bot.web.deps import DEPS

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
        "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    # Nothing goes to other sites. Not "no-referrer": with that, browsers send forms with "Origin: null", and over
    # plain HTTP, where there is no Sec-Fetch-Site, an own form would look like a foreign one.
    "Referrer-Policy": "same-origin",
}


TLS_ONLY = "max-age=31536000"
"""A year in which a browser comes by TLS only."""


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Put the headers on every response that has none of its own; no cache keeps pages, files are asked for anew."""
    if request.app[DEPS].address().startswith("https://"):
        response.headers["Strict-Transport-Security"] = TLS_ONLY
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Cache-Control", "no-cache" if request.path.startswith("/static/") else "no-store")


def hide_version() -> None:
    """Have no answer tell which version of what this server is made of.

    Also not those of aiohttp itself to what is no HTTP, which pass none of our functions.
    """
    web_response.SERVER_SOFTWARE = "tellonce"  # type: ignore[attr-defined]  # it takes it from elsewhere


@web.middleware
async def same_origin(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse what changes something, or opens a socket, unless an own page asks for it."""
    harmless = request.method in ("GET", "HEAD") and "Upgrade" not in request.headers
    if not harmless and request.path not in request.app[DEPS].hooks and not _asked_by_own_page(request):
        raise web.HTTPForbidden
    return await handler(request)


def is_https(request: web.Request) -> bool:
    """Return whether the browser speaks HTTPS, to this server or to a proxy before it.

    A browser that lies in the header only gets a cookie that it will not send back.
    """
    return request.secure or request.headers.get("X-Forwarded-Proto", "") == "https"


def is_behind_tls(request: web.Request) -> bool:
    """Return whether the staff come by TLS: so the operator says, or else the browser's own way here."""
    return request.app[DEPS].address().startswith("https://") or is_https(request)


def _asked_by_own_page(request: web.Request) -> bool:
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site == "same-origin"
    # Only the host is compared: behind a proxy this server does not know the scheme that the browser sees.
    return request.headers.get("Origin", "").partition("://")[2] == request.host
