"""Opening hours and the moments that are promised: pure arithmetic, no timers and no tickets."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

HORIZON = timedelta(days=366)
"""How far ahead a due time is searched."""

_CLOCK = re.compile(r"[0-2]\d:[0-5]\d", re.ASCII)
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


class NeverDue(ValueError):
    """The desk is not open long enough within the horizon to use the allowance up."""


@dataclass(frozen=True)
class OpeningHours:
    """When the desk is open: per weekday (0 is Monday) from when until when, on the clocks of its zone."""

    zone: ZoneInfo
    days: Mapping[int, tuple[time, time]]

    def periods(self, since: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Return the periods of opening that end after ``since``, in UTC, in order, up to the horizon."""
        day = since.astimezone(self.zone).date()
        for offset in range(HORIZON.days + 1):
            period = self._period(day + timedelta(days=offset))
            if period and period[1] > max(period[0], since):
                yield max(period[0], since.astimezone(UTC)), period[1]

    def _period(self, day: date) -> tuple[datetime, datetime] | None:
        if day.weekday() not in self.days:
            return None
        opens, closes = self.days[day.weekday()]
        # Converted to UTC one by one: across a change of the clocks a day is not 24 hours long.
        start = datetime.combine(day, opens, self.zone).astimezone(UTC)
        end = datetime.combine(day, closes, self.zone) if closes != time(0) else self._midnight(day)
        return start, end.astimezone(UTC)

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


def read_hours(text: str, zone: ZoneInfo) -> OpeningHours:
    """Return the opening hours written as ``Mon-Fri 09:00-18:00, Sat 10:00-14:00``.

    A day that ends at ``24:00`` ends at midnight; ``Sat-Mon`` goes over the end of the week.

    Raises:
        ValueError: if the text is not of this form; the message names the part.

    """
    days: dict[int, tuple[time, time]] = {}
    for part in text.split(","):
        try:
            names, clock = part.split()
            opens, closes = (_time(value) for value in clock.split("-"))
            numbers = _weekdays(names)
        except ValueError:
            raise ValueError(f"“{part.strip()}” is not like “Mon-Fri 09:00-18:00”") from None
        if closes <= opens and closes != time(0):
            raise ValueError(f"“{part.strip()}” closes before it opens")
        if not days.keys().isdisjoint(numbers):
            raise ValueError(f"“{part.strip()}” names a day that has its hours already")
        days.update(dict.fromkeys(numbers, (opens, closes)))
    return OpeningHours(zone, days)


def _time(text: str) -> time:
    if not _CLOCK.fullmatch(text):
        raise ValueError("not a time of day")
    return time(0) if text == "24:00" else time.fromisoformat(text)


def _weekdays(names: str) -> list[int]:
    first, _, last = names.partition("-")
    begin, end = _WEEKDAYS.index(first), _WEEKDAYS.index(last or first)
    return [(begin + offset) % 7 for offset in range((end - begin) % 7 + 1)]
