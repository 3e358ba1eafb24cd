"""The returns that regulators want, as data (`returns/*.yaml`), and what the tickets of a period come to in each. Pure.

What cannot be told of a ticket, such as how it ended, is not guessed: it is left out where it would count, and named.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from bot.desk.reports.report_period import Period
from bot.desk.reports.ticket_facts import TicketFact
from dialogs.model.script import Text

_FOLDER = "bot.desk.reports.returns"
SHORT, LONG, TIMELY = timedelta(days=3), timedelta(weeks=8), timedelta(days=15)
NOT_MAPPED = ""
"""The row of what the return has no row for."""
LACKS: Mapping[str, Callable[[TicketFact], bool]] = {
    "category": lambda ticket: not ticket.category,
    "cause": lambda ticket: ticket.resolved is not None and not ticket.cause,
    "outcome": lambda ticket: ticket.resolved is not None and not ticket.outcome_code,
}
"""What a return may need of a ticket, and when it lacks that."""


@dataclass(frozen=True)
class RegulatorReturn:
    """One return."""

    key: str
    title: Text
    about: Text
    """For which periods it is."""
    rows: Mapping[str, Text]
    mapped: Mapping[str, str]
    """Which row a category belongs to."""
    columns: tuple[str, ...]
    """Figures, by name of `_FIGURES`; empty where it is a list of complaints."""
    lines: tuple[str, ...]
    """What is told of each complaint."""
    upheld: frozenset[str]
    """Outcomes that count as upheld."""
    currency: str
    needs: tuple[str, ...]
    """By name of `LACKS`."""
    cannot: tuple[Text, ...]
    """What no ticket tells."""
    begins: date | None
    """The first day of its first period."""

    def row_of(self, ticket: TicketFact) -> str:
        """Return the row of a ticket; where the return names none, its own category."""
        return self.mapped.get(ticket.category, NOT_MAPPED) if self.rows else ticket.category


@dataclass(frozen=True)
class FilledReturn:
    """What the tickets of a period come to."""

    figures: Mapping[str, Mapping[str, int | float | None]]
    """By row and column; None where there is nothing to divide by."""
    tickets: Sequence[TicketFact]
    """Those that were opened in the period."""
    lacking: Mapping[str, Sequence[TicketFact]]
    """By what they lack: tickets of the period, opened or ended in it."""


@dataclass(frozen=True)
class _Row:
    """The tickets of a row."""

    held: Sequence[TicketFact]
    period: Period
    profile: RegulatorReturn
    all_opened: int
    users: int

    def opened(self) -> Sequence[TicketFact]:
        return [one for one in self.held if self.is_within(one.opened)]

    def closed(self) -> Sequence[TicketFact]:
        return [one for one in self.held if one.resolved and self.is_within(one.resolved)]

    def closed_within(self, least: timedelta, most: timedelta) -> int:
        took = [one.resolved - one.opened for one in self.closed() if one.resolved]
        return sum(least < span <= most for span in took)

    def is_within(self, at: datetime) -> bool:
        return self.period.begins <= at < self.period.ends

    def asked(self) -> Sequence[TicketFact]:
        return [one for one in self.opened() if one.solved]

    def redress(self) -> float:
        return sum(one.amount for one in self.closed() if one.currency == self.profile.currency) / 100


def _share(hits: int, of: int) -> float | None:
    return hits / of if of else None


def _responded(row: _Row) -> float | None:
    due = [outcome for one in row.opened() for _, outcome in one.promises if outcome != "pending"]
    return _share(sum(outcome in ("kept", "renewed") for outcome in due), len(due))


_LONGEST = timedelta(days=100_000)
_FIGURES: Mapping[str, Callable[[_Row], int | float | None]] = {
    "outstanding": lambda row: sum(
        one.opened < row.period.begins and (one.resolved is None or one.resolved >= row.period.begins)
        for one in row.held
    ),
    "opened": lambda row: len(row.opened()),
    "closed": lambda row: len(row.closed()),
    "closed-3-days": lambda row: row.closed_within(timedelta(-1), SHORT),
    "closed-8-weeks": lambda row: row.closed_within(SHORT, LONG),
    "closed-later": lambda row: row.closed_within(LONG, _LONGEST),
    "upheld": lambda row: sum(one.outcome_code in row.profile.upheld for one in row.closed()),
    "redress": lambda row: row.redress(),
    "share": lambda row: _share(len(row.opened()), row.all_opened),
    "per-million": lambda row: len(row.opened()) * 1_000_000 / row.users if row.users else None,
    "responded": _responded,
    "solved": lambda row: _share(sum(one.solved == "yes" for one in row.asked()), len(row.asked())),
    "satisfied": lambda _: None,  # nobody is asked that here, and a problem that is solved may leave them cross
}
SHARES = frozenset({"share", "responded", "solved", "satisfied"})
"""Those that are between 0 and 1."""


@cache
def regulator_returns() -> Mapping[str, RegulatorReturn]:
    """Return the returns that come with the program, by key."""
    found = sorted(files(_FOLDER).iterdir(), key=lambda one: one.name)
    named = {one.name.removesuffix(".yaml"): one.read_text("utf-8") for one in found if one.name.endswith(".yaml")}
    return {key: _read(key, yaml.load(text, yaml.BaseLoader)) for key, text in named.items()}  # noqa: S506  # texts only


def fill_return(profile: RegulatorReturn, facts: Iterable[TicketFact], period: Period, users: int) -> FilledReturn:
    """Return what the tickets come to; ``users`` is how many the company has, 0 if that is not known."""
    tickets = [one for one in facts if one.opened < period.ends]
    begins, ends = period.begins, period.ends
    opened = [one for one in tickets if one.opened >= begins]
    touched = [one for one in tickets if one.opened >= begins or (one.resolved and begins <= one.resolved < ends)]
    by_row: dict[str, list[TicketFact]] = {key: [] for key in profile.rows}
    for one in tickets:
        by_row.setdefault(profile.row_of(one), []).append(one)
    figures = {
        key: {name: _FIGURES[name](_Row(held, period, profile, len(opened), users)) for name in profile.columns}
        for key, held in by_row.items()
    }
    lacking = {need: [one for one in touched if LACKS[need](one)] for need in profile.needs}
    unmapped = [one for one in touched if one.category and profile.rows and profile.row_of(one) == NOT_MAPPED]
    lacking |= {"row": unmapped}
    return FilledReturn(figures, opened, {need: held for need, held in lacking.items() if held})


def is_timely(ticket: TicketFact, read: datetime) -> bool:
    """Tell whether a complaint was answered within the days that count, or still may be."""
    return (ticket.resolved or read) - ticket.opened <= TIMELY


def _read(key: str, held: Any) -> RegulatorReturn:
    return RegulatorReturn(
        key=key,
        title=held["title"],
        about=held["for"],
        rows=held["rows"] or {},
        mapped=held.get("map", {}),
        columns=tuple(held.get("columns", ())),
        lines=tuple(held.get("lines", ())),
        upheld=frozenset(held.get("upheld", ())),
        currency=held.get("currency", ""),
        needs=tuple(held["needs"]),
        cannot=tuple(held["cannot"]),
        begins=date.fromisoformat(held["begins"]) if "begins" in held else None,
    )
