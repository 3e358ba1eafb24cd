"""The clocks of regulators, on days that somebody counted by hand; holidays are stood in for by a list."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.desk.calendar.regulator_clocks import RegulatorClock, read_clock, shipped_clocks

LONDON, SHANGHAI, BRUSSELS = ZoneInfo("Europe/London"), ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Brussels")
CLOCKS = {clock.key: clock for clock in shipped_clocks()}


@dataclass(frozen=True)
class Listed:
    """Holidays by a list, and the days that make up for them."""

    off: tuple[str, ...] = ()
    on: tuple[str, ...] = ()

    def is_holiday(self, day: date) -> bool:
        return str(day) in self.off

    def is_made_up(self, day: date) -> bool:
        return str(day) in self.on


NATIONAL_DAYS = Listed(off=("2026-09-25", *(f"2026-10-0{day}" for day in range(1, 8))), on=("2026-09-20", "2026-10-10"))
CHRISTMAS = Listed(off=("2026-12-25", "2026-12-28", "2027-01-01"))


def due(clock: RegulatorClock, step: str, received: datetime) -> datetime:
    found = clock.step(step)
    assert found is not None
    return clock.due(found, received).astimezone(clock.zone)


def test_china_counts_days_that_make_up_for_holidays() -> None:
    clock = replace(CLOCKS["cn-15-working-days"], holidays=NATIONAL_DAYS)
    received = datetime(2026, 9, 24, 16, 0, tzinfo=SHANGHAI)

    assert due(clock, "answer", received) == datetime(2026, 10, 23, 0, 0, tzinfo=SHANGHAI)


def test_the_third_business_day_is_over_at_its_close_and_leaves_christmas_out() -> None:
    clock = replace(CLOCKS["uk-fca-third-business-day"], holidays=CHRISTMAS)
    received = datetime(2026, 12, 22, 23, 30, tzinfo=LONDON)

    assert due(clock, "summary-resolution", received) == datetime(2026, 12, 29, 17, 0, tzinfo=LONDON)


def test_eight_weeks_are_eight_weeks_whatever_the_holidays_and_the_clocks_do() -> None:
    clock = replace(CLOCKS["uk-8-weeks"], holidays=CHRISTMAS)
    received = datetime(2026, 10, 1, 9, 0, tzinfo=LONDON)

    assert [due(clock, step.key, received).date().isoformat() for step in clock.steps] == [
        "2026-10-09",
        "2026-10-30",
        "2026-11-27",
    ]


def test_a_bank_of_the_union_has_fifteen_business_days() -> None:
    received = datetime(2026, 11, 2, 9, 0, tzinfo=BRUSSELS)

    assert due(CLOCKS["eu-bank-15-business-days"], "reply", received) == datetime(2026, 11, 24, 0, 0, tzinfo=BRUSSELS)


def test_the_day_of_receipt_is_that_of_the_regulator() -> None:
    received = datetime(2026, 11, 1, 23, 30, tzinfo=LONDON)
    clock = CLOCKS["eu-bank-15-business-days"]

    assert due(clock, "reply", received) == due(clock, "reply", datetime(2026, 11, 2, 9, 0, tzinfo=BRUSSELS))


OWN = """
clock: mine
title: {en: Mine, zh: 我们的}
zone: Europe/Berlin
holidays: DE
steps:
  word: {title: {en: A word, zh: 回音}, within: 1 week, until: "12:00", kept-by: reply}
"""


def test_a_companys_own_clock_is_read() -> None:
    clock, problems = read_clock(OWN)

    assert problems == ()
    assert clock is not None
    assert [(step.number, step.unit, step.kept_by) for step in clock.steps] == [(1, "week", "reply")]


@pytest.mark.parametrize(
    ("written", "instead"),
    [("1 week", "soon"), ("12:00", "noon"), ("12:00", "29:00"), ("Europe/Berlin", "Berlin"), ("reply", "prayer")],
)
def test_a_mistake_in_a_clock_is_told(written: str, instead: str) -> None:
    clock, problems = read_clock(OWN.replace(written, instead))

    assert clock is None
    assert problems
