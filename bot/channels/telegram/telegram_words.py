"""What Telegram shows besides the bot's messages, and behind that the words of the desk, for its staff."""

import logging

from bot.desk.core.words import DESK_WORDS
from dialogs.strict_yaml.word_table import WordTable

TELEGRAM_WORDS = WordTable("bot.channels.telegram", behind=DESK_WORDS, log=logging.getLogger(__name__).error)
