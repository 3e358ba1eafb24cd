import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.normalise import LONGEST, plain, tokens


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
        ("It isn't £45.30 at 12:30", ["isnt", "45.30", "12:30"]),
        ("寬頻斷了", ["宽频", "频断"]),
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


def test_masked_numbers_are_all_the_same() -> None:
    found = tokens("Order 4711 of 12:30, 第3次", masked=True)

    assert found == ["order", "#", "#", "第", "#", "次"]


TYPED = st.text(max_size=80) | st.text("宽带断了斷帳 ab1_.½ﷺİ한국'", max_size=80)


@given(TYPED, st.booleans())
def test_a_plain_text_is_not_changed_any_more(text: str, masked: bool) -> None:
    once = plain(text, masked=masked)

    assert once == plain(once, masked=masked)


def test_signs_that_become_many_are_cut_as_well() -> None:
    text = plain("ﷺ" * LONGEST)

    assert len(text) <= LONGEST


@given(TYPED)
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = tokens(text)

    assert once == tokens(" ".join(once))
