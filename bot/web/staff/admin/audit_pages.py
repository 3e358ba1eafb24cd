"""The page of what is on record about the staff, for admins: newest first, filtered, and as a file."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import get_args

from aiohttp import web

from bot.desk.staff.audit import note_once
from bot.web.auth import actor
from bot.web.deps import DEPS
from bot.web.page_words import PAGE_WORDS
from bot.web.pages import render, words
from bot.web.staff.table_files import FORMAT, Line, TableSheet, send_tables
from storage.ports import UnitOfWork
from storage.records.access_records import Agent, Audit
from storage.records.statuses import AuditAct

ON_A_PAGE = 50
_AT_A_TIME = 500
_COLUMNS = ("at", "name", "origin", "act", "about", "detail", "old", "new", "number", "seal")


@dataclass(frozen=True)
class RecordQuery:
    """Which lines are asked for; what is empty narrows nothing."""

    agent: str
    act: str
    since: date | None
    until: date | None
    words: str

    @property
    def fields(self) -> dict[str, str]:
        """The same as fields of an address."""
        values = {"agent": self.agent, "act": self.act, "since": self.since, "until": self.until, "q": self.words}
        return {name: str(value) for name, value in values.items() if value}

    def takes(self, line: Audit, day: date) -> bool:
        """Tell whether a line of this day is one of them."""
        if (self.since and day < self.since) or (self.until and day > self.until):
            return False
        told = f"{line.about} {line.detail} {line.old} {line.new} {line.origin} {line.name}".casefold()
        return self.words.casefold() in told


async def show(request: web.Request) -> web.Response:
    """Show what happened before a line, or last, as far as it is asked for."""
    before, asked = request.query.get("before") or None, _asked(request)
    unit = request.app[DEPS].store.unit()
    lines = list[Audit]()
    async for line in _lines(request, unit, asked, before):
        lines.append(line)
        if len(lines) > ON_A_PAGE:
            break
    older = lines[ON_A_PAGE - 1].id if len(lines) > ON_A_PAGE else ""
    return render(
        request,
        "admin/audit.html",
        lines=lines[:ON_A_PAGE],
        older=older,
        asked=asked,
        is_first=before is None,
        staff=await unit.find(Agent),
        acts=[act for act in get_args(AuditAct) if f"audit.act.{act}" in PAGE_WORDS],
    )


async def save(request: web.Request) -> web.StreamResponse:
    """Send the lines that are asked for as a file; that it was taken away is on record."""
    deps, asked = request.app[DEPS], _asked(request)
    await note_once(deps.store, deps.environment, "list-saved", actor(request), about=words(request)("audit"))
    unit = deps.store.unit()

    async def rows() -> AsyncIterator[Sequence[Line]]:
        async for line in _lines(request, unit, asked, None):
            yield [[_cell(getattr(line, name)) for name in _COLUMNS]]

    return await send_tables(request, "on-record", [TableSheet(words(request)("audit"), _COLUMNS, rows())])


def _cell(value: object) -> str:
    return value.isoformat(timespec="seconds") if isinstance(value, datetime) else str(value)


async def _lines(
    request: web.Request, unit: UnitOfWork, asked: RecordQuery, before: str | None
) -> AsyncIterator[Audit]:
    zone = request.app[DEPS].zone
    since = datetime.combine(asked.since, time(), zone) if asked.since else None
    while page := await _page(unit, asked, before):
        for line in reversed(page):
            if asked.takes(line, line.at.astimezone(zone).date()):
                yield line
        if len(page) < _AT_A_TIME or (since and page[0].at < since):
            return
        before = page[0].id


async def _page(unit: UnitOfWork, asked: RecordQuery, before: str | None) -> list[Audit]:
    if asked.agent and asked.act:
        return await unit.find(Audit, before=before, newest=_AT_A_TIME, agent=asked.agent, act=asked.act)
    if asked.agent:
        return await unit.find(Audit, before=before, newest=_AT_A_TIME, agent=asked.agent)
    if asked.act:
        return await unit.find(Audit, before=before, newest=_AT_A_TIME, act=asked.act)
    return await unit.find(Audit, before=before, newest=_AT_A_TIME)


def _asked(request: web.Request) -> RecordQuery:
    query = request.query
    return RecordQuery(
        agent=query.get("agent", ""),
        act=query.get("act", ""),
        since=_day(query.get("since", "")),
        until=_day(query.get("until", "")),
        words=query.get("q", "").strip()[:100],
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


ROUTES = [web.get("/admin/audit", show), web.get(f"/admin/audit/on-record.{FORMAT}", save)]
