from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.desk.calendar.due_dates import read_hours
from bot.desk.calendar.moments import read_moment, split_moment

SHANGHAI = ZoneInfo("Asia/Shanghai")
HOURS = read_hours("Mon-Fri 09:00-12:00 13:00-18:00", SHANGHAI)
NOW = datetime(2026, 12, 30, 10, 0, tzinfo=SHANGHAI)
"""A Wednesday."""


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2026-12-31 15:00", "2026-12-31 15:00"),
        ("2026-12-31T15:00", "2026-12-31 15:00"),
        ("12-31 9:30", "2026-12-31 09:30"),
        ("1-4 09:00", "2027-01-04 09:00"),
        ("15:00", "2026-12-30 15:00"),
        ("15：00", "2026-12-30 15:00"),
        ("9:00", "2026-12-31 09:00"),
        ("4h", "2026-12-30 15:00"),
        ("7 hours", "2026-12-30 18:00"),
        ("8小时", "2026-12-31 10:00"),
        ("2d", "2027-01-01 10:00"),
        ("2 天", "2027-01-01 10:00"),
    ],
)
def test_a_moment_is_read_on_the_clocks_of_the_desk(text: str, moment: str) -> None:
    read = read_moment(text, NOW, HOURS)

    assert (read, read.tzinfo) == (datetime.fromisoformat(moment).replace(tzinfo=SHANGHAI), UTC)


@pytest.mark.parametrize(
    "text", ["", "soon", "2026-12-30 09:59", "2026-13-01 10:00", "30:00", "0h", "0d", "2027-12-31 10:00"]
)
def test_what_is_no_moment_to_come_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  # whatever the words: an agent is told how to write it
        read_moment(text, NOW, HOURS)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("2026-12-31 15:00 the part is late", ("2026-12-31 15:00", "the part is late")),
        ("4h, the part is late", ("4h", "the part is late")),
        ("2天 配件没到", ("2天", "配件没到")),
        ("2天，配件没到", ("2天", "配件没到")),
        ("the part is late", ("", "the part is late")),
        ("", ("", "")),
    ],
)
def test_a_moment_stands_before_the_reason(text: str, parts: tuple[str, str]) -> None:
    assert split_moment(text) == parts


def test_a_day_later_is_the_same_time_of_day_when_the_clocks_change() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    read = read_moment("1d", datetime(2026, 10, 24, 12, 0, tzinfo=berlin), read_hours("Mon-Sun 00:00-24:00", berlin))

    assert read == datetime(2026, 10, 25, 12, 0, tzinfo=berlin)
