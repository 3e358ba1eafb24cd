from dataclasses import replace
from datetime import date

import pytest

from bot.desk.areas import concerns
from dialogs.known_issue import KnownIssue

OUTAGE = KnownIssue("outage", {"en": "Outage"}, ("no signal",), {"en": "Tonight."}, "confirmed", area=("Oak Street",))
FIBRE = replace(OUTAGE, area=(), products=("fibre",))


@pytest.mark.parametrize(
    ("text", "slots", "judged"),
    [
        ("No signal in Oak Street", {}, True),
        ("No signal in oak stret", {}, True),
        ("No signal", {"place": "12 Oak Street"}, True),
        ("No signal", {"place": "Garden Lane"}, False),
        ("No signal", {}, None),
    ],
)
def test_a_fault_concerns_those_in_its_area(text: str, slots: dict[str, str], judged: bool | None) -> None:
    assert concerns(OUTAGE, text, slots) is judged


@pytest.mark.parametrize(
    ("slots", "judged"),
    [({"kind": "fibre"}, True), ({"kind": "mobile,fibre"}, True), ({"kind": "mobile"}, False), ({}, None)],
)
def test_a_fault_concerns_those_who_have_its_product(slots: dict[str, str], judged: bool | None) -> None:
    assert concerns(FIBRE, "No signal", slots) is judged


def test_an_issue_of_no_place_and_no_product_concerns_everybody() -> None:
    assert concerns(replace(OUTAGE, area=()), "No signal", {"place": "anywhere"}) is True


@pytest.mark.parametrize(("day", "told"), [(23, False), (24, True), (26, True), (27, False)])
def test_a_fault_is_told_in_its_period(day: int, told: bool) -> None:
    issue = replace(OUTAGE, since="2026-11-24", until="2026-11-26")

    assert issue.holds_on(date(2026, 11, day)) is told
