"""Moments in words, on the desk's clocks: ``Wed 5 Nov, 18:00`` and ``11月5日（周三）18:00``."""

from datetime import datetime
from zoneinfo import ZoneInfo

from dialogs.strict_yaml.common_words import COMMON_WORDS


def date_in_words(at: datetime, language: str, zone: ZoneInfo) -> str:
    """Return a date with its weekday and time of day, for a customer to rely on."""
    local = at.astimezone(zone)
    weekday, day = COMMON_WORDS.word(language, f"weekday.{local.isoweekday()}"), day_in_words(at, language, zone)
    return COMMON_WORDS.word(language, "moment", weekday=weekday, day=day, time=f"{local:%H:%M}")


def day_in_words(at: datetime, language: str, zone: ZoneInfo) -> str:
    """Return a date alone."""
    local = at.astimezone(zone)
    month = COMMON_WORDS.word(language, f"month.{local.month}")
    return COMMON_WORDS.word(language, "day", day=local.day, month=month)
