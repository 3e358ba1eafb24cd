"""The register of all tickets: searched, filtered, saved as a file, and a ticket as one page to be printed.

For supervisors and admins. That it was looked into, and what was taken away, is on record.
"""

from collections.abc import AsyncIterator, Sequence
from typing import Any, get_args
from urllib.parse import urlencode

from aiohttp import web

from bot.desk.agents.permissions import SUPERVISORS
from bot.desk.outcomes.outcome_file import OutcomeLists
from bot.desk.register.register import EXACT, Register, RegisterQuery
from bot.desk.reports.report_period import ImpossiblePeriod, period_of
from bot.desk.staff.audit import note_once
from bot.web.auth import actor, demand
from bot.web.deps import DEPS
from bot.web.pages import render, words
from bot.web.staff.reports.register_columns import RegisterColumns
from bot.web.staff.reports.report_pages import today
from bot.web.staff.table_files import FORMAT, Line, TableSheet, send_tables
from storage.records.access_records import Agent
from storage.records.statuses import RemedyKind, TicketStatus

CHOSEN = (*EXACT, "channel", "kind")
LONGEST_CHOICE = 100
"""Characters."""


async def show(request: web.Request) -> web.Response:
    """Show a page of the register."""
    await demand(request, SUPERVISORS)
    deps, t, problem = request.app[DEPS], words(request), ""
    try:
        query = _query(request)
    except ImpossiblePeriod as impossible:
        query, problem = RegisterQuery(), t(f"report.problem.{impossible.problem}")
    rows, further = ([], "") if problem else await Register(deps.store).page(query, request.query.get("before", ""))
    await _note(request, "register-viewed")
    asked = _asked(request)
    context: dict[str, Any] = {
        "rows": rows,
        "columns": RegisterColumns(t, deps.reports.script_of, deps.ending.outcomes.lists),
        "asked": asked,
        "here": urlencode({name: value for name, value in asked.items() if value}),
        "further": further,
        "options": await _options(request),
        "problem": problem,
    }
    return render(request, "reports/register.html", status=400 if problem else 200, **context)


async def show_ticket(request: web.Request) -> web.Response:
    """Show all there is of one ticket on one page, to be printed."""
    await demand(request, SUPERVISORS)
    deps, reference = request.app[DEPS], request.match_info["reference"]
    row, view = await Register(deps.store).row(reference), await deps.queries.ticket(reference)
    if row is None or view is None:
        raise web.HTTPNotFound
    await note_once(deps.store, deps.environment, "ticket-viewed", actor(request), row.ticket.id, reference)
    columns = RegisterColumns(words(request), deps.reports.script_of, deps.ending.outcomes.lists)
    return render(request, "reports/register_ticket.html", row=row, view=view, columns=columns)


async def save(request: web.Request) -> web.StreamResponse:
    """Send the register as a file, row by row; that it was taken away is on record."""
    await demand(request, SUPERVISORS)
    deps, t = request.app[DEPS], words(request)
    try:
        query = _query(request)
    except ImpossiblePeriod:
        raise web.HTTPSeeOther(f"/desk/register?{request.query_string}") from None
    columns = RegisterColumns(t, deps.reports.script_of, deps.ending.outcomes.lists)

    async def lines() -> AsyncIterator[Sequence[Line]]:
        async for rows in Register(deps.store).rows(query):
            yield [columns.line(row) for row in rows]

    await _note(request, "list-saved")
    name = f"register-{today(request).isoformat()}"
    return await send_tables(request, name, [TableSheet(t("register"), columns.head, lines())])


async def _note(request: web.Request, act: Any) -> None:
    deps, asked = request.app[DEPS], _asked(request)
    # What is looked for may be somebody's name or number: that it was is on record, and not what.
    told = [name if name == "words" else f"{name}: {value}" for name, value in asked.items() if value]
    about = f"{words(request)('register')} ({', '.join(told)})" if told else words(request)("register")
    await note_once(deps.store, deps.environment, act, actor(request), about=about)


def _asked(request: web.Request) -> dict[str, str]:
    names = ("words", "from", "to", *CHOSEN)
    return {name: request.query.get(name, "").strip()[:LONGEST_CHOICE] for name in names}


def _query(request: web.Request) -> RegisterQuery:
    """Return what is asked for.

    Raises:
        ImpossiblePeriod: if the days are no period.
    """
    asked, zone = _asked(request), request.app[DEPS].zone
    has_days = asked["from"] or asked["to"]
    period = period_of(asked["from"] or "2000-01-01", asked["to"], today(request), zone) if has_days else None
    return RegisterQuery(asked["words"], period, {name: asked[name] for name in CHOSEN if asked[name]})


async def _options(request: web.Request) -> dict[str, list[tuple[str, str]]]:
    """Return what is chosen from lists: key and name."""
    deps, t = request.app[DEPS], words(request)
    lists = deps.ending.outcomes.lists
    members = sorted(((one.id, one.name) for one in await deps.store.unit().find(Agent)), key=lambda pair: pair[1])
    return {
        "status": [(one, t.name("status", one)) for one in get_args(TicketStatus)],
        "channel": [(one, t.name("channel", one)) for one in ("web", "telegram", "phone", "terminal", "import")],
        "outcome_code": [(one.key, lists.outcome_name(one.key, t.language)) for one in lists.outcomes],
        "cause": _causes(lists, t.language),
        "remedy": [(one, t.name("remedy", one)) for one in get_args(RemedyKind)],
        "owner": members,
    }


def _causes(lists: OutcomeLists, language: str) -> list[tuple[str, str]]:
    """Return the causes of all trades, each code once: those of the first level stand for all below them."""
    found: dict[str, str] = {}
    for cause in (one for causes in lists.causes.values() for one in causes):
        name = cause.label.get(language) or next(iter(cause.label.values()))
        found.setdefault(cause.key, name)
        for one in cause.of:
            found.setdefault(f"{cause.key}/{one.key}", f"{name} · {one.label.get(language) or one.key}")
    return sorted(found.items(), key=lambda pair: pair[0])


ROUTES = [
    web.get("/desk/register", show),
    web.get(f"/desk/register.{FORMAT}", save),
    web.get("/desk/register/{reference}", show_ticket),
]
"""All are below ``/desk``, where only the staff is let in."""
