"""The words of the group are there, for everything that has to be said."""

import re
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.channels.telegram.staff import group_choices, group_commands, group_rendering
from bot.channels.telegram.telegram_words import TELEGRAM_WORDS
from bot.desk.briefing import ticket_card
from bot.desk.core.errors import Refusal
from bot.desk.core.words import Words
from bot.desk.delivery import sender

MODULES = (ticket_card, sender, group_choices, group_commands, group_rendering)
SOURCE = "".join(Path(str(module.__file__)).read_text("utf-8") for module in MODULES)
WORDS_ZH = Words(TELEGRAM_WORDS, "zh", ZoneInfo("UTC"))


def test_every_word_that_is_used_is_there_and_every_one_that_is_there_is_used() -> None:
    used = set(re.findall(r'"(group\.[a-z-]+)"', SOURCE))

    assert used == {key for key in TELEGRAM_WORDS.own if key.startswith("group.")}


def test_every_refusal_has_words_short_enough_for_an_alert() -> None:
    keys = [*(f"refused.{reason}" for reason in Refusal), "group.stranger"]

    assert [key for key in keys if key not in TELEGRAM_WORDS] == []
    assert {key for key in TELEGRAM_WORDS.own if key.startswith("refused.")} <= set(keys)
    assert all(len(text) <= 200 for key in keys for text in TELEGRAM_WORDS.text(key).values())


def test_what_the_desk_calls_its_things_stands_behind_the_words_of_the_group() -> None:
    assert WORDS_ZH.name("reason", "anger") == "客户情绪激动"
    assert WORDS_ZH.name("reason", "brand-new") == "brand-new"
    assert WORDS_ZH("claim") == "认领"
