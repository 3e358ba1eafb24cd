"""Public holidays by the library, where it is installed, and in opening hours."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.desk.calendar import public_holidays as module
from bot.desk.calendar.due_dates import due, opens_next, part_of, read_exceptions, read_hours
from bot.desk.calendar.public_holidays import public_holidays

SHANGHAI = ZoneInfo("Asia/Shanghai")
WEEK = read_hours("Mon-Fri 09:00-12:00 13:00-18:00", SHANGHAI)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def test_a_day_that_makes_up_for_a_holiday_is_worked() -> None:
    pytest.importorskip("holidays")
    hours = replace(WEEK, holidays=public_holidays("CN"))

    assert opens_next(at("2026-09-30 18:00"), hours) == at("2026-10-08 09:00")
    assert hours.spans(date(2026, 10, 10)) == WEEK.days[0]
    assert hours.spans(date(2026, 10, 11)) == ()
    assert due(at("2026-10-09 16:00"), timedelta(hours=4), hours) == at("2026-10-10 11:00")


def test_a_part_of_a_country_has_its_own() -> None:
    pytest.importorskip("holidays")

    assert public_holidays("GB-SCT").is_holiday(date(2026, 1, 2))
    assert not public_holidays("GB-ENG").is_holiday(date(2026, 1, 2))


def test_a_country_that_is_none_is_refused() -> None:
    pytest.importorskip("holidays")

    with pytest.raises(ValueError, match="“XX” is no country"):
        public_holidays("XX")


def test_without_the_library_it_is_said_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(_: str) -> None:
        raise ImportError

    monkeypatch.setattr(module, "import_module", missing)

    with pytest.raises(ValueError, match="pip install holidays"):
        public_holidays("CN")


def test_a_company_has_days_of_its_own() -> None:
    days = read_exceptions("2026-12-24 closed, 2026-12-26 10:00-12:00")
    hours = replace(WEEK, exceptions=days)

    assert days == {date(2026, 12, 24): (), date(2026, 12, 26): ((time(10), time(12)),)}
    assert opens_next(at("2026-12-24 10:00"), hours) == at("2026-12-25 09:00")
    assert opens_next(at("2026-12-26 09:00"), hours) == at("2026-12-26 10:00")


@pytest.mark.parametrize(
    "text", ["Christmas", "2026-12-24", "2026-02-30 closed", "2026-12-24 closed, 2026-12-24 closed"]
)
def test_exceptions_that_cannot_be_read_are_named(text: str) -> None:
    with pytest.raises(ValueError, match="“"):
        read_exceptions(text)


def test_a_lunch_break_does_not_count() -> None:
    assert due(at("2026-12-02 11:00"), timedelta(hours=2), WEEK) == at("2026-12-02 14:00")
    assert part_of(at("2026-12-02 11:00"), at("2026-12-02 14:00"), 0.5, WEEK) == at("2026-12-02 12:00")
    assert part_of(at("2026-12-02 11:00"), at("2026-12-02 14:00"), 0.75, WEEK) == at("2026-12-02 13:30")


def test_a_share_of_a_time_at_night_goes_by_the_clock() -> None:
    assert part_of(at("2026-12-05 20:00"), at("2026-12-05 21:00"), 0.5, WEEK) == at("2026-12-05 20:30")
