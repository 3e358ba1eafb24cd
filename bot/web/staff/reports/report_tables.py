"""The tables of a report, the same for the page and for the file: names, definitions, figures and where they lead."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.desk.reports.breakdown import NO_NAME, PEOPLE, REST
from bot.desk.reports.figures import FOLLOW_UP, TROUBLE, Share
from bot.desk.reports.report import HEADLINE, Report, ReportTally
from bot.web.page_words import PageWords
from bot.web.staff.reports.report_names import ReportNames, share_words, spread_words
from bot.web.staff.reports.report_query import ReportQuery

FACTS = ("causes", "outcomes", "remedies", "reasons", "categories", "channels", "stops")
"""The tallies of a report, by name."""


@dataclass(frozen=True)
class TableRow:
    """A line: a name, what it means, and figures."""

    name: str
    cells: tuple[str | int, ...]
    definition: str = ""
    href: str = ""
    """Where the tickets behind it are; empty where there are none to show."""


@dataclass(frozen=True)
class ReportTable:
    """One table."""

    key: str
    title: str
    columns: tuple[str, ...]
    """The heads of the cells; the first is that of the names."""
    rows: Sequence[TableRow]
    note: str = ""


def report_tables(report: Report, query: ReportQuery, names: ReportNames) -> dict[str, ReportTable]:
    """Return all tables of a report, in the order of the page."""
    tables = [_course(report, query, names.t), _groups(report, query, names), _shares(report, query, names.t)]
    tables += [_times(report, query, names.t)]
    tables += [_tally(getattr(report, key), key, query, names) for key in FACTS]
    tables += [_given(report, names.t)]
    return {table.key: table for table in tables}


def _course(report: Report, query: ReportQuery, t: PageWords) -> ReportTable:
    columns = (t("report.when"), t("report.told-once"), t("report.problems"))
    rows = [
        TableRow(
            part.first.isoformat() if part.days == 1 else f"{part.first.isoformat()} – {part.last.isoformat()}",
            (share_words(t, share), share.of),
            href=query.over(part),
        )
        for part, share in report.course
    ]
    young = t("report.course.young", n=report.young, days=FOLLOW_UP.days) if report.young else ""
    return ReportTable("course", t("report.course"), columns, rows, young)


def _groups(report: Report, query: ReportQuery, names: ReportNames) -> ReportTable:
    t, kind = names.t, query.group
    heads = ("problems", "told-once", "before", "effect")
    columns = (t(f"report.by.{kind}"), *(t(f"report.{one}") for one in heads))
    listed = [
        TableRow(
            names.group(kind, one.name),
            (one.now.of, share_words(t, one.now), share_words(t, one.before), _points(t, one.effect, one.now)),
            href="" if one.name == REST else query.link("/tickets", figure="problems", **{kind: one.name or NO_NAME}),
        )
        for one in report.groups
    ]
    rows = sorted(listed, key=lambda row: row.name) if kind in PEOPLE else listed
    note = t("report.people" if kind in PEOPLE else "report.effect.what")
    return ReportTable("groups", t("report.groups"), columns, rows, note)


def _points(t: PageWords, effect: float, now: Share) -> str:
    return t("report.nothing") if now.of and now.is_small else t("report.points", n=f"{effect * 100:+.1f}")


def _shares(report: Report, query: ReportQuery, t: PageWords) -> ReportTable:
    heads = ("figure", "now", "count", "before", "count-before")
    rows = [
        TableRow(
            t(f"report.{name}"),
            (share_words(t, now), _counted(t, now), share_words(t, before), _counted(t, before)),
            t(f"report.what.{name}"),
            query.link("/tickets", figure=name) if now.of else "",
        )
        for name, (now, before) in report.shares.items()
        if name != HEADLINE
    ]
    return ReportTable("shares", t("report.shares"), tuple(t(f"report.{one}") for one in heads), rows)


def _counted(t: PageWords, share: Share) -> str:
    return t("report.of", n=f"{share.hits:,}", all=f"{share.of:,}")


def _times(report: Report, query: ReportQuery, t: PageWords) -> ReportTable:
    heads = ("figure", "median", "late", "count", "waiting", "median-before", "late-before")
    rows = [
        TableRow(
            t(f"report.{name}"),
            (*spread_words(t, now), now.count, now.waiting, *spread_words(t, before)),
            t(f"report.what.{name}"),
            query.link("/tickets", figure=name) if now.waiting else "",
        )
        for name, (now, before) in report.times.items()
    ]
    columns = tuple(t(f"report.{one}") for one in heads)
    return ReportTable("times", t("report.times"), columns, rows, t("report.times.what"))


def _tally(tally: ReportTally, key: str, query: ReportQuery, names: ReportNames) -> ReportTable:
    t = names.t
    heads = ("now", "share", "before", "share-before")
    rows = [
        TableRow(
            _counted_name(key, name, names),
            (
                now,
                share_words(t, Share(now, tally.of[0])),
                before,
                share_words(t, Share(before, tally.of[1])),
            ),
            href=_tally_link(key, name, query) if now else "",
        )
        for name, (now, before) in tally.counts.items()
    ]
    columns = (t(f"report.name.{key}"), *(t(f"report.{one}") for one in heads))
    note = t(f"report.what.{key}", n=f"{tally.of[0]:,}", before=f"{tally.of[1]:,}")
    return ReportTable(key, t(f"report.{key}"), columns, rows, note)


def _given(report: Report, t: PageWords) -> ReportTable:
    columns = (t("report.name.given"), t("report.now"), t("report.before"))
    rows = [
        TableRow(name or t("report.none"), (f"{now / 100:,.2f}", f"{before / 100:,.2f}"))
        for name, (now, before) in report.given.items()
    ]
    return ReportTable("given", t("report.given"), columns, rows, t("report.what.given"))


def _counted_name(key: str, name: str, names: ReportNames) -> str:
    match key:
        case "reasons":
            return names.t.name("reason", name)
        case "causes":
            return names.group("cause", name)
        case "outcomes":
            return names.group("outcome", name)
        case "remedies":
            word = names.t.name("remedy", name)  # as it stands within a sentence
            return word[:1].upper() + word[1:]
        case "categories":
            return names.group("category", name)
        case "channels":
            return names.group("channel", name)
    return name


def _tally_link(key: str, name: str, query: ReportQuery) -> str:
    match key:
        case "reasons":
            return query.link("/tickets", figure="problems", reason=name)
        case "causes":
            return query.link("/tickets", figure="problems", cause=name)
        case "categories":
            return query.link("/tickets", figure="problems", category=name or NO_NAME)
        case "channels":
            return query.link("/tickets", figure="problems", channel=name)
    return ""


def is_counted(name: str) -> bool:
    """Tell whether the tickets behind a share are those that count for it: of told once those that do not."""
    return TROUBLE.get(name, True)
