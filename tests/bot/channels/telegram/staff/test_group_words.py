"""The words of the group are there in both languages, for everything that has to be said."""

import re
from datetime import UTC, datetime
from pathlib import Path
from string import Formatter
from zoneinfo import ZoneInfo

import pytest

from bot.channels.telegram.staff import group_commands, group_rendering
from bot.channels.telegram.staff.group_words import GROUP, GroupWords
from bot.desk.agents import ticket_card
from bot.desk.core.errors import Refusal
from bot.desk.delivery import sender
from bot.web.page_words import WORDS

MODULES = (ticket_card, sender, group_commands, group_rendering)
SOURCE = "".join(Path(str(module.__file__)).read_text("utf-8") for module in MODULES)
WORDS_ZH = GroupWords("zh", ZoneInfo("UTC"), datetime(2026, 11, 4, tzinfo=UTC))


@pytest.mark.parametrize("key", GROUP)
def test_both_languages_fill_the_same_gaps(key: str) -> None:
    english, chinese = ({name for _, name, _, _ in Formatter().parse(text) if name} for text in GROUP[key])

    assert english == chinese


def test_every_word_that_is_used_is_there_and_every_one_that_is_there_is_used() -> None:
    used = set(re.findall(r'"(group\.[a-z-]+)"', SOURCE))

    assert used == {key for key in GROUP if key.startswith("group.")}


def test_every_refusal_has_words_short_enough_for_an_alert() -> None:
    keys = [*(f"refused.{reason}" for reason in Refusal), "group.stranger"]

    assert {key for key in GROUP if key.startswith("refused.")} <= set(keys)
    assert all(len(text) <= 200 for key in keys for text in {**WORDS, **GROUP}[key])


def test_what_the_pages_call_alike_they_lend() -> None:
    assert WORDS_ZH.name("reason", "anger") == "客户情绪激动"
    assert WORDS_ZH.name("reason", "brand-new") == "brand-new"
    assert WORDS_ZH("claim") == "认领"
