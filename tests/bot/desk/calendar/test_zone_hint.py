from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.desk.calendar.zone_hint import may_be_misread, zone_in_words

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
NOON = datetime(2026, 11, 4, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("number", "is_told"),
    [
        ("13800138000", False),
        ("+447911123456", True),
        ("+85291234567", False),
        ("+14155550123", True),
        ("+999", False),
        ("", False),
    ],
)
def test_who_has_a_number_of_elsewhere_is_told_the_zone(number: str, is_told: bool) -> None:
    assert may_be_misread(NOON, SHANGHAI, [number]) == is_told


def test_an_hour_that_comes_twice_in_one_night_is_told_with_its_zone() -> None:
    twice, once = (datetime(2026, 10, 25, hour, 30, tzinfo=UTC) for hour in (0, 5))

    assert [may_be_misread(at, BERLIN, []) for at in (twice, once)] == [True, False]


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("Asia/Shanghai", "UTC+8"),
        ("UTC", "UTC"),
        ("Asia/Kolkata", "UTC+5:30"),
        ("America/St_Johns", "UTC-3:30"),
        ("America/New_York", "UTC-5"),
    ],
)
def test_a_zone_is_told_by_its_offset(zone: str, words: str) -> None:
    assert zone_in_words(NOON, ZoneInfo(zone)) == words
