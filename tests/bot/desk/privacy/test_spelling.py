import pytest

from bot.desk.privacy.spelling import Spelling

SAME = {
    "138 0013 8000": (
        *("13800138000", "138-0013-8000", "138 0013 8000", "+86 138 0013 8000", "+8613800138000", "0086 138 00138000"),
        *("8613800138000", "１３８００１３８０００", "138/0013.8000"),
    ),
    "+86 13800138000": ("13800138000", "138 0013 8000"),
    "+44 7700 900123": ("07700 900123", "+44 (0)7700 900 123", "0044 7700-900123", "7700900123"),
    "010-62345678": ("01062345678", "010 6234 5678", "+86 10 62345678"),
    "王小明": ("王小明", "王 小 明", "王·小明"),
    "陳靜": ("陈静", "陳靜", "陈 靜"),
    "账单": ("帳單", "账单"),
    "Wang Fang": ("wang fang", "WANG  FANG", "Wang-Fang", "Ｗａｎｇ Ｆａｎｇ"),
    "fang@example.com": ("Fang@Example.com", "ｆａｎｇ＠example.com"),
    "Call Wang on 13800138000": ("call wang on 138 0013 8000",),
}


@pytest.mark.parametrize(("text", "spelt"), [(text, one) for text, others in SAME.items() for one in others])
def test_what_is_the_same_is_found_however_it_is_spelt(text: str, spelt: str) -> None:
    assert Spelling([text]).replaced(f"Well, {spelt}, and then", "…") == "Well, …, and then"


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("138 0013 8000", "13800138001"),
        ("Wang Fang", "Wangfang Road"),
        ("12 34", "1234"),
        ("王小明", "王晓明"),
        ("--", "a - b"),
        ("000", "100"),
    ],
)
def test_what_is_something_else_stays(text: str, other: str) -> None:
    assert Spelling([text]).replaced(other, "…") == other


def test_what_stands_around_it_stays_as_it_was_written() -> None:
    text = "Straße 7，請打 １３８ 0013 8000 找陳靜！"

    assert Spelling(["13800138000", "陈静"]).replaced(text, "…") == "Straße 7，請打 … 找…！"


def test_alone_it_is_found_only_where_nothing_else_stands() -> None:
    too_much = Spelling(["Too much"], alone=True)

    assert too_much.replaced(" too  much ", "…") == "…"
    assert too_much.replaced("that is too much", "…") == "that is too much"


@pytest.mark.parametrize("text", ["", "  "])
def test_of_nothing_nothing_is_found(text: str) -> None:
    assert Spelling([text]).replaced("a word", "…") == "a word"


def test_a_long_text_of_digits_and_gaps_is_looked_through_at_once() -> None:
    text = "1 " * 10_000

    assert Spelling(["138 0013 8000"]).replaced(text, "…") == text
