"""The returns that regulators want, filled from the tickets of a period, with what cannot be told named beside it."""

import asyncio
from collections.abc import Iterator
from itertools import islice

from aiohttp import web

from bot.desk.agents.permissions import SUPERVISORS
from bot.desk.reports.desk_facts import DeskFacts
from bot.desk.reports.regulator_returns import (
    NOT_MAPPED,
    SHARES,
    FilledReturn,
    RegulatorReturn,
    fill_return,
    is_timely,
    regulator_returns,
)
from bot.desk.reports.report_period import ImpossiblePeriod, Period, period_of
from bot.desk.reports.ticket_facts import TicketFact
from bot.desk.staff.audit import note_once
from bot.web.auth import actor, demand
from bot.web.deps import DEPS
from bot.web.page_words import PageWords
from bot.web.pages import render, words
from bot.web.staff.reports.report_names import ReportNames
from bot.web.staff.reports.report_pages import names_of, today
from bot.web.staff.table_files import FORMAT, Line, TableSheet, in_parts, send_tables
from dialogs.model.script import Text

MOST_LINES = 500
"""Complaints that are listed on the page; the file has all of them."""
MOST_NAMED = 100
"""Tickets that are named on the page for each thing that they lack; the file has all of them."""


async def show(request: web.Request) -> web.Response:
    """Show a return for a period."""
    await demand(request, SUPERVISORS)
    t, problem = words(request), ""
    try:
        period = _period(request)
    except ImpossiblePeriod as impossible:
        period, problem = _usual(request), t(f"report.problem.{impossible.problem}")
    profile, users = _profile(request), _users(request)
    facts, names = await _facts(request)
    filled = await _filled(profile, facts, period, users)
    if profile.begins and period.first < profile.begins:
        problem = problem or t("return.too-early", day=profile.begins.isoformat())
    head, lines = _table(profile, filled, facts, names)
    asked = f"of={profile.key}&from={period.first.isoformat()}&to={period.last.isoformat()}&users={users or ''}"
    context = {
        "profile": profile,
        "profiles": [(one.key, said(one.title, t)) for one in regulator_returns().values()],
        "period": period,
        "users": users,
        "asked": asked,
        "sheet": (head, list(islice(lines, MOST_LINES))),
        "further": len(filled.tickets) - MOST_LINES if profile.lines else 0,
        "most": MOST_LINES,
        "lacking": [(key, held[:MOST_NAMED], len(held)) for key, held in filled.lacking.items()],
        "said": lambda text: said(text, t),
        "problem": problem,
    }
    return render(request, "reports/returns.html", status=400 if problem else 200, **context)


async def save(request: web.Request) -> web.StreamResponse:
    """Send a return as a file: the figures, and the tickets that lack something."""
    await demand(request, SUPERVISORS)
    deps, t, profile = request.app[DEPS], words(request), _profile(request)
    try:
        period = _period(request)
    except ImpossiblePeriod:
        raise web.HTTPSeeOther(f"/desk/reports/returns?{request.query_string}") from None
    facts, names = await _facts(request)
    filled = await _filled(profile, facts, period, _users(request))
    head, lines = _table(profile, filled, facts, names)
    lacking = [(t.name("return.lacks", key), one.reference) for key, held in filled.lacking.items() for one in held]
    lacking += [(said(one, t), "") for one in profile.cannot]
    sheets = [
        TableSheet(said(profile.title, t), head, in_parts(lines)),
        TableSheet(t("return.lacking"), (t("return.what"), t("report.column.reference")), in_parts(lacking)),
    ]
    await note_once(deps.store, deps.environment, "list-saved", actor(request), about=said(profile.title, t))
    return await send_tables(request, f"{profile.key}-{period.first.isoformat()}-{period.last.isoformat()}", sheets)


def said(text: Text, t: PageWords) -> str:
    """Return a text of a data file in the language of the page."""
    return text.get(t.language) or next(iter(text.values()))


def _table(
    profile: RegulatorReturn, filled: FilledReturn, facts: DeskFacts, names: ReportNames
) -> tuple[Line, Iterator[Line]]:
    t = names.t
    if profile.lines:
        head = [t.name("return.line", name) for name in profile.lines]
        return head, ([_told(profile, one, name, facts, names) for name in profile.lines] for one in filled.tickets)
    head = ["", *(t.name("return.figure", name) for name in profile.columns)]
    rows = list[Line]()
    for key, figures in filled.figures.items():
        if key == NOT_MAPPED and not any(figures.values()):
            continue
        name = said(profile.rows[key], t) if key in profile.rows else _other(profile, key, names)
        rows.append([name, *(_figure(column, value) for column, value in figures.items())])
    return head, iter(rows)


def _other(profile: RegulatorReturn, key: str, names: ReportNames) -> str:
    return names.t("return.other") if profile.rows else names.group("category", key)


def _figure(name: str, value: float | None) -> object:
    if value is None:
        return "–"
    return f"{value:.1%}" if name in SHARES else round(value, 2)


def _told(profile: RegulatorReturn, ticket: TicketFact, name: str, facts: DeskFacts, names: ReportNames) -> object:
    t = names.t
    match name:
        case "received" | "resolved":
            at = ticket.opened if name == "received" else ticket.resolved
            return at.astimezone(t.zone).date().isoformat() if at else ""
        case "product":
            row = profile.row_of(ticket)
            return said(profile.rows[row], t) if row in profile.rows else ""
        case "issue":
            return names.group("cause", ticket.cause) if ticket.cause else names.group("category", ticket.category)
        case "response":
            return t.name("return.response", _response(ticket))
        case "timely":
            return t("return.yes") if is_timely(ticket, facts.read) else t("return.no")
    return ticket.reference


def _response(ticket: TicketFact) -> str:
    if ticket.resolved is None:
        return "in-progress"
    if ticket.amount:
        return "monetary"
    return "explanation" if ticket.remedy in ("", "none") else "non-monetary"


def _profile(request: web.Request) -> RegulatorReturn:
    found, key = regulator_returns(), request.query.get("of", "")
    return found[key] if key in found else next(iter(found.values()))


def _users(request: web.Request) -> int:
    text = request.query.get("users", "").strip().replace(",", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 12 else 0


def _period(request: web.Request) -> Period:
    asked = {name: request.query.get(name, "").strip() for name in ("from", "to")}
    if not any(asked.values()):
        return _usual(request)
    return period_of(asked["from"], asked["to"], today(request), request.app[DEPS].zone)


def _usual(request: web.Request) -> Period:
    """Return the half-year in which today is, up to today."""
    now = today(request)
    return Period(now.replace(month=1 if now.month < 7 else 7, day=1), now, request.app[DEPS].zone)


async def _filled(profile: RegulatorReturn, facts: DeskFacts, period: Period, users: int) -> FilledReturn:
    def fill() -> FilledReturn:
        return fill_return(profile, facts.table.touched(period.begins, period.ends), period, users)

    return await asyncio.to_thread(fill)


async def _facts(request: web.Request) -> tuple[DeskFacts, ReportNames]:
    facts = await request.app[DEPS].reports.facts()
    return facts, await names_of(request, facts)


ROUTES = [
    web.get("/desk/reports/returns", show),
    web.get(f"/desk/reports/returns.{FORMAT}", save),
]
"""Below ``/desk``, where only the staff is let in."""
