"""The page for the monthly meeting: a month's figures, what changed in it, hot topics, promises missed by most.

For supervisors and admins, to be shown or printed as it is.
"""

import asyncio
from datetime import date

from aiohttp import web

from bot.desk.hotspots.topic_summary import named
from bot.desk.reports.breakdown import NO_NAME
from bot.desk.reports.findings import MeetingFinding, findings, is_within, latest_promises
from bot.desk.reports.report import TicketChoice
from bot.desk.reports.report_period import month_of
from bot.web.deps import DEPS
from bot.web.pages import render, words
from bot.web.staff.report_names import ReportNames, share_words, time_words
from bot.web.staff.report_pages import let_in, names_of, today
from bot.web.staff.report_query import FIRST_GROUP, ReportQuery
from bot.web.staff.report_tables import report_tables
from storage.finding_records import Suspicion

SHOWN = ("shares", "times")
"""The tables of a report that the meeting looks at."""


async def show(request: web.Request) -> web.Response:
    """Show a month; the last whole one unless another is asked for."""
    await let_in(request)
    deps, t, now = request.app[DEPS], words(request), today(request)
    this = month_of(now, deps.zone)
    asked = request.query.get("month", "").strip()
    month, problem = this.before, ""
    if asked:
        try:
            month = month_of(date.fromisoformat(f"{asked}-01"), deps.zone)
        except (ValueError, OverflowError):
            problem = t("meeting.problem.unreadable")
    if month.first > now or month.first.year < 1900:
        month, problem = this.before, t("meeting.problem.unknown")
    query = ReportQuery(month, TicketChoice(), FIRST_GROUP)
    report, facts = await deps.reports.report(month, TicketChoice(), FIRST_GROUP), await deps.reports.facts()
    names = await names_of(request, facts)
    found = await asyncio.to_thread(findings, facts, month)
    late = await asyncio.to_thread(latest_promises, facts, month)
    topics = [one for one in await deps.store.unit().find(Suspicion) if is_within(month, one.at)]
    tables = report_tables(report, query, names)
    context = {
        "query": query,
        "report": report,
        "month": month,
        "later": None if month.last >= now else month_of(month.ends.astimezone(deps.zone).date(), deps.zone),
        "headline": [share_words(t, share) for share in report.shares["told-once"]],
        "found": [(_sentence(one, names), _link(one, query)) for one in found],
        "topics": [(one, named(one.words, one.area)) for one in topics],
        "late": [(one.ticket, one.due, time_words(t, one.late)) for one in late],
        "tables": [tables[key] for key in SHOWN],
        "names": names,
        "read": facts.read,
        "problem": problem,
    }
    return render(request, "meeting.html", status=400 if problem else 200, **context)


def _sentence(finding: MeetingFinding, names: ReportNames) -> str:
    """Return a finding in words: what changed by how much, where most of it was, and how many people have it."""
    t, category = names.t, names.group("category", finding.category)
    way = "rose" if finding.distance > 0 else "fell"
    shares = {"now": share_words(t, finding.now), "before": share_words(t, finding.before)}
    told = t(f"meeting.{way}", what=t(f"report.{finding.rule}"), category=category, **shares)
    more = [t("meeting.tickets", n=finding.tickets)]
    if finding.place:
        more.append(t("meeting.place", n=finding.there, place=finding.place))
    if finding.owners:
        more.append(t("meeting.owners", n=finding.owners))
    return told + t("meeting.more", more=t("meeting.and").join(more))


def _link(finding: MeetingFinding, query: ReportQuery) -> str:
    return query.link("/tickets", figure=finding.rule, category=finding.category or NO_NAME)


ROUTES = [web.get("/desk/reports/meeting", show)]
"""Below ``/desk``, where only the staff is let in."""
