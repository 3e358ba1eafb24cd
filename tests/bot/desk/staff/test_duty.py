from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.desk.staff.duty import DutyRoster, read_roster

NIGHT = datetime(2026, 11, 4, 22, 0, tzinfo=UTC)


def test_a_roster_says_who_is_on_duty() -> None:
    text = "supervisor: {Ada: Mon-Fri 09:00-17:00, Li Wei: Mon-Sun 17:00-24:00}\nmanager: {陈: Mon-Sun 00:00-24:00}"
    roster, problems = read_roster(text, ZoneInfo("UTC"))

    assert problems == ()
    assert roster is not None
    assert [roster.names(role, NIGHT) for role in ("supervisor", "manager", "admin")] == [{"Li Wei"}, {"陈"}, set()]


@pytest.mark.parametrize(
    "text", ["supervisor: {Ada: always}", "agent: {Ada: Mon 09:00-17:00}", "supervisor: Ada", "- Ada"]
)
def test_a_roster_that_cannot_be_read_is_told(text: str) -> None:
    roster, problems = read_roster(text, ZoneInfo("UTC"))

    assert roster is None
    assert problems


def test_no_roster_has_nobody_on_duty() -> None:
    assert DutyRoster().names("supervisor", NIGHT) == set()
