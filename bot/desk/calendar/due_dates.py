"""Opening hours and the moments that are promised: pure arithmetic, no timers and no tickets."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Protocol
from zoneinfo import ZoneInfo

HORIZON = timedelta(days=366)
"""How far ahead a due time is searched."""

Span = tuple[time, time]
"""From when until when on one day; one that ends at 0:00 ends at midnight."""

_CLOCK = re.compile(r"[0-2]\d:[0-5]\d", re.ASCII)
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_LIKE = "Mon-Fri 09:00-12:00 13:00-18:00"


class NeverDue(ValueError):
    """The desk is not open long enough within the horizon to use the allowance up."""


class Holidays(Protocol):
    """Which days are not what their weekday says."""

    def is_holiday(self, day: date) -> bool:
        """Tell whether nobody works that day because it is a holiday."""

    def is_made_up(self, day: date) -> bool:
        """Tell whether a day of the weekend is worked to make up for a holiday."""


@dataclass(frozen=True)
class NoHolidays:
    """Every day is what its weekday says."""

    def is_holiday(self, day: date) -> bool:
        """Tell that none is."""
        return False

    def is_made_up(self, day: date) -> bool:
        """Tell that none is."""
        return False


@dataclass(frozen=True)
class OpeningHours:
    """When the desk is open: the spans of each weekday (0 is Monday), on the clocks of its zone."""

    zone: ZoneInfo
    days: Mapping[int, tuple[Span, ...]]
    holidays: Holidays = field(default_factory=NoHolidays)
    exceptions: Mapping[date, tuple[Span, ...]] = field(default_factory=dict)
    """Days with hours of their own, whatever else they are; no span where the desk stays closed."""

    def periods(self, since: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Return the periods of opening that end after ``since``, in UTC, in order, up to the horizon."""
        day = since.astimezone(self.zone).date()
        for offset in range(HORIZON.days + 1):
            for opens, closes in self._periods(day + timedelta(days=offset)):
                if closes > max(opens, since):
                    yield max(opens, since.astimezone(UTC)), closes

    def spans(self, day: date) -> tuple[Span, ...]:
        """Return when the desk is open on a day; one that makes up for a holiday has the hours of the first weekday."""
        if day in self.exceptions:
            return self.exceptions[day]
        if self.holidays.is_holiday(day):
            return ()
        is_made_up = day.weekday() not in self.days and self.holidays.is_made_up(day)
        return self.days.get(min(self.days, default=0) if is_made_up else day.weekday(), ())

    def _periods(self, day: date) -> Iterator[tuple[datetime, datetime]]:
        for opens, closes in self.spans(day):
            # Converted to UTC one by one: across a change of the clocks a day is not 24 hours long.
            start = datetime.combine(day, opens, self.zone).astimezone(UTC)
            end = datetime.combine(day, closes, self.zone) if closes != time(0) else self._midnight(day)
            yield start, end.astimezone(UTC)

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day + timedelta(days=1), time(0), self.zone)


def opens_next(now: datetime, hours: OpeningHours) -> datetime | None:
    """Return the moment at which a closed desk opens, or None if it is open now."""
    opens = next((start for start, _ in hours.periods(now)), now)
    return opens if opens > now else None


def due(received: datetime, allowance: timedelta, hours: OpeningHours) -> datetime:
    """Return the moment by which a complaint received at ``received`` must be answered.

    Only time while the desk is open counts. With four hours allowed and a desk open from nine to five, a
    complaint of Friday 16:00 is due on Monday at 12:00.

    Raises:
        NeverDue: if the allowance is not used up within ``HORIZON``.

    """
    left = allowance
    for opens, closes in hours.periods(received):
        if closes - opens >= left:
            return opens + left
        left -= closes - opens
    raise NeverDue(f"{allowance} of opening time do not fit into {HORIZON.days} days")


def part_of(made: datetime, until: datetime, share: float, hours: OpeningHours) -> datetime:
    """Return the moment at which this share of the opening time between two moments is used up.

    Where the desk is not open in between at all, it is that share by the clock: time that was promised day and night.
    """
    spans = [(max(opens, made), min(closes, until)) for opens, closes in _until(until, made, hours)]
    left = sum((end - start for start, end in spans), timedelta()) * share
    if not left:
        return made + (until - made) * share
    for start, end in spans:
        if end - start >= left:
            return start + left
        left -= end - start
    return until


def _until(until: datetime, since: datetime, hours: OpeningHours) -> Iterator[tuple[datetime, datetime]]:
    for opens, closes in hours.periods(since):
        if opens >= until:
            return
        yield opens, closes


def read_hours(text: str, zone: ZoneInfo) -> OpeningHours:
    """Return the opening hours written as ``Mon-Fri 09:00-12:00 13:00-18:00, Sat 10:00-14:00``.

    A day that ends at ``24:00`` ends at midnight; ``Sat-Mon`` goes over the end of the week.

    Raises:
        ValueError: if the text is not of this form; the message names the part.

    """
    days: dict[int, tuple[Span, ...]] = {}
    for part in text.split(","):
        try:
            names, *clocks = part.split()
            spans = _spans(clocks)
            numbers = _weekdays(names)
        except ValueError:
            raise ValueError(f"“{part.strip()}” is not like “{_LIKE}”") from None
        _demand_order(spans, part)
        if not days.keys().isdisjoint(numbers):
            raise ValueError(f"“{part.strip()}” names a day that has its hours already")
        days.update(dict.fromkeys(numbers, spans))
    return OpeningHours(zone, days)


def read_exceptions(text: str) -> dict[date, tuple[Span, ...]]:
    """Return the days written as ``2026-12-24 closed, 2026-12-31 09:00-12:00``.

    Raises:
        ValueError: if the text is not of this form; the message names the part.

    """
    days: dict[date, tuple[Span, ...]] = {}
    for part in text.split(","):
        try:
            name, *clocks = part.split()
            day = date.fromisoformat(name)
            spans = () if clocks == ["closed"] else _spans(clocks)
        except ValueError:
            example = "“2026-12-24 closed” nor “2026-12-31 09:00-12:00”"
            raise ValueError(f"“{part.strip()}” is neither like {example}") from None
        _demand_order(spans, part)
        if day in days:
            raise ValueError(f"“{part.strip()}” names a day that has its hours already")
        days[day] = spans
    return days


def _spans(clocks: list[str]) -> tuple[Span, ...]:
    if not clocks:
        raise ValueError("no hours")
    return tuple((_time(opens), _time(closes)) for opens, closes in (clock.split("-") for clock in clocks))


def _demand_order(spans: tuple[Span, ...], part: str) -> None:
    if any(closes <= opens and closes != time(0) for opens, closes in spans):
        raise ValueError(f"“{part.strip()}” closes before it opens")
    if any(not time(0) < closed <= opens for (_, closed), (opens, _) in pairwise(spans)):
        raise ValueError(f"“{part.strip()}” opens before it has closed")


def _time(text: str) -> time:
    if not _CLOCK.fullmatch(text):
        raise ValueError("not a time of day")
    return time(0) if text == "24:00" else time.fromisoformat(text)


def _weekdays(names: str) -> list[int]:
    first, _, last = names.partition("-")
    begin, end = _WEEKDAYS.index(first), _WEEKDAYS.index(last or first)
    return [(begin + offset) % 7 for offset in range((end - begin) % 7 + 1)]
