"""Days and moments as people type them into forms."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

FIRST_YEAR, LAST_YEAR = 1900, 2999
"""What is meant lies between: beyond, there is no other clock's time for every moment."""


def typed_day(text: str) -> date:
    """Return the day of a field.

    Raises:
        ValueError: if it is none, or in no year that anybody means.
    """
    day = date.fromisoformat(text)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(text)
    return day


def typed_moment(text: str, zone: ZoneInfo) -> datetime:
    """Return the moment of a field, by the clocks of a zone.

    Raises:
        ValueError: if it is none, or in no year that anybody means.
    """
    moment = datetime.fromisoformat(text)
    typed_day(moment.date().isoformat())
    return moment.replace(tzinfo=zone)
