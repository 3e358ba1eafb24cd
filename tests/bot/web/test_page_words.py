import re
from datetime import timedelta
from pathlib import Path
from string import Formatter
from zoneinfo import ZoneInfo

import pytest

from bot.desk.agents import hotspot_review
from bot.desk.agents.queries import URGENCY
from bot.desk.core.errors import Refusal
from bot.desk.hotspots.hotspot_detector import SPANS
from bot.desk.signals.english_signals import PHRASES as SIGNALS
from bot.desk.tickets.lifecycle import MOVES
from bot.web.admin_pages import ROLES
from bot.web.page_words import WORDS, Words
from bot.web.pages import HERE
from tests.bot.web.place import NOON

ENGLISH = Words("en", ZoneInfo("Asia/Shanghai"), NOON)
ONLY_IN_THE_GROUP = {
    Refusal.NO_FILES,
    Refusal.NO_FILE_HERE,
    Refusal.SENT_ALREADY,
    Refusal.UNSUPPORTED,
    Refusal.UNKNOWN_COMMAND,
}
TEMPLATES = sorted((HERE / "templates").rglob("*.html"))


def gaps(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("key", WORDS)
def test_both_languages_fill_the_same_gaps(key: str) -> None:
    english, chinese = WORDS[key]

    assert gaps(english) == gaps(chinese)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_every_word_of_a_template_is_in_the_table(template: Path) -> None:
    used = set(re.findall(r"""\bt\(["']([\w.-]+)["']""", template.read_text(encoding="utf-8")))

    assert set() == used - set(WORDS)


@pytest.mark.parametrize(
    "key",
    [
        *(f"status.{status}" for status in MOVES),
        *(f"reason.{signal}" for signal in SIGNALS),
        *(f"level.{level}" for level in URGENCY),
        *(f"role.{role}" for role in ROLES),
        *(f"suspicion.status.{status}" for status in ("suspected", *hotspot_review.VERDICTS.values())),
        *(f"suspicion.{span.kind}" for span in SPANS),
    ],
)
def test_what_the_desk_knows_by_a_code_has_words(key: str) -> None:
    assert key in WORDS


def test_a_reason_without_words_is_shown_as_it_is() -> None:
    assert ENGLISH.name("reason", "brand-new") == "brand-new"


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (timedelta(seconds=-5), "0 min"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(minutes=61), "1 h 1 min"),
        (timedelta(days=2, hours=3), "2 d 3 h"),
    ],
)
def test_how_long_ago_is_told_to_the_minute(ago: timedelta, words: str) -> None:
    assert words == ENGLISH.since(NOON - ago)


def test_every_reason_to_refuse_an_agent_has_words_apart_from_those_of_the_group_alone() -> None:
    reasons = {f"refused.{reason}" for reason in Refusal if reason not in ONLY_IN_THE_GROUP}

    assert {key for key in WORDS if key.startswith("refused.")} == reasons
