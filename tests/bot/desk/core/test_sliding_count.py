from hypothesis import given
from hypothesis import strategies as st

from bot.desk.core.sliding_count import SlidingCount

LENGTH = 10.0
MOST = 5


def counted(*times: float) -> SlidingCount:
    count = SlidingCount()
    for time in times:
        count = count.at(time, LENGTH).plus(1)
    return count


def wait(count: SlidingCount, time: float) -> float:
    return count.at(time, LENGTH).wait(time, LENGTH, MOST)


def test_nothing_has_to_wait_at_first() -> None:
    assert wait(SlidingCount(), 1000.0) == 0


def test_so_many_are_at_once() -> None:
    assert wait(counted(100, 100, 100, 100), 100) == 0


def test_one_more_waits_until_enough_of_them_are_long_ago() -> None:
    assert wait(counted(*[100] * 5), 100) == 12.0


def test_what_was_in_the_window_before_counts_by_its_part() -> None:
    count = counted(*[100] * 5, 111)

    assert wait(count, 111) == 3.0
    assert wait(count, 114) == 0


def test_after_two_windows_all_is_forgotten() -> None:
    assert counted(*[100] * 9).at(120, LENGTH) == SlidingCount(12)


def test_a_clock_that_is_put_back_keeps_nobody_waiting() -> None:
    assert wait(counted(*[100_000] * 9), 96_400) == 0


def test_counts_of_two_places_are_added_up() -> None:
    assert counted(95, 100, 100).and_of(counted(100)) == SlidingCount(10, 3, 1)


@given(st.lists(st.floats(0, 50), max_size=40).map(sorted), st.floats(0, 10))
def test_who_waits_as_long_as_told_may(times: list[float], later: float) -> None:
    count, asked = counted(*times), (times[-1] if times else 0) + later
    told = wait(count, asked)

    assert wait(count, asked + told + 1e-6) == 0
    assert told <= 2 * LENGTH


@given(st.lists(st.floats(0, 60), min_size=20, max_size=60).map(sorted))
def test_never_more_than_twice_as_many_are_let_in_within_a_window(times: list[float]) -> None:
    count, let_in = SlidingCount(), list[float]()
    for time in times:
        count = count.at(time, LENGTH)
        if not count.wait(time, LENGTH, MOST):
            count = count.plus(1)
            let_in.append(time)

    assert all(sum(0 <= time - start < LENGTH for time in let_in) < 2 * MOST for start in let_in)
