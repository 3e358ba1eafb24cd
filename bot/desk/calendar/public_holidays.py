"""The public holidays of a country or a part of it, by the library `holidays`, which not every installation has."""

from dataclasses import dataclass, field
from datetime import date
from importlib import import_module
from typing import Any

from bot.desk.calendar.due_dates import Holidays


@dataclass(frozen=True)
class PublicHolidays:
    """The holidays of a country, with the days that make up for them."""

    country: str
    """Such as ``CN``, or ``GB-ENG`` for a part of one."""
    days: Any = field(compare=False, repr=False)
    """The library's calendar, which reckons a year when it is first asked about one."""

    def is_holiday(self, day: date) -> bool:
        """Tell whether nobody works that day because it is a holiday."""
        return day in self.days

    def is_made_up(self, day: date) -> bool:
        """Tell whether a day of the weekend is worked to make up for a holiday."""
        return day not in self.days and day in self.days.weekend_workdays


def public_holidays(country: str) -> Holidays:
    """Return the holidays of a country.

    Raises:
        ValueError: if nothing is known of such a country, or the library is not installed.
    """
    try:
        library: Any = import_module("holidays")
    except ImportError:
        raise ValueError("public holidays need the package “holidays”: pip install holidays") from None
    name, _, part = country.partition("-")
    try:
        return PublicHolidays(country, library.country_holidays(name, subdiv=part or None))
    except NotImplementedError:
        raise ValueError(f"“{country}” is no country such as CN, nor a part of one such as GB-ENG") from None
