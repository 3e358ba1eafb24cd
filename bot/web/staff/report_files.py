"""The tables of a report and the tickets behind a figure as comma-separated values, sent as they are written."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime

from aiohttp import web

from bot.desk.reports.report import Report
from bot.desk.reports.ticket_facts import TicketFact
from bot.web.staff.report_names import ReportNames
from bot.web.staff.report_query import ReportQuery
from bot.web.staff.report_tables import report_tables

AT_A_TIME = 500
"""Lines that are sent at once."""
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""With which a spreadsheet takes what it opens for a formula."""
TICKET_COLUMNS = (
    *("reference", "opened", "category", "place", "channel", "language", "script", "owner", "status"),
    *("tellings", "answered", "due", "promise", "resolved", "reasons", "known", "asked", "solved"),
)
Line = Sequence[object]


async def send_figures(
    request: web.Request, query: ReportQuery, report: Report, names: ReportNames
) -> web.StreamResponse:
    """Send all tables, one below the other, each under its title."""
    lines: list[Line] = [(names.t("report.period"), query.period.first, query.period.last)]
    lines += [(names.t("report.before"), query.period.before.first, query.period.before.last)]
    for table in report_tables(report, query, names).values():
        lines += [(), (table.title,), (*table.columns, names.t("report.definition"))]
        lines += [(row.name, *row.cells, row.definition) for row in table.rows]
    return await send_lines(request, _file_name("report", query), lines)


async def send_tickets(
    request: web.Request, query: ReportQuery, tickets: Sequence[TicketFact], names: ReportNames
) -> web.StreamResponse:
    """Send a line for each ticket."""
    head = [names.t(f"report.column.{name}") for name in TICKET_COLUMNS]
    lines = (_ticket_line(ticket, names) for ticket in tickets)
    return await send_lines(request, _file_name("tickets", query), lines, head)


def _ticket_line(ticket: TicketFact, names: ReportNames) -> Line:
    t = names.t
    times = [at.astimezone(t.zone).strftime("%Y-%m-%d %H:%M") if at else "" for at in _times(ticket)]
    opened, answered, due, resolved, asked = times
    return (
        ticket.reference,
        opened,
        *(names.group(kind, getattr(ticket, kind)) for kind in ("category", "place", "channel", "language")),
        *(names.group(kind, getattr(ticket, kind)) for kind in ("script", "owner")),
        t.name("status", ticket.status),
        len(ticket.tellings),
        answered,
        due,
        t.name("promise", ticket.promise) if ticket.promise else "",
        resolved,
        "; ".join(t.name("reason", reason) for reason in ticket.reasons),
        ticket.known_issue,
        asked,
        t.name("report.solved", ticket.solved) if ticket.solved else "",
    )


def _times(ticket: TicketFact) -> tuple[datetime | None, ...]:
    return ticket.opened, ticket.answered, ticket.due, ticket.resolved, ticket.asked


def _file_name(kind: str, query: ReportQuery) -> str:
    return f"{kind}-{query.period.first.isoformat()}-{query.period.last.isoformat()}.csv"


async def send_lines(
    request: web.Request, name: str, lines: Iterable[Line], head: Line | None = None
) -> web.StreamResponse:
    """Send lines in parts, so that neither all of them are held at once nor others wait for them."""
    response = web.StreamResponse(headers={"Content-Disposition": f'attachment; filename="{name}"'})
    response.content_type, response.charset = "text/csv", "utf-8"
    await response.prepare(request)
    text = io.StringIO()
    writer = csv.writer(text)
    text.write("\ufeff")  # by which spreadsheets know the encoding
    if head is not None:
        writer.writerow(head)
    for number, line in enumerate(lines, 1):
        writer.writerow([_plain(value) for value in line])
        if number % AT_A_TIME == 0:
            await response.write(text.getvalue().encode())
            text.seek(0)
            text.truncate()
    await response.write(text.getvalue().encode())
    await response.write_eof()
    return response


def _plain(value: object) -> object:
    """Return a value that no spreadsheet takes for a formula; figures such as ``+1.2`` are none."""
    text = str(value)
    is_figure = text.lstrip("+-")[:1].isdigit()
    return f"'{text}" if text.startswith(FORMULAS) and not is_figure else value
