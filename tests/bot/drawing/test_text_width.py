import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.drawing.text_width import printable, width, wrap


def test_chinese_characters_are_as_wide_as_they_are_high() -> None:
    assert width("您好，", 12) == 36


def test_a_wide_letter_takes_more_room_than_a_narrow_one_and_a_bold_one_most() -> None:
    assert width("i", 12) < width("n", 12) < width("m", 12) < width("m", 12, bold=True)


def test_a_combining_sign_takes_no_room() -> None:
    assert width("e\u0301", 12) == width("e", 12)


@pytest.mark.parametrize("text", ["a\nb", "a \t b", "a\x07b", " a b ", "a\u2028b", "a\ud800b"])
def test_what_has_no_shape_is_a_space(text: str) -> None:
    assert printable(text) == "a b"


def test_words_stay_whole() -> None:
    assert wrap("one two three", 60, 12, 3) == ("one two", "three")


def test_chinese_breaks_anywhere_but_before_punctuation() -> None:
    assert wrap("您好，请问", 24, 12, 5) == ("您", "好，", "请问")


def test_no_line_begins_with_the_dot_between_choices() -> None:
    assert wrap("bill · line", 40, 12, 3) == ("bill ·", "line")


def test_what_does_not_fit_is_cut_and_marked() -> None:
    assert wrap("one two three four", 60, 12, 2) == ("one two", "three…")
    assert wrap("一二三四五六", 36, 12, 1) == ("一二…",)


def test_a_word_wider_than_a_line_is_broken() -> None:
    assert "".join(wrap("n" * 30, 50, 12, 9)) == "n" * 30


def test_bold_letters_need_more_lines() -> None:
    assert len(wrap("nnn nnn nnn", 54, 12, 9)) < len(wrap("nnn nnn nnn", 54, 12, 9, bold=True))


@given(st.text(), st.integers(40, 300), st.integers(1, 4), st.booleans())
def test_every_line_fits_and_there_are_no_more_than_asked_for(text: str, room: int, lines: int, bold: bool) -> None:
    rows = wrap(text, room, 12, lines, bold=bold)

    assert 1 <= len(rows) <= lines
    assert all(width(row, 12, bold=bold) <= room + 0.001 for row in rows)


@given(st.text())
def test_nothing_is_lost_where_there_is_room(text: str) -> None:
    rows = wrap(text, 100, 12, 10_000)

    assert "".join(rows).replace(" ", "") == printable(text).replace(" ", "")
