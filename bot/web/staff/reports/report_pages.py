"""The reports of the desk: every figure of a period, and the tickets behind each, as pages and as files.

For supervisors and admins. Reads through `Reports`, counts nothing itself.
"""

import asyncio
from datetime import date
from typing import Any

from aiohttp import web

from bot.desk.agents.permissions import SUPERVISORS
from bot.desk.reports.breakdown import GROUPS
from bot.desk.reports.desk_facts import DeskFacts
from bot.desk.reports.figures import FOLLOW_UP, LISTS, behind
from bot.desk.reports.report import HEADLINE
from bot.desk.reports.report_period import ImpossiblePeriod, Period, presets
from bot.desk.reports.ticket_facts import TicketFact
from bot.desk.staff.audit import note_once
from bot.web.auth import actor, demand
from bot.web.deps import DEPS
from bot.web.pages import fragment, render, words
from bot.web.staff.reports.pdf_printing import browser, send_pdf
from bot.web.staff.reports.report_charts import report_charts
from bot.web.staff.reports.report_files import figure_sheets, file_name, ticket_sheet
from bot.web.staff.reports.report_names import ReportNames, share_words
from bot.web.staff.reports.report_query import ReportQuery, report_query
from bot.web.staff.reports.report_tables import is_counted, report_tables
from bot.web.staff.table_files import FORMAT, send_tables
from storage.records.access_records import Agent

ON_A_PAGE = 100
"""Tickets."""
SELECTS = ("category", "channel", "language", "script")
"""Groups of which there are few enough to choose one from a list."""


async def show(request: web.Request) -> web.Response:
    """Show the report of a period."""
    await demand(request, SUPERVISORS)
    try:
        query = _query(request)
    except ImpossiblePeriod as impossible:
        return _impossible(request, impossible)
    return render(request, "reports/reports.html", **await _context(request, query))


async def print_out(request: web.Request) -> web.StreamResponse:
    """Send a report as PDF."""
    await demand(request, SUPERVISORS)
    query = _file_query(request)
    page = fragment(request, "reports/reports.html", **await _context(request, query))
    return await send_pdf(request, file_name("report", query), page)


async def _context(request: web.Request, query: ReportQuery) -> dict[str, Any]:
    reports, t = request.app[DEPS].reports, words(request)
    facts = await reports.facts(now="again" in request.query)
    report = await reports.report(query.period, query.choice, query.group)
    names = await names_of(request, facts)
    now, before = report.shares[HEADLINE]
    return {
        "query": query,
        "report": report,
        "tables": report_tables(report, query, names),
        "charts": report_charts(report, names),
        "headline": (share_words(t, now), share_words(t, before)),
        "follow_up": FOLLOW_UP.days,
        "spans": _spans(request),
        "whole": _whole(facts, query),
        "read": facts.read,
        "options": _options(facts, names),
        "groups": tuple(GROUPS),
        "problem": "",
        "with_pdf": bool(browser()),
    }


async def show_tickets(request: web.Request) -> web.Response:
    """Show the tickets behind a figure, the newest first, a page at a time."""
    await demand(request, SUPERVISORS)
    query, found, facts = await _behind(request)
    names = await names_of(request, facts)
    number = int(text) if (text := request.query.get("page", "1")).isdecimal() and len(text) < 6 else 1
    context: dict[str, Any] = {
        "query": query,
        "figure": request.query.get("figure", "problems"),
        "reason": request.query.get("reason", ""),
        "found": len(found),
        "shown": found[(number - 1) * ON_A_PAGE : number * ON_A_PAGE],
        "number": number,
        "is_last": number * ON_A_PAGE >= len(found),
        "names": names,
    }
    return render(request, "reports/report_tickets.html", **context)


async def save(request: web.Request) -> web.StreamResponse:
    """Send the figures of a report as a file."""
    await demand(request, SUPERVISORS)
    query, reports = _file_query(request), request.app[DEPS].reports
    report = await reports.report(query.period, query.choice, query.group)
    names = await names_of(request, await reports.facts())
    return await send_tables(request, file_name("report", query), figure_sheets(query, report, names))


