"""The pictures of a report; each stands beside the table that says the same."""

from collections.abc import Mapping

from markupsafe import Markup

from bot.desk.reports.report import Report
from bot.drawing.charts import ChartRow, paired
from bot.drawing.style import COLOURS
from bot.drawing.text_width import wrap
from bot.web.staff.reports.report_names import ReportNames, share_words

NAME_ROOM, NAME_HEIGHT = 278, 13
"""Pixels beside a bar; the table has the whole name."""
MOST_BARS = 12
"""Reasons that are drawn."""


def report_charts(report: Report, names: ReportNames) -> Mapping[str, Markup]:
    """Return the pictures by the table beside which they stand; none of what there is nothing of."""
    drawn = {"course": _course(report, names), "reasons": _reasons(report, names), "causes": _pareto(report, names)}
    # What is written into a picture is escaped there.
    return {key: Markup(picture) for key, picture in drawn.items() if picture}  # noqa: S704


def _course(report: Report, names: ReportNames) -> str:
    t = names.t
    label = t("report.told-once")
    rows = [
        ChartRow(
            part.first.isoformat(),
            {} if share.value is None or share.is_small else {label: share.value},
            {label: f"{share_words(t, share)} · {share.of}"},
        )
        for part, share in report.course
    ]
    heading = t("report.course")
    return (
        paired(heading, t("report.course.what"), rows, {label: COLOURS["check"].dark}, is_below=True)
        if len(rows) > 1
        else ""
    )


def _pareto(report: Report, names: ReportNames) -> str:
    """Return the causes by how many they are, each with what all up to it come to."""
    t, rows, so_far, of = names.t, list[ChartRow](), 0, report.causes.of[0]
    share, together = t("report.share"), t("report.causes.together")
    for name, (now, _) in list(report.causes.counts.items())[:MOST_BARS]:
        if not now:
            continue
        so_far += now
        (shown,) = wrap(names.group("cause", name), NAME_ROOM, NAME_HEIGHT, 1)
        told = {share: str(now), together: f"{so_far / of:.0%}"}
        rows.append(ChartRow(shown, {share: now / of, together: so_far / of}, told))
    colours = {share: COLOURS["check"].dark, together: COLOURS["say"].dark}
    return paired(t("report.causes"), t("report.causes.share"), rows, colours, is_below=True) if rows else ""


def _reasons(report: Report, names: ReportNames) -> str:
    t = names.t
    now, before = t("report.now"), t("report.before")
    rows = []
    for name, counts in list(report.reasons.counts.items())[:MOST_BARS]:
        pairs = list(zip((now, before), counts, report.reasons.of, strict=True))
        values = {label: count / of for label, count, of in pairs if of}
        (shown,) = wrap(t.name("reason", name), NAME_ROOM, NAME_HEIGHT, 1)
        rows.append(ChartRow(shown, values, {label: str(count) for label, count, _ in pairs}))
    colours = {now: COLOURS["check"].dark, before: COLOURS["say"].dark}
    return paired(t("report.reasons"), t("report.reasons.share"), rows, colours, is_below=True) if rows else ""
