"""The words of the picture. What the bot says is in the scripts, not here."""

import logging

from dialogs.strict_yaml.common_words import COMMON_WORDS
from dialogs.strict_yaml.word_table import WordTable

PICTURE_WORDS = WordTable("bot.drawing", behind=COMMON_WORDS, log=logging.getLogger(__name__).error)

word = PICTURE_WORDS.word


def signal(language: str, key: str) -> str:
    """Return what a signal is called; one that the picture has no word for is named by its key."""
    return word(language, f"signal.{key}") if f"signal.{key}" in PICTURE_WORDS else key
