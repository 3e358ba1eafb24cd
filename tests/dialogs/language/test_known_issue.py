from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.language.known_issue import KnownIssue, load_known_issues
from tests.dialogs.small_scripts import standing_at

ROAMING = """\
format: 1
known-issues:
  roaming:
    title: {en: Roaming is off, zh: 漫游未开通}
    status: standing
    wordings: [no signal abroad, 出国没信号]
    answer: {en: Switch it on., zh: 请开通。}
"""
SECOND = ROAMING.split("known-issues:\n")[1].replace("  roaming:", "  second:")


def problems(text: str) -> list[tuple[str, str]]:
    issues, found = load_known_issues(text)

    assert issues == ()
    return [(problem.code, standing_at(text, problem)) for problem in found]


def test_a_known_issue_is_read() -> None:
    title, answer = {"en": "Roaming is off", "zh": "漫游未开通"}, {"en": "Switch it on.", "zh": "请开通。"}

    expected = KnownIssue("roaming", title, ("no signal abroad", "出国没信号"), answer, "standing")
    assert load_known_issues(ROAMING) == ((expected,), ())


def test_a_known_issue_may_concern_places_products_and_days() -> None:
    more = "    area: [Chaoyang, 朝阳]\n    products: [network]\n    since: 2026-11-24\n    until: 2026-11-30\n"
    (issue,), found = load_known_issues(ROAMING + more)

    assert found == ()
    assert (issue.area, issue.products) == (("Chaoyang", "朝阳"), ("network",))
    assert (issue.since, issue.until) == ("2026-11-24", "2026-11-30")


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ("", [True, True, True]),
        ("since: 2026-11-24", [False, True, True]),
        ("until: 2026-11-24", [True, True, False]),
        ("since: 2026-11-24\n    until: 2026-11-24", [False, True, False]),
    ],
)
def test_a_known_issue_is_told_from_its_first_to_its_last_day(days: str, told: list[bool]) -> None:
    (issue,), _ = load_known_issues(f"{ROAMING}    {days}\n")

    assert [issue.holds_on(date(2026, 11, day)) for day in (23, 24, 25)] == told


@pytest.mark.parametrize("day", ["tomorrow", "2026-11-31", "2026-W48-2", "20261124", "24.11.2026"])
def test_a_day_is_written_as_a_day(day: str) -> None:
    assert problems(f"{ROAMING}    since: {day}\n") == [("no-day", day)]


def test_known_issues_come_in_the_order_of_the_file() -> None:
    issues, _ = load_known_issues(ROAMING + SECOND.replace("no signal abroad, 出国没信号", "other, 其他"))

    assert [issue.key for issue in issues] == ["roaming", "second"]


def test_an_answer_must_be_worded_in_every_language_and_no_other() -> None:
    assert problems(ROAMING.replace("en: Switch it on., zh", "de"))[0][0] == "missing-language"
    assert [code for code, _ in problems(ROAMING.replace(", zh: 漫游", ", de: 漫游"))] == [
        "missing-language",
        "extra-language",
    ]


def test_a_wording_belongs_to_one_known_issue() -> None:
    expected = [("repeated-wording", "no signal abroad, 出国没信号]"), ("repeated-wording", "出国没信号]")]

    assert problems(ROAMING + SECOND) == expected


def test_a_wording_is_not_given_twice() -> None:
    assert problems(ROAMING.replace("出国没信号", "No Signal Abroad")) == [("repeated-wording", "No Signal Abroad]")]


def test_a_status_is_one_of_four() -> None:
    assert problems(ROAMING.replace("standing", "standng")) == [("unknown-value", "standng")]


def test_a_known_issue_without_wordings_is_refused() -> None:
    assert problems(ROAMING.replace("[no signal abroad, 出国没信号]", "[]")) == [("not-a-list", "[]")]


def test_an_unknown_key_is_refused() -> None:
    assert problems(ROAMING + "    place: {en: X, zh: X}\n") == [("unknown-key", "place: {en: X, zh: X}")]


@given(st.text(st.characters(codec=None)))
def test_no_text_makes_it_raise(text: str) -> None:
    assert load_known_issues(text)[1]


@given(st.integers(0, len(ROAMING)), st.integers(0, 30), st.text("{}[]:,-#'\"& \n", max_size=3))
def test_no_slip_of_the_pen_makes_it_raise(at: int, cut: int, inserted: str) -> None:
    issues, found = load_known_issues(ROAMING[:at] + inserted + ROAMING[at + cut :])

    assert not (issues and found)
