from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.desk.calendar.due_dates import HORIZON, NeverDue, OpeningHours, Span, due, read_hours

BERLIN = ZoneInfo("Europe/Berlin")
SHANGHAI = ZoneInfo("Asia/Shanghai")
NIGHTS = OpeningHours(BERLIN, {6: ((time(0), time(8)),)})
NINE_TO_FIVE = read_hours("Mon-Fri 09:00-17:00", BERLIN)


def at(text: str, zone: ZoneInfo = BERLIN) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


def test_a_complaint_of_friday_afternoon_is_due_on_monday_at_noon() -> None:
    moment = due(at("2026-11-06 16:00"), hours(4), NINE_TO_FIVE)

    assert at("2026-11-09 12:00") == moment


def test_a_night_that_loses_an_hour_is_an_hour_shorter() -> None:
    moment = due(at("2025-03-30 00:00"), hours(4), NIGHTS)

    assert at("2025-03-30 05:00") == moment


def test_a_night_that_gains_an_hour_is_an_hour_longer() -> None:
    moment = due(at("2025-10-26 00:00"), hours(4), NIGHTS)

    assert at("2025-10-26 03:00") == moment


def test_a_day_that_closes_in_the_hour_that_the_clocks_skip_never_runs_backwards() -> None:
    odd = OpeningHours(BERLIN, {6: ((time(2, 30), time(3, 0)),)})

    moment = due(at("2025-03-30 00:00"), hours(0.5), odd)

    assert at("2025-04-06 03:00") == moment


def test_time_before_opening_does_not_count() -> None:
    moment = due(at("2026-11-05 06:00"), hours(1), NINE_TO_FIVE)

    assert at("2026-11-05 10:00") == moment


def test_an_allowance_may_be_used_up_at_the_minute_of_closing() -> None:
    moment = due(at("2026-11-05 15:00"), hours(2), NINE_TO_FIVE)

    assert at("2026-11-05 17:00") == moment


def test_a_complaint_at_closing_time_counts_from_the_next_opening() -> None:
    moment = due(at("2026-11-05 17:00"), hours(1), NINE_TO_FIVE)

    assert at("2026-11-06 10:00") == moment


def test_an_open_desk_runs_through_midnight() -> None:
    moment = due(at("2026-11-05 20:00"), hours(24), read_hours("Mon-Sun 00:00-24:00", BERLIN))

    assert at("2026-11-06 20:00") == moment


def test_the_weekday_is_the_one_on_the_clocks_of_the_desk() -> None:
    sunday_evening_in_utc = datetime(2026, 11, 8, 22, 0, tzinfo=UTC)

    moment = due(sunday_evening_in_utc, hours(1), read_hours("Mon 00:00-24:00", SHANGHAI))

    assert at("2026-11-09 07:00", SHANGHAI) == moment


def test_a_due_time_is_in_utc() -> None:
    moment = due(at("2026-11-05 10:00"), hours(1), NINE_TO_FIVE)

    assert moment.tzinfo is UTC


def test_a_desk_that_never_opens_is_never_due() -> None:
    with pytest.raises(NeverDue, match="do not fit"):
        due(at("2026-11-05 10:00"), hours(1), OpeningHours(BERLIN, {}))


def test_what_does_not_fit_into_the_horizon_is_never_due() -> None:
    with pytest.raises(NeverDue):
        due(at("2026-11-05 10:00"), HORIZON, NINE_TO_FIVE)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Mon 09:00-17:00", {0: ((time(9), time(17)),)}),
        ("Fri-Sun 09:00-24:00", dict.fromkeys((4, 5, 6), ((time(9), time(0)),))),
        ("Sat-Mon 10:00-12:30", dict.fromkeys((5, 6, 0), ((time(10), time(12, 30)),))),
        (" Mon 09:00-17:00 ,Tue  10:00-11:00", {0: ((time(9), time(17)),), 1: ((time(10), time(11)),)}),
        ("Thu 09:00-12:00 13:00-18:00", {3: ((time(9), time(12)), (time(13), time(18)))}),
        ("Wed 00:00-24:00", {2: ((time(0), time(0)),)}),
    ],
)
def test_opening_hours_are_read(text: str, days: dict[int, tuple[Span, ...]]) -> None:
    read = read_hours(text, BERLIN)

    assert OpeningHours(BERLIN, days) == read


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "“” is not like"),
        ("always", "“always” is not like"),
        ("Mon-Fri", "“Mon-Fri” is not like"),
        ("Mon-Fri 9-17", "is not like"),
        ("Mon 0900-1700", "is not like"),
        ("Mon 09:00-25:00", "is not like"),
        ("Mon 09:00+01:00-18:00", "is not like"),
        ("Mon 09:00-18:00,", "“” is not like"),
        ("Montag 09:00-18:00", "“Montag 09:00-18:00” is not like"),
        ("Mon 18:00-09:00", "“Mon 18:00-09:00” closes before it opens"),
        ("Mon 09:00-09:00", "closes before it opens"),
        ("Mon 13:00-18:00 09:00-12:00", "opens before it has closed"),
        ("Mon 09:00-12:00 11:00-18:00", "opens before it has closed"),
        ("Mon 09:00-24:00 11:00-18:00", "opens before it has closed"),
        ("Mon 09:00-12:00, Mon 13:00-18:00", "“Mon 13:00-18:00” names a day that has its hours already"),
    ],
)
def test_opening_hours_that_cannot_be_read_are_named(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        read_hours(text, BERLIN)
