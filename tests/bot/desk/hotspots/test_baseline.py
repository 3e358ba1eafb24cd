from datetime import UTC, datetime, timedelta
from math import exp
from zoneinfo import ZoneInfo

import pytest

from bot.desk.hotspots.baseline import DAY, WEEK, Span, chance, expected_people, known_weeks
from bot.desk.hotspots.window import TellingWindow, window_telling

MONDAY = datetime(2026, 11, 2, 9, tzinfo=UTC)
HOUR = Span("burst", 3600.0, unpunctual=1800.0)
ZONE = ZoneInfo("UTC")


def mondays(people: int, weeks: int) -> TellingWindow:
    """Return so many people with one topic before nine o'clock on each of these Mondays, and quiet days between."""
    told = TellingWindow(20 * WEEK)
    for week in range(weeks, -1, -1):
        for number in range(people):
            at = MONDAY - timedelta(weeks=week, minutes=number)
            told.add(window_telling(at=at, customer=f"{week}-{number}", ticket="t", text="my bill"))
        for day in range(1, 7):
            at = MONDAY - timedelta(weeks=week) + timedelta(days=day)
            if at < MONDAY:
                told.add(window_telling(at=at, customer="other", ticket="t", text="something else"))
    return told


def members(told: TellingWindow) -> list[int]:
    return sorted(told.sharing({"bill": 1.0}))


def test_a_chance_is_that_of_so_many_or_more() -> None:
    assert chance(0, 3.0) == 1.0
    assert chance(1, 2.0) == pytest.approx(1 - exp(-2.0))
    assert chance(2, 2.0) == pytest.approx(1 - 3 * exp(-2.0))


def test_a_tiny_chance_is_not_taken_for_none() -> None:
    assert chance(5, 0.01) == pytest.approx(0.01**5 / 120, rel=0.02)
    assert chance(200, 20.0) > 0


def test_a_weekly_peak_is_usual_at_its_hour_and_not_at_others() -> None:
    told = mondays(12, weeks=4)
    found = members(told)
    at_its_hour = expected_people(told, found, HOUR, MONDAY, ZONE)
    later = expected_people(told, found, HOUR, MONDAY + timedelta(days=2), ZONE)

    assert at_its_hour > 9
    assert later < 1


def test_a_peak_may_come_half_an_hour_late() -> None:
    told = mondays(12, weeks=4)

    assert expected_people(told, members(told), HOUR, MONDAY + timedelta(minutes=30), ZONE) > 9


def test_the_hours_are_those_of_the_desk_when_its_clocks_are_changed() -> None:
    summer = datetime(2026, 10, 23, 7, tzinfo=UTC)  # nine o'clock in Berlin; a week later that is eight in UTC
    told = TellingWindow(20 * WEEK)
    told.add(window_telling(at=summer - timedelta(weeks=2), customer="c", ticket="t", text="something else"))
    for number in range(12):
        at = summer - timedelta(minutes=number * 2)
        told.add(window_telling(at=at, customer=f"{number}", ticket="t", text="my bill"))
    punctual = Span("burst", 3600.0)
    winter = summer + timedelta(days=7, hours=1)
    in_berlin = expected_people(told, members(told), punctual, winter, ZoneInfo("Europe/Berlin"))
    in_utc = expected_people(told, members(told), punctual, winter, ZONE)

    assert in_berlin > in_utc


def test_a_topic_that_is_half_of_everything_is_expected_to_be_half_of_this_hour() -> None:
    told = TellingWindow(20 * WEEK)
    for number in range(1000):
        at = MONDAY - timedelta(days=2) + timedelta(minutes=number)
        told.add(window_telling(at=at, customer=f"{number}", ticket="t", text="my bill" if number % 2 else "other"))
    for number in range(40):
        told.add(
            window_telling(at=MONDAY, customer=f"n{number}", ticket="t", text="my bill" if number % 2 else "other")
        )
    expected = expected_people(told, members(told), HOUR, MONDAY, ZONE)

    assert 15 < expected < 25


def test_before_anything_is_known_a_topic_is_taken_for_a_twentieth() -> None:
    told = TellingWindow(20 * WEEK)
    for number in range(40):
        told.add(window_telling(at=MONDAY, customer=f"{number}", ticket="t", text="my bill"))

    assert expected_people(told, members(told), HOUR, MONDAY, ZONE) == pytest.approx(2.0)


@pytest.mark.parametrize(("weeks", "known"), [(0, 0), (3, 2), (8, 7), (12, 8)])
def test_only_whole_weeks_before_the_time_are_known(weeks: int, known: int) -> None:
    told = TellingWindow(20 * WEEK)
    told.add(window_telling(at=MONDAY - timedelta(weeks=weeks), customer="c", ticket="t", text="x y"))

    assert known_weeks(told, Span("burst", DAY), MONDAY) == known
