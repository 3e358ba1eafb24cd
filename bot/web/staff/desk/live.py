"""Keeps the desk's open pages up to date: pushes the pieces of a page that look different now.

One loop a process brings the board in step with what has happened, and wakes the pages that show something of it. The
others cost nothing. A page brings in what it is sent piece by piece, so that neither what is being typed nor who has
the focus is ever replaced.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSCloseCode, web

from bot.desk.hotspots.hotspot_monitor import SUSPECTED
from bot.desk.overview.board import BoardNews
from bot.desk.overview.read_marks import mark_read
from bot.desk.overview.worklist import DeskView
from bot.web.auth import signed_in
from bot.web.deps import DEPS
from bot.web.pages import fragment
from bot.web.staff.desk.desk_address import seen_before
from bot.web.staff.desk.desk_pages import (
    desk_context,
    note_looked_at,
    shows_contact,
    talk_context,
    trouble_for,
    wrong_with,
)
from bot.web.staff.desk.list_parts import ListPage, ShownList, list_news, list_page
from storage.ports import EVERYWHERE, StorageError
from storage.records.complaint_records import Message, Ticket

log = logging.getLogger(__name__)

BREATH = 0.03
"""Seconds between two looks at what has happened: what comes together is shown together."""
MINUTE = 20.0
"""Seconds after which a quiet page is read again, for the times of waiting and what became late."""
BEHIND = 2.0
"""Seconds until it is tried again to read a store that is out of reach."""
HOME_PARTS = ("suspicions", "told")
TALK_PARTS = ("status", "transcript", "to_grant", "composer", "known", "ended", "together", "judge")


@dataclass(eq=False)
class OpenPage:
    """A page that somebody has open."""

    request: web.Request
    socket: web.WebSocketResponse
    list: ListPage
    stale: asyncio.Event = field(default_factory=asyncio.Event)
    """Something of it looks different."""
    is_talk_stale: bool = True
    """So does what stands beside the list."""
    is_session_stale: bool = True
    """Perhaps it must not be shown any more."""
    addresses: frozenset[str] = frozenset()
    """Where what stands beside the list happens."""
    shown: ShownList = field(default_factory=ShownList)
    parts: Mapping[str, str] = field(default_factory=dict)

    def heed(self, news: BoardNews, counts: Mapping[DeskView, int]) -> None:
        """Wake if this page shows something of what has happened; ``counts`` are those of its reader now."""
        if news.is_of_all:
            self.wake()
        is_beside = not self.addresses.isdisjoint(news.hints) if self.addresses else SUSPECTED in news.hints
        if is_beside or self.list.agent.id in news.told:
            self.is_talk_stale = True
            self.stale.set()
        self.shown.revised |= news.revised & self.shown.states.keys()
        if news.revised and self._is_list_stale(counts):
            self.stale.set()

    def wake(self) -> None:
        """Have all of it looked at."""
        self.is_talk_stale = self.is_session_stale = True
        self.stale.set()

    def _is_list_stale(self, counts: Mapping[DeskView, int]) -> bool:
        deps, page, shown = self.request.app[DEPS], self.list, self.shown
        if shown.counts != counts:
            return True
        board = deps.worklists.board
        if any(board.state_for(page.agent.id, key) != shown.states[key] for key in shown.revised):
            return True
        if page.choice is None or page.choice.view is DeskView.MINE:  # of one's own the order is one's own as well
            return False
        return board.lists.listing(page.choice, deps.environment.now()) != shown.listing


@dataclass(eq=False)
class LiveDesk:
    """All pages that are open in this process."""

    pages: set[OpenPage] = field(default_factory=set)
    wrong: Mapping[str, Any] = field(default_factory=dict)
    """What all of them say of what is wrong, as it was when something happened last."""


LIVE = web.AppKey("live desk", LiveDesk)


async def follow(request: web.Request) -> web.StreamResponse:
    """Push to one open page until it is closed."""
    if shows_contact(request):  # as the page itself puts it on record
        await note_looked_at(request, request.query.get("ticket", ""))
    # Not compressed: pieces are small, and where a page goes away meanwhile, the fault of compressing reaches nobody.
    socket = web.WebSocketResponse(heartbeat=30, max_msg_size=1024, compress=False)
    await socket.prepare(request)
    page = OpenPage(request, socket, list_page(request, request.query.get("ticket", "")))
    page.stale.set()  # what happened between the page and this socket is pushed at once
    request.app[LIVE].pages.add(page)
    task = asyncio.create_task(_push(page))
    try:
        async for _ in socket:
            await _note_seen(request)  # the one thing that pages say: somebody looks at what they show
    finally:
        task.cancel()
        request.app[LIVE].pages.discard(page)
    return socket


async def _note_seen(request: web.Request) -> None:
    deps, known = request.app[DEPS], await signed_in(request)
    ticket = await deps.store.unit().last(Ticket, reference=request.query.get("ticket", ""))
    newest = await deps.store.unit().last(Message, ticket=ticket.id) if ticket else None
    if known and ticket and newest and await mark_read(deps.store, known[0], ticket, newest.id):
        deps.store.changes.tell(ticket.address)


async def close(app: web.Application) -> None:
    """Part from all pages in a way that makes them come back: the server is about to restart."""
    await asyncio.gather(*(page.socket.close(code=WSCloseCode.SERVICE_RESTART) for page in [*app[LIVE].pages]))


async def keep_in_step(app: web.Application) -> AsyncIterator[None]:
    """Follow what happens as long as the server runs."""
    board = app[DEPS].worklists.board
    tasks = [asyncio.create_task(loop) for loop in (board.serve(), _wake_pages(app), _tick(app))]
    yield
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def _wake_pages(app: web.Application) -> None:
    board, live, is_first = app[DEPS].worklists.board, app[LIVE], True
    board.stirred.set()
    while True:
        await board.stirred.wait()
        board.stirred.clear()
        if not live.pages and not is_first:  # what is stale is read when somebody looks
            await asyncio.sleep(BREATH)
            continue
        is_first = False
        try:
            await board.settle()
            live.wrong = await wrong_with(app[DEPS])
        except StorageError as fault:
            log.warning("the pages of the desk are behind: %s", fault)
            await asyncio.sleep(BEHIND)
            board.stirred.set()
            continue
        except Exception:  # a bug in reading one thing: the pages are read again at the next hint
            log.exception("the board could not be brought in step")
            board.heed(EVERYWHERE)
            await asyncio.sleep(BEHIND)
            continue
        news, counts, now = board.take_news(), dict[str, Mapping[DeskView, int]](), app[DEPS].environment.now()
        for page in [*live.pages]:
            agent = page.list.agent
            if agent.id not in counts:
                counts[agent.id] = app[DEPS].worklists.counts(agent, now)
            page.heed(news, counts[agent.id])
        await asyncio.sleep(BREATH)


async def _tick(app: web.Application) -> None:
    while True:
        await asyncio.sleep(MINUTE)
        app[DEPS].worklists.board.lists.forget_all()
        for page in [*app[LIVE].pages]:
            page.shown.forget()
            page.wake()
            await asyncio.sleep(BREATH)  # one after the other, so that what happens meanwhile is shown at once


async def _push(page: OpenPage) -> None:
    try:
        while True:
            await page.stale.wait()
            page.stale.clear()
            if page.is_session_stale and not await signed_in(page.request):
                break
            page.is_session_stale = False
            news = await _news(page)
            if news:
                await page.socket.send_str("".join(news))
        await page.socket.close(code=WSCloseCode.TRY_AGAIN_LATER)  # once they have signed in again, it lives again
    except ConnectionError:
        pass  # the page was closed
    except StorageError as fault:
        log.warning("a page of the desk is behind until it comes back: %s", fault)
        await page.socket.close(code=WSCloseCode.TRY_AGAIN_LATER)
    except Exception:  # the page comes back by itself when its socket closes
        log.exception("a page of the desk could not be kept up to date")
        with suppress(ConnectionError):
            await page.socket.close(code=WSCloseCode.INTERNAL_ERROR)


async def _news(page: OpenPage) -> list[str]:
    """Return the pieces of a page that look different now."""
    await page.request.app[DEPS].worklists.board.settle()
    news = await list_news(page.list, page.shown)
    if page.is_talk_stale:
        page.is_talk_stale = False
        parts = await _parts(page, page.list.current)
        news += [html for part, html in parts.items() if page.parts.get(part) != html]
        page.parts = parts
    shown = await _alerts(page.list)
    if page.parts.get("alerts") != shown:
        page.parts = {**page.parts, "alerts": shown}
        news.append(shown)
    return news


async def _alerts(page: ListPage) -> str:
    live, deps = page.request.app[LIVE], page.request.app[DEPS]
    live.wrong = live.wrong or await wrong_with(deps)
    alerts = {"trouble": trouble_for(page.request), "said": "", **live.wrong}
    return page.part("alerts", *alerts.values(), **alerts)


async def _parts(page: OpenPage, reference: str) -> Mapping[str, str]:
    """Return what stands beside the list of a page; nothing if its ticket does not exist."""
    request, names = page.request, TALK_PARTS if reference else HOME_PARTS
    if not reference:
        context = await desk_context(request)
    elif (talk := await talk_context(request, reference, seen_before(request))) is None:
        return {}
    else:
        context, view = talk, talk["view"]
        identities = view.customer.identities if view.customer else ()
        page.addresses = frozenset((view.ticket.address, *identities))
    kept = {"alerts": page.parts["alerts"]} if "alerts" in page.parts else {}
    return {name: fragment(request, f"desk/parts/{name}.html", **context) for name in names} | kept


ROUTES = [web.get("/desk/live", follow)]
