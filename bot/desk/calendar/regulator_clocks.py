"""The clocks of regulators, which run beside our own promise: steps with their times, as data, and their arithmetic.

A day of receipt does not count; a step is due at the end of its day, or at the hour its file names, on the clocks of
the regulator.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Literal, get_args
from zoneinfo import ZoneInfo

from bot.desk.calendar.due_dates import Holidays, NoHolidays
from bot.desk.calendar.public_holidays import public_holidays
from dialogs.model.script import Text
from dialogs.strict_yaml.fields import Fields, read_file, read_shipped
from dialogs.strict_yaml.problems import Problem, quoted
from dialogs.strict_yaml.yaml_text import MapNode, TextNode

KeptBy = Literal["answer", "reply", "late-reply"]
"""What does for a step: the answer to the complaint, any word of an agent, or one since most of its time has passed."""
KEPT_BY: tuple[KeptBy, ...] = get_args(KeptBy)

_FOLDER = "bot.desk.calendar.regulators"
_WITHIN = re.compile(r"(\d{1,3}) (working day|week)s?", re.ASCII)
_HOUR = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d|24:00", re.ASCII)
_WEEKEND = 5
"""The number of the first day of the weekend; Monday is 0."""


@dataclass(frozen=True)
class ClockStep:
    """What a regulator wants by when."""

    key: str
    title: Text
    """What it is called, by language."""
    number: int
    unit: str
    """``working day`` or ``week``."""
    kept_by: KeptBy = "answer"
    until: time = time(0)
    """The hour of its last day; midnight is the end of it."""


@dataclass(frozen=True)
class RegulatorClock:
    """The steps that a regulator wants, counted from the day on which a complaint is received."""

    key: str
    title: Text
    zone: ZoneInfo
    country: str
    """Whose public holidays are no working days."""
    steps: tuple[ClockStep, ...]
    holidays: Holidays = field(default_factory=NoHolidays)

    def step(self, key: str) -> ClockStep | None:
        """Return the step of this key."""
        return next((one for one in self.steps if one.key == key), None)

    def due(self, step: ClockStep, received: datetime) -> datetime:
        """Return the moment by which a step is due for a complaint that was received then."""
        day = received.astimezone(self.zone).date()
        last = day + timedelta(weeks=step.number) if step.unit == "week" else self._working_day(day, step.number)
        if step.until == time(0):
            last += timedelta(days=1)
        return datetime.combine(last, step.until, self.zone).astimezone(UTC)

    def _working_day(self, day: date, number: int) -> date:
        days = (day + timedelta(days=offset) for offset in range(1, 10 * number + 30))
        working = (one for one in days if self._works(one))
        return next(one for count, one in enumerate(working, 1) if count == number)

    def _works(self, day: date) -> bool:
        is_weekday = day.weekday() < _WEEKEND or self.holidays.is_made_up(day)
        return is_weekday and not self.holidays.is_holiday(day)


@cache
def shipped_clocks() -> tuple[RegulatorClock, ...]:
    """Return the clocks that come with the program, in the order of their keys; of what country, is not looked up."""
    names = sorted(one.name for one in files(_FOLDER).iterdir() if one.name.endswith(".yaml"))
    return tuple(read_shipped(_FOLDER, name, _clock) for name in names)


def read_clock(text: str) -> tuple[RegulatorClock | None, tuple[Problem, ...]]:
    """Return the clock of a company's file, or nothing and all that is wrong with it."""
    return read_file(text, "clock", _clock)


def with_holidays(clock: RegulatorClock) -> RegulatorClock:
    """Return a clock that knows the public holidays of its country.

    Raises:
        ValueError: if they are not known here.
    """
    holidays = public_holidays(clock.country)
    return RegulatorClock(clock.key, clock.title, clock.zone, clock.country, clock.steps, holidays)


def _clock(fields: Fields) -> RegulatorClock:
    key, title = fields.word("clock"), fields.text("title")
    zone, country = _zone(fields), fields.word("holidays")
    steps = tuple(_steps(fields))
    fields.done()
    return RegulatorClock(key, title, zone, country, steps)


def _zone(fields: Fields) -> ZoneInfo:
    name = fields.word("zone")
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        fields.report_at("zone", "bad-value", f"{quoted(name)} is not a time zone such as Asia/Shanghai")
        return ZoneInfo("UTC")


def _steps(fields: Fields) -> Iterator[ClockStep]:
    for key, node in fields.entries("steps"):
        step = fields.inner(node, "step") if isinstance(node, MapNode | TextNode) else None
        if step is None:
            continue
        within = _WITHIN.fullmatch(step.word("within"))
        if not within or not int(within[1]):
            step.report_at("within", "bad-value", "it is not a time like “15 working days” or “8 weeks”")
            continue
        until = step.word("until", "24:00")
        if not _HOUR.fullmatch(until):
            step.report_at("until", "bad-value", f"{quoted(until)} is not an hour like “17:00”")
            continue
        hour = time(0) if until.startswith("24") else time.fromisoformat(until)
        kept_by = step.one_of("kept-by", KEPT_BY, "answer")
        title = step.text("title")
        step.done()
        yield ClockStep(key, title, int(within[1]), within[2], kept_by, hour)
