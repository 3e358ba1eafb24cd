"""The page for the monthly meeting: a month's figures, what changed, hot topics, promises missed by most, actions.

For supervisors and admins, to be shown or printed as it is, commented, kept as it was on that day, and sent to the
staff's chat or by e-mail.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

from aiohttp import web

from bot.desk.agents.permissions import SUPERVISORS
from bot.desk.core.sanitize import clean_message
from bot.desk.delivery.mail_outbox import write_mail
from bot.desk.hotspots.topic_summary import named
from bot.desk.reports.breakdown import NO_NAME
from bot.desk.reports.corrective_actions import DOING
from bot.desk.reports.findings import MeetingFinding, findings, is_within, latest_promises
from bot.desk.reports.report import HEADLINE, Report, TicketChoice
from bot.desk.reports.report_period import Period, month_of
from bot.desk.reports.ticket_facts import TicketFact
from bot.desk.staff.audit import note_once, put_on_record
from bot.desk.staff.mail_address import gets_mail
from bot.web.auth import actor, demand
from bot.web.deps import AGENT, DEPS
from bot.web.page_words import PageWords
from bot.web.pages import field, render, words
from bot.web.staff.reports.action_pages import about_words, effect_words, measured
from bot.web.staff.reports.kept_meeting import MeetingSection, as_message, from_page, table_section, to_page
from bot.web.staff.reports.report_charts import report_charts
from bot.web.staff.reports.report_names import ReportNames, share_words, time_words
from bot.web.staff.reports.report_pages import names_of, today
from bot.web.staff.reports.report_query import FIRST_GROUP, ReportQuery
from bot.web.staff.reports.report_tables import report_tables
from bot.web.typed_times import typed_day
from storage.records.access_records import Agent
from storage.records.finding_records import Suspicion
from storage.records.register_records import CorrectiveAction, MeetingComment, MeetingMinutes
from storage.records.statuses import AuditAct

SHOWN = ("shares", "times", "causes")
"""The tables of a report that the meeting looks at."""
LONGEST_COMMENT = 2000
"""Characters."""
MAILED = 2
"""Sections that go by e-mail, which is open: figures and what changed, and nothing that somebody wrote."""
SAID = ("kept", "sent", "unsent", "mailed", "unmailed")
"""What came of keeping the page."""


async def show(request: web.Request) -> web.Response:
    """Show a month; the last whole one unless another is asked for."""
    await demand(request, SUPERVISORS)
    deps, t = request.app[DEPS], words(request)
    month, problem = _month(request, request.query.get("month", "").strip(), t)
    now, unit, key = today(request), deps.store.unit(), f"{month.first:%Y-%m}"
    context = await _context(request, month) | {
        "later": None if month.last >= now else month_of(month.ends.astimezone(deps.zone).date(), deps.zone),
        "comments": await unit.find(MeetingComment, month=key),
        "kept": await unit.find(MeetingMinutes, month=key),
        "said": said if (said := request.query.get("said", "")) in SAID else "",
        "longest": LONGEST_COMMENT,
        "problem": problem,
    }
    return render(request, "reports/meeting.html", status=400 if problem else 200, **context)


async def comment(request: web.Request) -> web.Response:
    """Keep what somebody says to the figures of a month."""
    await demand(request, SUPERVISORS)
    deps, key = request.app[DEPS], await _posted(request)
    text = clean_message(await field(request, "text"))[:LONGEST_COMMENT]
    if text:
        unit, environment = deps.store.unit(), deps.environment
        name = request[AGENT].name
        unit.add(MeetingComment(id=environment.new_id(), month=key, at=environment.now(), name=name, text=text))
        await unit.commit()
    raise web.HTTPSeeOther(f"/desk/reports/meeting?month={key}#comments")


async def keep(request: web.Request) -> web.Response:
    """Keep the page as it is now, and where that is asked for send it to the staff's chat or by e-mail."""
    await demand(request, SUPERVISORS)
    deps, t, key = request.app[DEPS], words(request), await _posted(request)
    month, _ = _month(request, key, t)
    sections = await _sections(request, month)
    environment = deps.environment
    made = MeetingMinutes(
        id=environment.new_id(), month=key, at=environment.now(), name=request[AGENT].name, page=to_page(sections)
    )
    title, link = t("meeting.title", month=key), f"{deps.address()}/desk/reports/meeting/{made.id}"
    to_mail = deps.with_mail and await field(request, "mail") != ""
    async with deps.store.unit() as unit:
        unit.add(made)
        staff = await unit.find(Agent) if to_mail else []
        readers = [one for one in staff if one.role in SUPERVISORS and gets_mail(one)]
        for one in readers:
            write_mail(unit, environment, one, title, as_message(title, sections[:MAILED], link))
        act: AuditAct = "meeting-mailed" if readers else "meeting-kept"
        await put_on_record(unit, environment, act, actor(request), subject=made.id, about=key)
        await unit.commit()
    said = "mailed" if readers else "unmailed" if to_mail else "kept"
    if await field(request, "send") and deps.telegram is not None:  # what cannot be sent is kept all the same
        is_sent = await deps.telegram.announce(as_message(title, sections, link))
        said = "sent" if is_sent else "unsent"
        if is_sent:
            await note_once(deps.store, environment, "meeting-sent", actor(request), made.id, key)
    raise web.HTTPSeeOther(f"/desk/reports/meeting?month={key}&said={said}#kept")


