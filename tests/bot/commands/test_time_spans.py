from datetime import timedelta

import pytest

from bot.commands.time_spans import NoSpan, read_span


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("12h", timedelta(hours=12)),
        ("7d", timedelta(days=7)),
        ("2w", timedelta(days=14)),
        (" 30D ", timedelta(days=30)),
    ],
)
def test_hours_days_and_weeks_are_read(text: str, span: timedelta) -> None:
    assert read_span(text) == span


@pytest.mark.parametrize("text", ["", "7", "d", "0d", "-1d", "1.5d", "7 days", "999999w", "٣d"])
def test_anything_else_is_told_what_would_be_a_span(text: str) -> None:
    with pytest.raises(NoSpan) as raised:
        read_span(text)

    assert str(raised.value) == f"“{text}” is no span of time; write such as 12h, 7d or 2w"
