import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.core.sanitize import clean_message, clean_name


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("  My bill is wrong \n", "My bill is wrong"),
        ("two\r\nlines\tand a tab", "two\nlines\tand a tab"),
        ("a\x00b\x1b[31mc\x7f", "ab[31mc"),
        ("\u202eesrever\u2066", "esrever"),
        ("half \ud83d of a pair", "half  of a pair"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("\x00\ud800\u202e", ""),
        ("宽带断了。", "宽带断了。"),
    ],
)
def test_a_text_is_made_safe_to_keep(sent: str, kept: str) -> None:
    cleaned = clean_message(sent)

    assert kept == cleaned


@given(st.text(st.characters(codec=None, exclude_categories=())))
def test_whatever_is_left_can_be_written_as_utf_8_and_is_clean(text: str) -> None:
    cleaned = clean_message(text)

    assert cleaned == clean_message(cleaned.encode().decode())


def test_a_name_is_one_short_line() -> None:
    name = clean_name(" Wang\n\ud800 Fang " + "x" * 200)

    assert name == "Wang Fang " + "x" * 90
