"""The words for the staff in one language, for pages and channels; those of the desk stand behind their own."""

import logging
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.desk.calendar.date_format import date_in_words
from dialogs.strict_yaml.common_words import COMMON_WORDS
from dialogs.strict_yaml.word_table import WordTable

DESK_WORDS = WordTable("bot.desk", behind=COMMON_WORDS, log=logging.getLogger(__name__).error)


@dataclass(frozen=True)
class Words:
    """A table in one language: ``words("claim")``."""

    table: WordTable
    language: str
    zone: ZoneInfo

    def __call__(self, key: str, /, **values: object) -> str:
        """Return a wording with its values filled in."""
        return self.table.word(self.language, key, **values)

    def name(self, kind: str, value: str) -> str:
        """Return the words for a value such as a reason, or the value itself if it is a new one."""
        key = f"{kind}.{value}"
        return self(key) if key in self.table else value

    def when(self, at: datetime) -> str:
        """Return a moment on the desk's clocks."""
        return date_in_words(at, self.language, self.zone)
