"""What each language calls itself, and how it writes what stands around words: dates, lists, a colon."""

import re
from functools import cache

from dialogs.strict_yaml.common_texts import languages
from dialogs.strict_yaml.word_table import WordTable

COMMON_WORDS = WordTable("dialogs")


def language_tagged(tag: str) -> str:
    """Return the language of ours that a tag such as ``zh-Hans`` names, or nothing."""
    language = re.split("[-_;]", tag.strip().casefold())[0]
    return language if language in languages() else ""


@cache
def language_names() -> dict[str, str]:
    """Return the languages by what people call them, in small letters."""
    return {
        name.strip().casefold(): language
        for language in languages()
        for name in (language, COMMON_WORDS.word(language, "language"), *_others(language))
    }


def _others(language: str) -> list[str]:
    return COMMON_WORDS.word(language, "language.also").split(",")


def traditional_name() -> str:
    """Return what Chinese in Traditional characters is called."""
    return COMMON_WORDS.word("zh", "language.traditional")