async def show_kept(request: web.Request) -> web.Response:
    """Show a meeting as it was kept."""
    await demand(request, SUPERVISORS)
    made = await request.app[DEPS].store.unit().get(MeetingMinutes, request.match_info["key"])
    if made is None:
        raise web.HTTPNotFound
    return render(request, "reports/meeting_kept.html", made=made, sections=from_page(made.page))


def _month(request: web.Request, asked: str, t: PageWords) -> tuple[Period, str]:
    """Return the month that is asked for; where it is none, the last one and what is wrong."""
    zone, now = request.app[DEPS].zone, today(request)
    month, problem = month_of(now, zone).before, ""
    if asked:
        try:
            month = month_of(typed_day(f"{asked}-01"), zone)
        except ValueError:
            problem = t("meeting.problem.unreadable")
    if month.first > now:
        month, problem = month_of(now, zone).before, t("meeting.problem.unknown")
    return month, problem


async def _posted(request: web.Request) -> str:
    """Return the month of a form."""
    key = await field(request, "month")
    if not key or _month(request, key, words(request))[1]:
        raise web.HTTPBadRequest
    return key


async def _context(request: web.Request, month: Period) -> dict[str, Any]:
    deps, t = request.app[DEPS], words(request)
    query = ReportQuery(month, TicketChoice(), FIRST_GROUP)
    report, facts = await deps.reports.report(month, TicketChoice(), FIRST_GROUP), await deps.reports.facts()
    names = await names_of(request, facts)
    found = await asyncio.to_thread(findings, facts, month)
    late = await asyncio.to_thread(latest_promises, facts, month)
    topics = [one for one in await deps.store.unit().find(Suspicion) if is_within(month, one.at)]
    tables = report_tables(report, query, names)
    actions = [
        pair for pair in await measured(request) if pair[0].status in (*DOING, "done") or _judged(pair[0], month)
    ]
    return {
        "query": query,
        "report": report,
        "month": month,
        "headline": [share_words(t, share) for share in report.shares[HEADLINE]],
        "found": [(_sentence(one, names), _link(one, query)) for one in found],
        "topics": [(one, named(one.words, one.area)) for one in topics],
        "late": [(one.ticket, one.due, time_words(t, one.late)) for one in late],
        "actions": [(one, about_words(names, one), effect_words(t, one, effect)) for one, effect in actions],
        "charts": report_charts(report, names),
        "tables": [tables[key] for key in SHOWN if tables[key].rows],
        "names": names,
        "read": facts.read,
        "with_chat": deps.telegram is not None,
        "with_mail": deps.with_mail,
    }


def _judged(action: CorrectiveAction, month: Period) -> bool:
    return action.judged is not None and action.judged >= month.begins


async def _sections(request: web.Request, month: Period) -> Sequence[MeetingSection]:
    """Return what the page says, as it is kept."""
    t, held = words(request), await _context(request, month)
    comments = await request.app[DEPS].store.unit().find(MeetingComment, month=f"{month.first:%Y-%m}")
    return [
        _headline(held["report"], held["headline"], t),
        MeetingSection(t("meeting.found"), tuple(one for one, _ in held["found"]) or (t("meeting.found.none"),)),
        MeetingSection(
            t("suspicions"),
            tuple(_topic(t, one, what) for one, what in held["topics"]) or (t("meeting.topics.none"),),
        ),
        MeetingSection(t("actions"), tuple(_action(t, *one) for one in held["actions"]) or (t("actions.none"),)),
        MeetingSection(t("meeting.late"), tuple(_late(t, one, by) for one, _, by in held["late"])),
        *(table_section(one) for one in held["tables"]),
        MeetingSection(t("meeting.comments"), tuple(f"{one.name}: {one.text}" for one in comments)),
    ]


def _headline(report: Report, told: Sequence[str], t: PageWords) -> MeetingSection:
    now, before = report.shares[HEADLINE]
    lines = tuple(
        f"{t(key)}: {share} ({t('report.of', n=f'{one.hits:,}', all=f'{one.of:,}')})"
        for key, share, one in (("report.now", told[0], now), ("report.before", told[1], before))
    )
    return MeetingSection(t("report.told-once"), lines)


def _topic(t: PageWords, topic: Suspicion, what: str) -> str:
    told = t(f"suspicion.{topic.kind}", n=topic.people, what=what)
    return f"{told} ({t.name('suspicion.status', topic.status)})"


def _action(t: PageWords, action: CorrectiveAction, about: str, effect: str) -> str:
    status = t.name("action.status", action.status)
    return f"{action.what} – {about}, {action.name}, {t('action.due', day=t.day_of(action.due))}, {status}. {effect}"


def _late(t: PageWords, ticket: TicketFact, by: str) -> str:
    return f"{ticket.reference}: {by} ({t.name('status', ticket.status)})"


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


ROUTES = [
    web.get("/desk/reports/meeting", show),
    web.post("/desk/reports/meeting/comments", comment),
    web.post("/desk/reports/meeting", keep),
    web.get("/desk/reports/meeting/{key}", show_kept),
]
"""Below ``/desk``, where only the staff is let in."""
