import pytest

from bot.desk.signals.typo_words import mended


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("my laywer", "my lawyer"),
        ("get me a manger", "get me a manager"),
        ("the ombudsmen", "the ombudsman"),
        ("rediculous", "ridiculous"),
        ("他去逝了", "他去世了"),
        ("等著", "等着"),
        ("太过份", "太过分"),
    ],
)
def test_a_slip_is_mended(written: str, meant: str) -> None:
    actual = mended(written)

    assert meant == actual


@pytest.mark.parametrize("text", ["lawyers", "you disable it", "the cost decreased", "i am curious", "a b c", "账单"])
def test_a_word_of_its_own_stays(text: str) -> None:
    actual = mended(text)

    assert text == actual
