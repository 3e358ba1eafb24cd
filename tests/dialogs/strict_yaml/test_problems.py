import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.strict_yaml.problems import (
    MOST_PROBLEMS,
    EnoughError,
    Problem,
    Problems,
    did_you_mean,
    listed,
    quoted,
    render,
)


def test_a_problem_is_one_line_that_an_editor_can_jump_from() -> None:
    problem = Problem(12, 5, "unknown-key", "an ask step has no `trys`", "did you mean `tries`?")

    expected = "telecom.yaml:12:5: unknown-key: an ask step has no `trys`; did you mean `tries`?"
    assert expected == render(problem, "telecom.yaml")


def test_without_a_remedy_the_line_ends_with_the_message() -> None:
    assert render(Problem(1, 1, "empty", "nothing here"), "a.yaml") == "a.yaml:1:1: empty: nothing here"


def test_problems_sort_by_their_place_in_the_text() -> None:
    last, middle, first = Problem(10, 1, "a", ""), Problem(2, 7, "b", ""), Problem(2, 3, "c", "")

    assert [first, middle, last] == sorted([last, middle, first])


def test_the_nearest_known_word_is_proposed() -> None:
    assert did_you_mean("trys", ["ask", "goto", "tries"]) == "did you mean `tries`?"


def test_without_a_near_word_all_that_would_be_right_are_named() -> None:
    assert did_you_mean("xyz", ["supervisor", "agent"]) == "use one of `agent`, `supervisor`"


def test_where_nothing_is_known_nothing_is_proposed() -> None:
    assert did_you_mean("xyz", []) == ""


def test_of_very_many_names_the_first_are_listed() -> None:
    assert listed("ab") == "`a`, `b`"
    assert listed("abcdefghijklmno").endswith("`k`, `l` …")


def test_what_is_found_is_told_once_in_the_order_of_the_text() -> None:
    problems = Problems([Problem(2, 1, "b", "")])
    for line in (3, 1, 3):
        problems.add(Problem(line, 1, "a", ""))

    assert [problem.line for problem in problems.told()] == [1, 2, 3]


def test_a_hundred_problems_are_all_and_one_more_is_too_many() -> None:
    problems = Problems()
    for line in range(MOST_PROBLEMS):
        problems.add(Problem(line, 1, "a", ""))
    told = problems.told()

    with pytest.raises(EnoughError):
        problems.add(Problem(0, 1, "b", ""))
    assert len(told) == MOST_PROBLEMS
    assert problems.told()[:-1] == told
    assert problems.told()[-1].code == "too-many-problems"


@given(st.text())
def test_whatever_the_author_wrote_is_quoted_short_printable_and_on_one_line(text: str) -> None:
    shown = quoted(text)

    assert shown.isprintable()
    assert len(shown) <= 450
