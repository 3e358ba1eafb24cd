import pytest

from dialogs.reading.dates import in_words, part_and_clock


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("in the morning", "/morning"),
        ("at noon", "/noon"),
        ("下午", "/afternoon"),
        ("tonight", "/evening"),
        ("半夜", "/night"),
        ("一到晚上就卡", ""),
        ("it fails every night", ""),
        ("昨天晚上", "/evening"),
        ("at 9 in the morning", "T09:00"),
        ("around 7 in the evening", "T19:00"),
        ("9 pm", "T21:00"),
        ("half past nine in the morning", "T09:30"),
        ("at half seven in the evening", "T19:30"),
        ("a quarter to eight in the evening", "T19:45"),
        ("twenty past twelve at noon", "T12:20"),
        ("half past nine", ""),
        ("half nine bottles in the evening", "/evening"),
        ("12 a.m.", "T00:00"),
        ("12pm", "T12:00"),
        ("9.30 pm", "T21:30"),
        ("7:05", "T07:05"),
        ("7:05 pm", "T19:05"),
        ("下午3点", "T15:00"),
        ("晚上十一点", "T23:00"),
        ("凌晨1点", "T01:00"),
        ("中午1点", "T13:00"),
        ("中午11点半", "T11:30"),
        ("夜里两点", "T02:00"),
        ("夜里11点", "T23:00"),
        ("19点", "T19:00"),
        ("3点", ""),
        ("at 9", ""),
        ("三点意见", ""),
        ("at 3 yuan in the morning", "/morning"),
        ("nothing", ""),
    ],
)
def test_a_time_of_day_is_read_where_its_half_of_the_day_is_known(text: str, found: str) -> None:
    assert part_and_clock(text) == found


@pytest.mark.parametrize(
    ("moment", "english", "chinese"),
    [
        ("2026-11-02", "2 Nov 2026", "2026年11月2日"),
        ("2026-01-22T00:05", "22 Jan 2026, 00:05", "2026年1月22日00:05"),
        ("2026-12-22/night", "22 Dec 2026, night", "2026年12月22日夜里"),
    ],
)
def test_a_moment_is_told_in_words(moment: str, english: str, chinese: str) -> None:
    assert in_words(moment, "en") == english
    assert in_words(moment, "zh") == chinese
