from datetime import timedelta

import pytest

from bot.desk.calendar.due_times import Allowance, DueTimes, read_due_times, shipped_due_times

OWN = """
severity: {danger: 5 minutes}
category:
  kind: {privacy: 8 open hours, network: 2 days}
"""


def read(text: str) -> DueTimes:
    found, problems = read_due_times(text)
    assert found is not None, problems
    return found


@pytest.mark.parametrize("signal", ["danger", "self-harm", "violence-threat", "abuse"])
def test_danger_to_people_is_answered_in_minutes_by_day_and_night(signal: str) -> None:
    allowance = shipped_due_times().severity[signal]

    assert (allowance.time <= timedelta(minutes=30), allowance.is_open) == (True, False)


def test_a_companys_file_wins_and_the_rest_stays() -> None:
    times = read(OWN).over(shipped_due_times())

    assert times.severity["danger"] == Allowance(timedelta(minutes=5), is_open=False)
    assert times.severity["fraud-now"] == shipped_due_times().severity["fraud-now"]


def test_a_category_is_named_by_an_answer() -> None:
    times = read(OWN)

    assert times.of({"kind": "privacy", "place": "network"}) == [Allowance(timedelta(hours=8))]
    assert times.of({"kind": "process"}) == []


@pytest.mark.parametrize("value", ["soon", "0 minutes", "5 open weeks", "-5 minutes", "５ minutes", "99999 days"])
def test_a_time_that_says_nothing_is_named(value: str) -> None:
    _, problems = read_due_times(f"severity: {{danger: {value}}}")

    assert [problem.code for problem in problems] == ["bad-value"]


def test_an_unknown_entry_is_named() -> None:
    _, problems = read_due_times("severities: {danger: 5 minutes}")

    assert [problem.code for problem in problems] == ["unknown-key"]
