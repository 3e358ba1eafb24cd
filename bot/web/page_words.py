"""The words of the pages in the language of who reads them."""

import logging
from dataclasses import dataclass, replace
from datetime import datetime

from bot.desk.core.words import DESK_WORDS, Words
from dialogs.strict_yaml.common_texts import languages
from dialogs.strict_yaml.common_words import language_tagged
from dialogs.strict_yaml.word_table import WordTable

PAGE_WORDS = WordTable("bot.web", behind=DESK_WORDS, log=logging.getLogger(__name__).error)


def preferred(accept_language: str, otherwise: str) -> str:
    """Return the first of our languages that the header names.

    Browsers name languages in the order of preference; the weights only repeat that order.
    """
    return next(filter(None, map(language_tagged, accept_language.split(","))), otherwise)


@dataclass(frozen=True)
class PageWords(Words):
    """The words of one page: ``t("claim")``."""

    now: datetime

    @property
    def others(self) -> "tuple[PageWords, ...]":
        """The same words in the other languages."""
        return tuple(replace(self, language=language) for language in languages() if language != self.language)

    def since(self, at: datetime) -> str:
        """Return how long ago that was, to the minute."""
        minutes = max(0, int((self.now - at).total_seconds()) // 60)
        if minutes < 60:
            return self("minutes", n=minutes)
        if minutes < 24 * 60:
            return self("hours", n=minutes // 60, m=minutes % 60)
        return self("days", n=minutes // 1440, m=minutes % 1440 // 60)

    def size(self, count: int) -> str:
        """Return how large a file is, given its bytes."""
        if count < 1000:
            return f"{count} B"
        kilobytes = count / 1000
        return f"{kilobytes:.0f} kB" if kilobytes < 1000 else f"{kilobytes / 1000:.1f} MB"
