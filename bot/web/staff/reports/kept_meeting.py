"""The page of a meeting as words and figures: what is kept of it as it was on that day, and sent to the staff."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from bot.web.staff.reports.report_tables import ReportTable
from storage.records.record import Json


@dataclass(frozen=True)
class MeetingSection:
    """A title with what stands below it."""

    title: str
    lines: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def table_section(table: ReportTable) -> MeetingSection:
    """Return a table of a report as a section."""
    rows = tuple((row.name, *map(str, row.cells)) for row in table.rows)
    return MeetingSection(table.title, (table.note,) if table.note else (), table.columns, rows)


def to_page(sections: Sequence[MeetingSection]) -> Json:
    """Return sections as they are kept."""
    return {"sections": [asdict(one) for one in sections]}


def from_page(page: Json) -> list[MeetingSection]:
    """Return what was kept."""
    return [
        MeetingSection(
            one["title"],
            tuple(one.get("lines", ())),
            tuple(one.get("columns", ())),
            tuple(tuple(row) for row in one.get("rows", ())),
        )
        for one in page["sections"]
    ]


def as_message(title: str, sections: Sequence[MeetingSection], link: str, most: int = 3500) -> str:
    """Return the page in short, for a chat: titles and lines, no tables, as much as one message holds."""
    parts = [title, *(f"{one.title}\n" + "\n".join(f"– {line}" for line in one.lines) for one in sections if one.lines)]
    text = "\n\n".join(parts)
    shown = text if len(text) <= most else text[: most - 1].rstrip() + "…"
    return f"{shown}\n\n{link}"
