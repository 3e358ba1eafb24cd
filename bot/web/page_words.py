"""The words of the pages in the language of who reads them."""

import logging
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bot.desk.calendar.date_format import day_in_words
from bot.desk.core.words import DESK_WORDS, Words
from dialogs.reading.traditional import traditional
from dialogs.strict_yaml.common_texts import languages
from dialogs.strict_yaml.common_words import language_tagged
from dialogs.strict_yaml.word_table import WordTable

PAGE_WORDS = WordTable("bot.web", behind=DESK_WORDS, log=logging.getLogger(__name__).error)


def preferred_tag(accept_language: str) -> str:
    """Return the first tag in the header that names a language of ours, or nothing.

    Browsers name languages in the order of preference; the weights only repeat that order.
    """
    return next(filter(language_tagged, accept_language.split(",")), "")


@dataclass(frozen=True)
class PageWords(Words):
    """The words of one page: ``t("claim")``."""

    now: datetime

    @property
    def others(self) -> "tuple[PageWords, ...]":
        """The same words in the other languages."""
        return tuple(replace(self, language=language) for language in languages() if language != self.language)

    def since(self, at: datetime, *, brief: bool = False) -> str:
        """Return how long ago that was, to the minute; ``brief``: in the largest unit alone, as a row has room for."""
        return self._span(self.now - at, brief=brief)

    def countdown(self, due: datetime, *, brief: bool = False) -> str:
        """Return how much time is left until then, or how long ago it was."""
        if due >= self.now:
            return self("left", time=self._span(due - self.now, brief=brief))
        return self("late-by", time=self.since(due, brief=brief))

    def day(self, day: date) -> str:
        """Return a day with its weekday, or that it is today."""
        if day == self.now.astimezone(self.zone).date():
            return self("today")
        noon = datetime.combine(day, time(12), self.zone)
        return self("weekday-and-day", weekday=self(f"weekday.{day.isoweekday()}"), day=self.day_of(noon))

    def day_of(self, at: datetime) -> str:
        """Return a date alone."""
        return day_in_words(at, self.language, self.zone)

    def clock(self, at: datetime) -> str:
        """Return a time of day on the desk's clocks."""
        return f"{at.astimezone(self.zone):%H:%M}"

    def _span(self, passed: timedelta, *, brief: bool) -> str:
        minutes = max(0, int(passed.total_seconds()) // 60)
        if minutes < 1:
            return self("minutes.none.brief") if brief else self("minutes.none")
        if minutes < 60:
            return self("minutes", n=minutes)
        hours, days = minutes // 60, minutes // 1440
        if days < 1:
            return self("hours.brief", n=hours) if brief else self("hours", n=hours, m=minutes % 60)
        return self("days.brief", n=days) if brief else self("days", n=days, m=hours % 24)

    def in_traditional(self) -> "TraditionalWords":
        """Return the same words in Traditional characters."""
        return TraditionalWords(self.table, self.language, self.zone, self.now)

    def size(self, count: int) -> str:
        """Return how large a file is, given its bytes."""
        if count < 1000:
            return f"{count} B"
        kilobytes = count / 1000
        return f"{kilobytes:.0f} kB" if kilobytes < 1000 else f"{kilobytes / 1000:.1f} MB"


class TraditionalWords(PageWords):
    """The words of a page for who reads Traditional characters; none of its values may be what people wrote."""

    def __call__(self, key: str, /, **values: object) -> str:
        """Return a wording with its values filled in."""
        if key == "html-language":
            return super().__call__("html-language.traditional")
        return traditional(super().__call__(key, **values))
