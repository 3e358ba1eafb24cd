import itertools
from datetime import date
from zoneinfo import ZoneInfo

import pytest

from bot.desk.reports.report_period import ImpossiblePeriod, Period, PeriodProblem, period_of, presets

ZONE = ZoneInfo("Europe/Berlin")
TODAY = date(2026, 11, 30)


def days(first: date, last: date) -> Period:
    return Period(first, last, ZONE)


@pytest.mark.parametrize(
    ("first", "last", "before"),
    [
        (date(2026, 3, 1), date(2026, 3, 31), (date(2026, 2, 1), date(2026, 2, 28))),
        (date(2026, 1, 1), date(2026, 12, 31), (date(2025, 1, 1), date(2025, 12, 31))),
        (date(2026, 11, 24), date(2026, 11, 30), (date(2026, 11, 17), date(2026, 11, 23))),
        (date(2026, 11, 1), date(2026, 11, 30), (date(2026, 10, 1), date(2026, 10, 31))),
    ],
)
def test_a_period_has_one_before_it_that_ends_where_it_begins(
    first: date, last: date, before: tuple[date, date]
) -> None:
    period = days(first, last)

    assert before == (period.before.first, period.before.last)
    assert period.begins == period.before.ends


def test_a_day_is_one_of_the_desk_also_when_the_clocks_are_changed() -> None:
    changed = days(date(2026, 10, 25), date(2026, 10, 25))

    assert (changed.ends - changed.begins).total_seconds() / 3600 == 25


@pytest.mark.parametrize("length", [1, 14, 15, 120, 121, 365])
def test_the_parts_of_a_period_are_the_whole_of_it(length: int) -> None:
    period = days(date.fromordinal(TODAY.toordinal() - length + 1), TODAY)
    parts = list(period.parts())

    assert length == sum(part.days for part in parts)
    assert len(parts) <= 18
    assert all(one.ends == other.begins for one, other in itertools.pairwise(parts))


@pytest.mark.parametrize(
    ("first", "last", "problem"),
    [
        ("yesterday", "", PeriodProblem.UNREADABLE),
        ("2026-02-30", "", PeriodProblem.UNREADABLE),
        ("", "0001-01-01", PeriodProblem.UNREADABLE),
        ("2026-11-02", "2026-11-01", PeriodProblem.BACKWARDS),
        ("2026-12-01", "2026-12-31", PeriodProblem.FUTURE),
        ("1999-01-01", "", PeriodProblem.TOO_LONG),
        ("2026-01-01", "9999-12-31", PeriodProblem.TOO_LONG),
    ],
)
def test_what_is_no_period_is_told_why(first: str, last: str, problem: PeriodProblem) -> None:
    with pytest.raises(ImpossiblePeriod) as impossible:
        period_of(first, last, TODAY, ZONE)

    assert problem == impossible.value.problem


def test_what_people_ask_for_most_can_be_asked_for() -> None:
    asked = {
        name: period_of(span.first.isoformat(), span.last.isoformat(), TODAY, ZONE)
        for name, span in presets(TODAY, ZONE).items()
    }

    assert presets(TODAY, ZONE) == asked
    assert asked["usual"] == period_of("", "", TODAY, ZONE)
