from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.desk.calendar.date_format import date_in_words, day_in_words

SHANGHAI = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 11, 4, 22, 5, tzinfo=UTC)
"""Six in the morning of Thursday in Shanghai."""


@pytest.mark.parametrize(("language", "words"), [("en", "Thu 5 Nov, 06:05"), ("zh", "11月5日（周四）06:05")])
def test_a_moment_is_told_on_the_clocks_of_the_desk(language: str, words: str) -> None:
    told = date_in_words(AT, language, SHANGHAI)

    assert words == told


@pytest.mark.parametrize(("language", "words"), [("en", "5 Nov"), ("zh", "11月5日")])
def test_a_day_is_told_on_the_clocks_of_the_desk(language: str, words: str) -> None:
    told = day_in_words(AT, language, SHANGHAI)

    assert words == told


@pytest.mark.parametrize(
    ("month", "words"), [(1, "Sun 4 Jan, 00:00"), (2, "Wed 4 Feb, 00:00"), (12, "Fri 4 Dec, 00:00")]
)
def test_months_and_weekdays_have_their_names_whatever_the_locale(month: int, words: str) -> None:
    told = date_in_words(datetime(2026, month, 4, tzinfo=UTC), "en", ZoneInfo("UTC"))

    assert words == told
