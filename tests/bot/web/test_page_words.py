import re
from dataclasses import fields
from datetime import timedelta
from pathlib import Path
from typing import get_args
from zoneinfo import ZoneInfo

import pytest

from bot.desk.agents import hotspot_review
from bot.desk.core.errors import Refusal
from bot.desk.core.file_words import FILES
from bot.desk.core.words import DESK_WORDS
from bot.desk.hotspots.hotspot_detector import SPANS
from bot.desk.overview.reply_book import Doubt
from bot.desk.overview.worklist import DeskView, WorkFilter
from bot.desk.signals.signal_file import NAMES as SIGNALS
from bot.desk.tickets.lifecycle import MOVES
from bot.desk.tickets.queue_order import URGENCY
from bot.desk.turn.timers import TimerKind
from bot.web.page_words import PAGE_WORDS, PageWords, preferred_tag
from bot.web.staff.admin.admin_pages import ROLES
from dialogs.strict_yaml.common_texts import languages
from dialogs.strict_yaml.common_words import language_tagged
from storage.records.statuses import AttachmentStatus, Author, LabelAnswer, PromiseStatus
from tests.bot.web.place import NOON, Place, open_place

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
        *(f"why.{signal}" for signal in SIGNALS),
        *(f"view.{view}" for view in DeskView),
        *(f"filter.{one.name}" for one in fields(WorkFilter)),
        *(f"doubt.{doubt}" for doubt in Doubt),
        *(f"tongue.{language}" for language in languages()),
        *(f"offer.{answer}" for answer in (*get_args(LabelAnswer), "tried")),
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
    ("ago", "words", "brief"),
    [
        (timedelta(seconds=-5), "under 1 min", "<1 min"),
        (timedelta(minutes=59, seconds=59), "59 min", "59 min"),
        (timedelta(minutes=61), "1 h 1 min", "1 h"),
        (timedelta(days=2, hours=3), "2 d 3 h", "2 d"),
    ],
)
def test_how_long_ago_is_told_to_the_minute_and_in_a_row_by_its_largest_unit(
    ago: timedelta, words: str, brief: str
) -> None:
    assert (ENGLISH.since(NOON - ago), ENGLISH.since(NOON - ago, brief=True)) == (words, brief)


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
    assert (language_tagged(preferred_tag(header)) or "otherwise") == language


async def chat_page(place: Place, path: str = "/", **headers: str) -> str:
    _, page = await place.get(path, **headers)
    return page


@pytest.mark.parametrize("tag", ["zh-TW", "zh-Hant-HK,zh;q=0.9", "zh-HK", "yue-HK,zh-HK;q=0.9"])
async def test_the_chat_is_in_traditional_characters_for_whose_browser_is(tmp_path: Path, tag: str) -> None:
    async with open_place(tmp_path) as place:
        page = await chat_page(place, **{"Accept-Language": tag})

    assert '<html lang="zh-Hant">' in page
    assert "請用您自己的話告訴我們發生了什麼。" in page


@pytest.mark.parametrize("tag", ["zh-CN", "zh", "zh-Hans-HK", "zh-SG"])
async def test_the_chat_is_in_simplified_characters_for_whose_browser_is(tmp_path: Path, tag: str) -> None:
    async with open_place(tmp_path) as place:
        page = await chat_page(place, **{"Accept-Language": tag})

    assert '<html lang="zh-Hans">' in page
    assert "请用您自己的话告诉我们发生了什么。" in page


async def test_the_language_that_was_chosen_stays_with_its_characters(tmp_path: Path) -> None:
    async with open_place(tmp_path) as place:
        pages = [await chat_page(place, path) for path in ("/?lang=zh-hant", "/", "/?lang=en", "/?lang=zh<b>")]

    assert [re.findall('<html lang="(.*?)">', page) for page in pages] == [["zh-Hant"], ["zh-Hant"], ["en"], ["en"]]
