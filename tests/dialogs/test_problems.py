from hypothesis import given, settings
from hypothesis import strategies as st

from dialogs.problems import Problem, did_you_mean, quoted, render


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


@settings(deadline=None)
@given(st.text())
def test_whatever_the_author_wrote_is_quoted_short_printable_and_on_one_line(text: str) -> None:
    shown = quoted(text)

    assert shown.isprintable()
    assert len(shown) <= 450
