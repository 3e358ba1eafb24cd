"""What each role may give by itself, and how amounts are read and shown."""

import pytest

from bot.desk.outcomes.remedy_limits import RemedyLimits, read_amount, read_limits, shown_amount
from storage.records.statuses import Role

LIMITS = read_limits("agent 100 CNY, supervisor 2000 CNY, supervisor 50.50 EUR")


@pytest.mark.parametrize(
    ("role", "amount", "currency", "allowed"),
    [
        ("agent", 10_000, "CNY", True),
        ("agent", 10_001, "CNY", False),
        ("supervisor", 200_000, "CNY", True),
        ("supervisor", 200_001, "CNY", False),
        ("manager", 999_999_999, "CNY", True),
        ("agent", 1, "EUR", False),
        ("supervisor", 5050, "EUR", True),
        ("agent", 1, "USD", False),
        ("supervisor", 999, "USD", True),
        ("agent", 0, "USD", True),
    ],
)
def test_a_role_may_give_up_to_its_limit(role: Role, amount: int, currency: str, allowed: bool) -> None:
    assert LIMITS.allow(role, amount, currency) is allowed


def test_without_limits_everybody_may_give_anything() -> None:
    assert RemedyLimits().allow("agent", 10**9, "CNY")


def test_the_currency_that_is_named_first_is_proposed() -> None:
    assert LIMITS.currencies == ("CNY", "EUR")


@pytest.mark.parametrize("text", ["agent 100", "boss 100 CNY", "agent much CNY", "agent 1.999 CNY"])
def test_a_limit_that_cannot_be_read_is_told(text: str) -> None:
    with pytest.raises(ValueError, match="is not a limit like"):
        read_limits(text)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("50", 5000),
        ("50.5", 5050),
        ("1,250.00", 125_000),
        (" 8 ", 800),
        ("-1", None),
        ("1.234", None),
        ("nan", None),
    ],
)
def test_amounts_are_read_in_hundredths(text: str, amount: int | None) -> None:
    assert read_amount(text) == amount


def test_amounts_are_shown_as_people_write_them() -> None:
    assert shown_amount(5000, "CNY", "en") == "50 CNY"
    assert shown_amount(125_050, "EUR", "zh") == "1,250.50 EUR"
    assert shown_amount(5000, "CNY", "zh") == "50元"
