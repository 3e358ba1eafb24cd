import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.normalise import tokens


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", []),
        ("!!! ???", []),
        ("No signal at home", ["no", "signal", "home"]),
        ("ＮＯ　Signal", ["no", "signal"]),
        ("My 宽带断了", ["宽带", "带断"]),
        ("宽带，断了", ["宽带", "断"]),
        ("账单138元", ["账单", "138", "元"]),
        ("see https://example.com/a?b=c or www.example.com now", ["see", "now"]),
        ("我的iPhone坏了5G慢", ["我", "iphone", "坏", "5g", "慢"]),
        ("snake_case 5G", ["snake", "case", "5g"]),
        ("STRASSE straße", ["strasse", "strasse"]),
    ],
)
def test_a_text_becomes_its_words(text: str, words: list[str]) -> None:
    found = tokens(text)

    assert words == found


def test_how_a_text_is_typed_makes_no_difference() -> None:
    typed = tokens("  my BILL, of “October”... is wrong!! ")

    assert tokens("bill october wrong") == typed


def test_only_the_beginning_of_a_very_long_text_counts() -> None:
    found = tokens("x " * 500_000 + "last")

    assert found == ["x"] * 2000


@given(st.text(max_size=80) | st.text("宽带断了 ab1_.½ﷺİ한국", max_size=80))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = tokens(text)

    assert once == tokens(" ".join(once))
