"""Moments in words, on the desk's clocks: ``Wed 5 Nov, 18:00`` and ``11月5日（周三）18:00``."""

from datetime import datetime
from zoneinfo import ZoneInfo

_EN_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_EN_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ZH_DAYS = "一二三四五六日"


def date_in_words(at: datetime, language: str, zone: ZoneInfo) -> str:
    """Return a date with its weekday and time of day, for a customer to rely on."""
    local = at.astimezone(zone)
    if language == "zh":
        return f"{local.month}月{local.day}日（周{_ZH_DAYS[local.weekday()]}）{local:%H:%M}"
    return f"{_EN_DAYS[local.weekday()]} {day_in_words(at, language, zone)}, {local:%H:%M}"


def day_in_words(at: datetime, language: str, zone: ZoneInfo) -> str:
    """Return a date alone."""
    local = at.astimezone(zone)
    if language == "zh":
        return f"{local.month}月{local.day}日"
    return f"{local.day} {_EN_MONTHS[local.month - 1]}"
