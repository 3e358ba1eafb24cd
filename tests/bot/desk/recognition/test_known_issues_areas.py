from dataclasses import replace
from datetime import date

import pytest

from bot.desk.recognition.known_issues import circumstances, concerns
from dialogs.language.known_issue import KnownIssue
from dialogs.model.script import Choice, Slot

OUTAGE = KnownIssue("outage", {"en": "Outage"}, ("no signal",), {"en": "Tonight."}, "confirmed", area=("Oak Street",))
FIBRE = replace(OUTAGE, area=(), products=("fibre",))


def slot(key: str, kind: str, *choices: str) -> Slot:
    return Slot(key, kind, {"en": key}, tuple(Choice(one, {"en": one}) for one in choices))


SLOTS = {
    one.key: one
    for one in (
        slot("problem", "telling"),
        slot("branch", "place"),
        slot("urgent", "yes-no"),
        slot("wish", "choice", "refund", "repair"),
        slot("kind", "multi-choice", "fibre", "mobile"),
    )
}


def judge(issue: KnownIssue, text: str, given: dict[str, str]) -> bool | None:
    return concerns(issue, circumstances(text, given, SLOTS))


@pytest.mark.parametrize(
    ("text", "given", "judged"),
    [
        ("No signal in Oak Street", {}, True),
        ("No signal in oak stret", {}, True),
        ("No signal", {"branch": "12 Oak Street"}, True),
        ("No signal", {"branch": "Garden Lane"}, False),
        ("No signal", {"branch": ""}, None),
        ("No signal", {"branch": "31.23040, 121.47370"}, None),
        ("No signal", {}, None),
    ],
)
def test_a_fault_concerns_those_in_its_area(text: str, given: dict[str, str], judged: bool | None) -> None:
    assert judge(OUTAGE, text, given) is judged


@pytest.mark.parametrize(
    ("given", "judged"),
    [({"kind": "fibre"}, True), ({"kind": "mobile,fibre"}, True), ({"kind": "mobile"}, False), ({}, None)],
)
def test_a_fault_concerns_those_who_have_its_product(given: dict[str, str], judged: bool | None) -> None:
    assert judge(FIBRE, "No signal", given) is judged


@pytest.mark.parametrize("given", [{"urgent": "yes"}, {"wish": "repair"}, {"problem": "broken"}, {"gone": "mobile"}])
def test_an_answer_to_something_else_chooses_no_product(given: dict[str, str]) -> None:
    assert judge(FIBRE, "No signal", given) is None


def test_an_issue_of_no_place_and_no_product_concerns_everybody() -> None:
    assert judge(replace(OUTAGE, area=()), "No signal", {"branch": "anywhere"}) is True


@pytest.mark.parametrize(("day", "told"), [(23, False), (24, True), (26, True), (27, False)])
def test_a_fault_is_told_in_its_period(day: int, told: bool) -> None:
    issue = replace(OUTAGE, since="2026-11-24", until="2026-11-26")

    assert issue.holds_on(date(2026, 11, day)) is told
