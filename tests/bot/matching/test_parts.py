import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.parts import AT_MOST, SURELY, parts, two_matters


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("My bill is wrong", ["My bill is wrong"]),
        ("My bill is wrong. The shop was rude.", ["My bill is wrong", "The shop was rude."]),
        ("No signal at home, also my bill is wrong", ["No signal at home", "also my bill is wrong"]),
        ("宽带断了三天，另外话费多扣了", ["宽带断了三天", "另外话费多扣了"]),
        ("宽带断了三天。话费多扣了！", ["宽带断了三天", "话费多扣了"]),
        ("Hi! My bill is wrong", ["My bill is wrong"]),
        ("my SIM is locked and also I have no signal", ["my SIM is locked", "and also I have no signal"]),
        ("It cost 12.50 yuan", ["It cost 12.50 yuan"]),
    ],
)
def test_a_message_has_its_sentences_and_what_comes_on_top(text: str, found: list[str]) -> None:
    assert parts(text) == found


@given(st.text(max_size=300))
def test_parts_are_of_the_message_and_few(text: str) -> None:
    found = parts(text)

    assert len(found) <= AT_MOST
    assert all(part in text for part in found)


def test_two_parts_about_two_matters_are_two_each_by_its_surest_part() -> None:
    found = two_matters([("a", "one", 0.7), ("b", "two", 0.9), ("a", "three", 0.8)])

    assert found == [("a", "three", 0.8), ("b", "two", 0.9)]


def test_two_parts_about_one_matter_are_one() -> None:
    assert two_matters([("a", "one", 0.9), ("a", "two", 0.9)]) == []


def test_a_part_that_may_be_about_anything_makes_no_second_matter() -> None:
    assert two_matters([("a", "one", 0.9), ("b", "two", SURELY - 0.01)]) == []
