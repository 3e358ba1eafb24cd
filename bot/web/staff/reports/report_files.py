"""What the files of a report hold: its tables, and a line for each of the tickets behind a figure."""

from collections.abc import Sequence
from datetime import datetime

from bot.desk.reports.report import Report
from bot.desk.reports.ticket_facts import TicketFact
from bot.web.staff.reports.report_names import ReportNames
from bot.web.staff.reports.report_query import ReportQuery
from bot.web.staff.reports.report_tables import report_tables
from bot.web.staff.table_files import Line, TableSheet, in_parts

TICKET_COLUMNS = (
    *("reference", "opened", "category", "place", "channel", "language", "script", "owner", "status"),
    *("tellings", "answered", "due", "promise", "resolved", "reasons", "known", "asked", "solved"),
)


def figure_sheets(query: ReportQuery, report: Report, names: ReportNames) -> list[TableSheet]:
    """Return all tables of a report, behind one that says over which periods it goes."""
    t, before = names.t, query.period.before
    periods = [
        (t("report.period"), query.period.first, query.period.last),
        (t("report.before"), before.first, before.last),
    ]
    sheets = [TableSheet(t("report.period"), (), in_parts(periods))]
    for table in report_tables(report, query, names).values():
        lines = [(row.name, *row.cells, row.definition) for row in table.rows]
        sheets.append(TableSheet(table.title, (*table.columns, t("report.definition")), in_parts(lines)))
    return sheets


def ticket_sheet(tickets: Sequence[TicketFact], names: ReportNames) -> TableSheet:
    """Return a line for each ticket."""
    head = [names.t(f"report.column.{name}") for name in TICKET_COLUMNS]
    return TableSheet(names.t("report.problems"), head, in_parts(_ticket_line(ticket, names) for ticket in tickets))


def file_name(kind: str, query: ReportQuery) -> str:
    """Return what a file of a report is called, without its ending."""
    return f"{kind}-{query.period.first.isoformat()}-{query.period.last.isoformat()}"


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
