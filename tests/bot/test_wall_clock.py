from datetime import UTC, datetime, timedelta

import pytest

from bot.wall_clock import WallClock

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


class Hands:
    """A clock that is set, and one that is not."""

    def __init__(self) -> None:
        self.shown, self.passed = NOON, 0.0
        self.clock = WallClock(lambda: self.shown, lambda: self.passed)

    def after(self, seconds: float, put_back: timedelta = timedelta(0)) -> None:
        self.passed += seconds
        self.shown += timedelta(seconds=seconds) - put_back
        self.clock()


def test_a_clock_that_is_put_back_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    hands = Hands()
    hands.after(10)
    hands.after(5 * 3600, put_back=HOUR)
    hands.after(10)

    assert [record.getMessage() for record in caplog.records] == [
        "the clock of this machine is 1:00:00 behind what it showed before: the order of messages is kept, "
        "but times shown and due are off"
    ]


def test_a_clock_that_is_put_forward_or_set_right_is_nothing_to_tell(caplog: pytest.LogCaptureFixture) -> None:
    hands = Hands()
    hands.after(10, put_back=-HOUR)
    hands.after(10, put_back=timedelta(seconds=1))

    assert caplog.records == []
