from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from bot.ids import Ids

MICROSECOND = 1e-6


def machine(*readings: int) -> Ids:
    """Return the ids of a machine whose clock shows these, and the last one from then on; 0 is some day."""
    rest: Iterator[int] = iter(readings)
    shown = [0]

    def read() -> int:
        shown[0] = next(rest, shown[0])
        return 1_793_793_600_000_000 + shown[0]

    return Ids(read, lambda: "random")


def at(shown: int) -> float:
    """Return what the shared clock says when a machine that is right shows this."""
    return (1_793_793_600_000_000 + shown) * MICROSECOND


def test_ids_ascend_even_if_the_clock_stands_still() -> None:
    new_id = machine(5)
    ids = [new_id() for _ in range(1000)]

    assert sorted(set(ids)) == ids


def test_ids_ascend_even_if_the_clock_is_put_back() -> None:
    new_id = machine(*range(1_000_000, 0, -1000))
    ids = [new_id() for _ in range(1000)]

    assert sorted(set(ids)) == ids


def test_ids_go_by_the_shared_clock_where_the_machines_are_apart() -> None:
    fast, slow = machine(60_000_000), machine(0)
    fast.hear(at(1_000))
    first = fast()
    slow.hear(at(2_000))
    second = slow()

    assert first < second


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 5_000)), min_size=2, max_size=60))
def test_turns_after_each_other_make_ids_after_each_other(turns: list[tuple[bool, int]]) -> None:
    """Each turn hears the clock, late by some microseconds, makes an id, and ends before the next one begins."""
    now, made = 0, list[str]()
    ids = {True: Ids(lambda: now + 30_000_000, lambda: "random"), False: Ids(lambda: now, lambda: "random")}
    for on_fast, late in turns:
        now += 10
        heard = now * MICROSECOND
        now += late
        ids[on_fast].hear(heard)
        made.append(ids[on_fast]())

    assert sorted(made) == made


@given(st.integers(-4_000_000_000, 4_000_000_000))
def test_ids_of_a_start_come_behind_all_that_are_kept_whatever_the_clock_shows(put: int) -> None:
    before = machine(0)()
    after = Ids(lambda: 1_793_793_600_000_000 + put, lambda: "000000", newest=before)

    assert before < after() < after()
