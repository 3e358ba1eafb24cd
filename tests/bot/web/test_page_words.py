from datetime import timedelta
from typing import get_args
from zoneinfo import ZoneInfo

import pytest

from bot.desk.agents import hotspot_review
from bot.desk.agents.queries import URGENCY
from bot.desk.core.errors import Refusal
from bot.desk.core.words import DESK_WORDS
from bot.desk.dialog.attachments import FILES
from bot.desk.hotspots.hotspot_detector import SPANS
from bot.desk.signals.signal_file import NAMES as SIGNALS
from bot.desk.tickets.lifecycle import MOVES
from bot.desk.turn.timers import TimerKind
from bot.web.admin_pages import ROLES
from bot.web.page_words import PAGE_WORDS, PageWords, preferred
from storage.statuses import AttachmentStatus, Author, PromiseStatus
from tests.bot.web.place import NOON

ENGLISH = PageWords(PAGE_WORDS, "en", ZoneInfo("Asia/Shanghai"), NOON)
ONLY_IN_THE_GROUP = {
    Refusal.NO_FILES,
    Refusal.NO_FILE_HERE,
    Refusal.SENT_ALREADY,
    Refusal.UNSUPPORTED,
    Refusal.UNKNOWN_COMMAND,
}


@pytest.mark.parametrize(
    "key",
    [
        *(f"status.{status}" for status in MOVES),
        *(f"reason.{signal}" for signal in SIGNALS),
        *(f"level.{level}" for level in URGENCY),
        *(f"role.{role}" for role in ROLES),
        *(f"suspicion.status.{status}" for status in ("suspected", *hotspot_review.VERDICTS.values())),
        *(f"suspicion.{span.kind}" for span in SPANS),
        *(f"promise.{status}" for status in get_args(PromiseStatus)),
        *(f"author.{author}" for author in get_args(Author)),
        *(f"file.{status}" for status in get_args(AttachmentStatus) if status != "kept"),
        *(f"kind.{kind}" for kind in FILES),
        *(f"timer.{kind}" for kind in TimerKind),
    ],
)
def test_what_the_desk_knows_by_a_code_has_words(key: str) -> None:
    assert key in PAGE_WORDS


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

    assert {key for key in DESK_WORDS.own if key.startswith("refused.")} == reasons


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        ("de, EN-gb;q=0.5, zh;q=0.1", "en"),
        ("zh;q=0.8", "zh"),
        ("de", "otherwise"),
        ("", "otherwise"),
    ],
)
def test_the_first_of_our_languages_that_a_browser_names_is_taken(header: str, language: str) -> None:
    assert preferred(header, "otherwise") == language
