import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.matching.typos import mended, words_of

KNOWN = words_of("The signal at home was never charged to my broadband subscription")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("No singal", "no signal"),
        ("chargd for brodband", "charged for broadband"),
        ("no signal", "no signal"),
        ("the bill", "the bill"),
        ("sign here", "sign here"),
        ("宽带没信号", "宽带没信号"),
        ("", ""),
    ],
)
def test_a_slip_becomes_the_known_word_that_it_nearly_is(typed: str, meant: str) -> None:
    assert mended(typed, KNOWN) == meant


def test_without_known_words_nothing_is_mended() -> None:
    assert mended("No singal", ()) == "no singal"


@given(st.text(max_size=80))
def test_what_is_mended_needs_no_mending(text: str) -> None:
    once = mended(text, KNOWN)

    assert mended(once, KNOWN) == once


def test_of_words_that_are_as_near_always_the_same_is_meant() -> None:
    near = ["tabled", "cabled"]

    assert mended("sabled", near) == mended("sabled", near[::-1]) == "cabled"