async def save_tickets(request: web.Request) -> web.StreamResponse:
    """Send the tickets behind a figure as a file; that it was taken away is on record."""
    await demand(request, SUPERVISORS)
    query, found, facts = await _behind(request)
    deps, figure = request.app[DEPS], request.query.get("figure", "problems")
    about = f"{figure}, {query.period.first.isoformat()} – {query.period.last.isoformat()}"
    await note_once(deps.store, deps.environment, "list-saved", actor(request), about=about)
    sheet = ticket_sheet(found, await names_of(request, facts))
    return await send_tables(request, file_name("tickets", query), [sheet])


def _query(request: web.Request) -> ReportQuery:
    return report_query(request.query, today(request), request.app[DEPS].zone)


def _file_query(request: web.Request) -> ReportQuery:
    """Return what is asked for; what is impossible is told by the page to which this leads."""
    try:
        return _query(request)
    except ImpossiblePeriod:
        raise web.HTTPSeeOther(f"/desk/reports?{request.query_string}") from None


def today(request: web.Request) -> date:
    """Return the day on the desk's clocks."""
    deps = request.app[DEPS]
    return deps.environment.now().astimezone(deps.zone).date()


def _impossible(request: web.Request, impossible: ImpossiblePeriod) -> web.Response:
    problem = words(request)(f"report.problem.{impossible.problem}")
    query = report_query({}, today(request), request.app[DEPS].zone)
    more: dict[str, Any] = {"query": query, "spans": _spans(request), "problem": problem, "report": None}
    return render(request, "reports/reports.html", status=400, options={}, groups=tuple(GROUPS), **more)


def _spans(request: web.Request) -> dict[str, Period]:
    return presets(today(request), request.app[DEPS].zone)


def _whole(facts: DeskFacts, query: ReportQuery) -> Period | None:
    """Return the period in which there are tickets, or None if there are none at all."""
    if not facts.tickets:
        return None
    first, last = (facts.tickets[end].opened.astimezone(query.period.zone).date() for end in (0, -1))
    return Period(first, last, query.period.zone)


async def names_of(request: web.Request, facts: DeskFacts) -> ReportNames:
    """Return what the groups of a report are called on this page."""
    deps = request.app[DEPS]
    owners = {one.id: one.name for one in await deps.store.unit().find(Agent)}
    scripts = sorted(facts.table.names["script"].names)
    return ReportNames(words(request), deps.reports.script_of, scripts, owners, deps.ending.outcomes.lists)


def _options(facts: DeskFacts, names: ReportNames) -> dict[str, list[tuple[str, str]]]:
    """Return what can be chosen from lists, by the names that people read."""
    return {kind: named(facts, names, kind) for kind in SELECTS}


def named(facts: DeskFacts, names: ReportNames, kind: str) -> list[tuple[str, str]]:
    """Return the groups of a kind that there are, each with its name, in the order of these."""
    known = filter(None, facts.table.names[GROUPS[kind]].names)
    return sorted(((key, names.group(kind, key)) for key in known), key=lambda pair: pair[1])


async def _behind(request: web.Request) -> tuple[ReportQuery, list[TicketFact], DeskFacts]:
    """Return the tickets behind a figure, the newest first."""
    query, figure = _file_query(request), request.query.get("figure", "problems")
    reason = request.query.get("reason", "")
    if figure not in LISTS:
        raise web.HTTPNotFound
    facts = await request.app[DEPS].reports.facts()

    def find() -> list[TicketFact]:
        chosen = query.choice.of(facts.table)
        found = behind(facts.table, LISTS[figure], chosen, query.period, hit=is_counted(figure))
        return [one for one in reversed(found) if not reason or reason in one.reasons]

    return query, await asyncio.to_thread(find), facts


ROUTES = [
    web.get("/desk/reports", show),
    web.get(f"/desk/reports.{FORMAT}", save),
    web.get("/desk/reports.pdf", print_out),
    web.get("/desk/reports/tickets", show_tickets),
    web.get(f"/desk/reports/tickets.{FORMAT}", save_tickets),
]
"""All are below ``/desk``, where only the staff is let in."""
