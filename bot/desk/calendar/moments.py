"""Reads the moment that an agent names: “2026-12-04 15:00”, “15:00”, “4h” of opening time, “2d” from now."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.desk.calendar.due_dates import NeverDue, OpeningHours, due

FARTHEST = timedelta(days=180)
"""How far ahead an agent may promise something."""

_MOMENT = re.compile(
    r"(?P<date>(?:\d{4}-)?\d{1,2}-\d{1,2})[T ] {0,3}(?P<at>\d{1,2}[:：]\d{2})(?!\d)"
    r"|(?P<clock>\d{1,2}[:：]\d{2})(?!\d)"
    r"|(?P<number>\d{1,3}) ?(?:(?P<hours>h\b|hours?\b|个?小时)|(?:d\b|days?\b|天))",
    re.IGNORECASE | re.ASCII,
)


def split_moment(text: str) -> tuple[str, str]:
    """Return the moment with which a text begins, as it is written, and what follows; no moment if there is none."""
    text = text.strip()
    found = _MOMENT.match(text)
    return (found[0], text[found.end() :].lstrip(" ,;:，；：。")) if found else ("", text)


def read_moment(text: str, now: datetime, hours: OpeningHours) -> datetime:
    """Return the moment to come that a text names on the clocks of the desk, in UTC.

    Raises:
        ValueError: if it names none, one that has passed, or one that is too far ahead.
    """
    found = _MOMENT.fullmatch(text.strip())
    if not found:
        raise ValueError("no moment")
    try:
        moment = _moment(found, now, hours)
    except NeverDue:
        raise ValueError("the desk is not open for so long") from None
    if not now < moment <= now + FARTHEST:
        raise ValueError("not a moment to come")
    return moment


def _moment(found: re.Match[str], now: datetime, hours: OpeningHours) -> datetime:
    if found["number"] and found["hours"]:
        return due(now, timedelta(hours=int(found["number"])), hours)
    local = now.astimezone(hours.zone)
    if found["number"]:
        return _on_clocks(local.replace(tzinfo=None) + timedelta(days=int(found["number"])), hours.zone)
    clock = datetime.strptime((found["at"] or found["clock"]).replace("：", ":"), "%H:%M").time()
    if not found["date"]:
        today = datetime.combine(local.date(), clock)
        return min(at for at in (_on_clocks(today + timedelta(days=days), hours.zone) for days in (0, 1)) if at > now)
    year, month, day = ("", *found["date"].split("-"))[-3:]
    written = datetime(int(year or local.year), int(month), int(day), clock.hour, clock.minute)
    moment = _on_clocks(written, hours.zone)
    # A day without a year that has passed is one of the next year: the days of December are named in January.
    return moment if year or moment > now else _on_clocks(written.replace(year=written.year + 1), hours.zone)


def _on_clocks(written: datetime, zone: ZoneInfo) -> datetime:
    return written.replace(tzinfo=zone).astimezone(UTC)
