from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.desk.reports.regulator_returns import fill_return, is_timely, regulator_returns
from bot.desk.reports.report_period import Period
from bot.desk.reports.ticket_facts import TicketFact
from tests.bot.desk.reports.test_findings import ticket

HALF = Period(date(2026, 7, 1), date(2026, 12, 31), ZoneInfo("UTC"))
AUGUST = datetime(2026, 8, 1, tzinfo=UTC)


def fact(category: str, opened: datetime = AUGUST, took: int | None = 1, **more: Any) -> TicketFact:
    resolved = None if took is None else opened + timedelta(days=took)
    made = ticket(0, opened, "", again=False)._replace(category=category, resolved=resolved)
    return made._replace(**{"outcome_code": "upheld" if resolved else "", "cause": "a/b" if resolved else "", **more})


@pytest.mark.parametrize("key", regulator_returns())
def test_every_return_can_be_filled_and_maps_to_rows_that_it_has(key: str) -> None:
    profile = regulator_returns()[key]

    filled = fill_return(profile, [fact("payment"), fact("network"), fact("")], HALF, 0)

    assert set(profile.mapped.values()) <= set(profile.rows)
    assert bool(profile.columns) != bool(profile.lines)
    assert "category" in filled.lacking
    assert profile.cannot


def test_the_fca_return_counts_by_how_long_it_took_and_what_was_paid() -> None:
    spring = datetime(2026, 5, 1, tzinfo=UTC)
    facts = [
        fact("payment", took=2, amount=2500, currency="GBP"),
        fact("payment", took=20, outcome_code="not-upheld"),
        fact("payment", took=70, amount=100, currency="EUR"),
        fact("payment", took=None),
        fact("payment", spring, took=100),
        fact("payment", spring, took=10),
    ]

    row = fill_return(regulator_returns()["uk-fca-annex-1r"], facts, HALF, 0).figures["current-accounts"]

    assert row == {
        "outstanding": 1,
        "opened": 4,
        "closed": 4,
        "closed-3-days": 1,
        "closed-8-weeks": 1,
        "closed-later": 2,
        "upheld": 3,
        "redress": 25.0,
    }


def test_what_a_return_needs_and_a_ticket_lacks_is_named_with_the_ticket() -> None:
    facts = [fact("payment", outcome_code="", reference="A"), fact("strange", reference="B")]

    lacking = fill_return(regulator_returns()["uk-fca-annex-1r"], facts, HALF, 0).lacking

    assert {key: [one.reference for one in held] for key, held in lacking.items()} == {"outcome": ["A"], "row": ["B"]}


def test_the_classes_of_china_are_counted_by_million_users() -> None:
    filled = fill_return(regulator_returns()["cn-miit-appeals"], [fact("network"), fact("billing")], HALF, 4_000_000)

    assert filled.figures["quality"] == {"opened": 1, "share": 0.5, "per-million": 0.25}


def test_a_hotline_counts_what_was_answered_in_time_and_what_customers_say() -> None:
    facts = [
        fact("network", promises=((AUGUST, "kept"),), solved="yes"),
        fact("network", promises=((AUGUST, "missed"),), solved="no"),
        fact("network", promises=(), solved=""),
    ]

    row = fill_return(regulator_returns()["cn-12345-hotline"], facts, HALF, 0).figures["network"]

    assert row == {"opened": 3, "responded": 0.5, "solved": 0.5, "satisfied": None}
    assert is_timely(facts[0], AUGUST)
