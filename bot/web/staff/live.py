"""Keeps the desk's open pages up to date: pushes the parts of a page that look different now.

A hint that something happened only makes the page be read again; what is sent depends on what changed in it. The page
brings it in piece by piece, so that neither what is being typed nor who has the focus is ever replaced.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress

from aiohttp import WSCloseCode, web

from bot.desk.overview.read_marks import mark_read
from bot.web.auth import signed_in
from bot.web.deps import DEPS
from bot.web.pages import fragment
from bot.web.staff.desk_address import seen_before
from bot.web.staff.desk_pages import desk_context, ticket_context
from storage.ports import StorageError
from storage.records import Message, Ticket

log = logging.getLogger(__name__)

BREATH = 0.5
"""Seconds between two pushes to a page: a busy desk is read twice a second, not at every message."""
MINUTE = 20.0
"""Seconds after which a quiet page is read again, for the times of waiting and what became late."""
LIST_PARTS = ("badge", "alerts", "views", "list")
DESK_PARTS = (*LIST_PARTS, "suspicions", "told")
TICKET_PARTS = (*LIST_PARTS, "status", "transcript", "to_grant", "composer", "known", "ended", "together", "judge")

SOCKETS = web.AppKey("live sockets", set[web.WebSocketResponse])


async def follow(request: web.Request) -> web.StreamResponse:
    """Push to one open page until it is closed."""
    socket = web.WebSocketResponse(heartbeat=30, max_msg_size=1024)
    await socket.prepare(request)
    request.app[SOCKETS].add(socket)
    something = asyncio.Event()
    something.set()  # what happened between the page and this socket is pushed at once
    with request.app[DEPS].store.changes.watch() as addresses:
        tasks = [
            asyncio.create_task(_heed(addresses, something)),
            asyncio.create_task(_push(request, socket, something)),
        ]
        try:
            async for _ in socket:
                await _note_seen(request)  # the one thing that pages say: somebody looks at what they show
        finally:
            for task in tasks:
                task.cancel()
            request.app[SOCKETS].discard(socket)
    return socket


async def _note_seen(request: web.Request) -> None:
    deps, known = request.app[DEPS], await signed_in(request)
    ticket = await deps.store.unit().last(Ticket, reference=request.query.get("ticket", ""))
    newest = await deps.store.unit().last(Message, ticket=ticket.id) if ticket else None
    if known and ticket and newest and await mark_read(deps.store, known[0], ticket, newest.id):
        deps.store.changes.tell(ticket.address)


async def close(app: web.Application) -> None:
    """Part from all pages in a way that makes them come back: the server is about to restart."""
    sockets = app[SOCKETS]
    await asyncio.gather(*(socket.close(code=WSCloseCode.SERVICE_RESTART) for socket in tuple(sockets)))


async def _heed(addresses: AsyncIterator[str], something: asyncio.Event) -> None:
    async for _ in addresses:
        something.set()


async def _push(request: web.Request, socket: web.WebSocketResponse, something: asyncio.Event) -> None:
    shown: Mapping[str, str] = {}
    try:
        while await signed_in(request):
            parts = await _parts(request)
            changed = [html for part, html in parts.items() if shown.get(part) != html]
            if changed:
                await socket.send_str("".join(changed))
            shown = parts
            await asyncio.sleep(BREATH)
            with suppress(TimeoutError):
                await asyncio.wait_for(something.wait(), MINUTE)
            something.clear()
        await socket.close(code=WSCloseCode.TRY_AGAIN_LATER)  # once they have signed in again, it lives again
    except ConnectionError:
        pass  # the page was closed
    except StorageError as fault:
        log.warning("a page of the desk is behind until it comes back: %s", fault)
        await socket.close(code=WSCloseCode.TRY_AGAIN_LATER)
    except Exception:  # the page comes back by itself when its socket closes
        log.exception("a page of the desk could not be kept up to date")
        await socket.close(code=WSCloseCode.INTERNAL_ERROR)


async def _parts(request: web.Request) -> Mapping[str, str]:
    """Return the parts of the page that this socket keeps up to date; none if its ticket does not exist."""
    reference = request.query.get("ticket")
    seen = seen_before(request)
    context = await (ticket_context(request, reference, seen) if reference else desk_context(request))
    names = TICKET_PARTS if reference else DESK_PARTS
    return {name: fragment(request, f"parts/{name}.html", **context) for name in names} if context else {}


ROUTES = [web.get("/desk/live", follow)]
