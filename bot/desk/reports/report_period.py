"""A period of whole days on the desk's clocks, the one before it, and why what was asked for is none."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

USUAL = 30
"""Days of the period that is shown unless another is asked for."""
LONGEST = 3660
"""Days."""
BY_DAY, BY_WEEK = 14, 120
"""Up to so many days a course is told by days, by weeks; above by months."""


class PeriodProblem(StrEnum):
    """Why two dates are no period."""

    UNREADABLE = "unreadable"
    BACKWARDS = "backwards"
    FUTURE = "future"
    TOO_LONG = "too-long"


class ImpossiblePeriod(Exception):
    """What was asked for is no period."""

    def __init__(self, problem: PeriodProblem) -> None:
        super().__init__(problem)
        self.problem = problem


@dataclass(frozen=True)
class Period:
    """From the beginning of a day to the end of another."""

    first: date
    last: date
    zone: ZoneInfo

    @property
    def begins(self) -> datetime:
        """The moment from which on it counts, in UTC."""
        return datetime.combine(self.first, time(), self.zone).astimezone(UTC)

    @property
    def ends(self) -> datetime:
        """The first moment that does not count any more."""
        return datetime.combine(self.last + timedelta(days=1), time(), self.zone).astimezone(UTC)

    @property
    def days(self) -> int:
        """How many there are."""
        return (self.last - self.first).days + 1

    @property
    def before(self) -> "Period":
        """The period to compare with: the month before a whole month, the year before a year, else as many days."""
        last = self.first - timedelta(days=1)
        if (self.first, self.last) == (_month(self.last), _end_of_month(self.first)):
            return Period(_month(last), last, self.zone)
        if (self.first, self.last) == (date(self.first.year, 1, 1), date(self.first.year, 12, 31)):
            return Period(date(last.year, 1, 1), last, self.zone)
        return Period(last - timedelta(days=self.days - 1), last, self.zone)

    def parts(self) -> Iterator["Period"]:
        """Yield the days, weeks or months of which it consists; the first and the last may be cut."""
        first = self.first
        while first <= self.last:
            last = min(self._end_of_part(first), self.last)
            yield Period(first, last, self.zone)
            first = last + timedelta(days=1)

    def _end_of_part(self, first: date) -> date:
        if self.days <= BY_DAY:
            return first
        return first + timedelta(days=6 - first.weekday()) if self.days <= BY_WEEK else _end_of_month(first)


def period_of(first: str, last: str, today: date, zone: ZoneInfo) -> Period:
    """Return the period between two days as ``2026-11-30``; nothing for the last is today, for the first a month.

    Raises:
        ImpossiblePeriod: if it is none.
    """
    try:
        end = date.fromisoformat(last) if last else today
        begin = date.fromisoformat(first) if first else end - timedelta(days=USUAL - 1)
    except (ValueError, OverflowError):
        raise ImpossiblePeriod(PeriodProblem.UNREADABLE) from None
    if begin > end:
        raise ImpossiblePeriod(PeriodProblem.BACKWARDS)
    if begin > today:
        raise ImpossiblePeriod(PeriodProblem.FUTURE)
    if (end - begin).days >= LONGEST or begin.year < 1900 or end.year > 9000:
        raise ImpossiblePeriod(PeriodProblem.TOO_LONG)
    return Period(begin, end, zone)


def month_of(day: date, zone: ZoneInfo) -> Period:
    """Return the whole month around a day."""
    return Period(_month(day), _end_of_month(day), zone)


def presets(today: date, zone: ZoneInfo) -> dict[str, Period]:
    """Return the periods that people ask for most, by name."""
    this = month_of(today, zone)
    return {
        "week": Period(today - timedelta(days=6), today, zone),
        "usual": Period(today - timedelta(days=USUAL - 1), today, zone),
        "month": this,
        "last-month": this.before,
        "year": Period(date(today.year, 1, 1), date(today.year, 12, 31), zone),
    }


def _month(day: date) -> date:
    return day.replace(day=1)


def _end_of_month(day: date) -> date:
    return _month(_month(day) + timedelta(days=31)) - timedelta(days=1)
