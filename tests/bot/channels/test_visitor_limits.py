import pytest

from bot.channels import visitor_limits
from bot.channels.visitor_limits import Limit, Rate, VisitorLimits, Wait
from bot.desk.core.sliding_count import SlidingCount


class Seconds:
    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


RATES = {limit: Rate(3, 10) for limit in Limit} | {Limit.ADDRESS_MESSAGES: Rate(4, 100)}


def test_so_many_are_taken_and_the_next_is_told_how_long_to_wait() -> None:
    limits = VisitorLimits(RATES, Seconds())
    waits = [limits.take((Limit.MESSAGES, "wang", 1)) for _ in range(4)]

    assert waits == [None, None, None, Wait(Limit.MESSAGES, 10 * (2 - 2 / 3))]


def test_each_counts_alone() -> None:
    limits = VisitorLimits(RATES, Seconds())
    for _ in range(3):
        limits.take((Limit.MESSAGES, "wang", 1))

    assert limits.take((Limit.MESSAGES, "li", 1), (Limit.VISITS, "wang", 1)) is None


def test_of_several_that_are_too_many_the_longest_wait_is_told_and_nothing_is_counted() -> None:
    limits = VisitorLimits(RATES, Seconds())
    both = (Limit.MESSAGES, "wang", 1), (Limit.ADDRESS_MESSAGES, "home", 1)
    for _ in range(3):
        limits.take(*both)
    limits.count(Limit.ADDRESS_MESSAGES, "home")
    wait = limits.take(*both)

    assert wait == Wait(Limit.ADDRESS_MESSAGES, 125)
    assert limits.busy()[Limit.MESSAGES, "wang"].now == 3


def test_who_asks_all_the_time_is_let_in_as_early_as_who_waits() -> None:
    clock = Seconds()
    limits = VisitorLimits(RATES, clock)
    let_in = []
    for _ in range(200):
        clock.now += 0.1
        let_in += [clock.now] if limits.take((Limit.MESSAGES, "wang", 1)) is None else []

    assert len(let_in) == 6


def test_what_others_counted_counts_too() -> None:
    limits = VisitorLimits(RATES, Seconds())
    limits.elsewhere = lambda limit, who: SlidingCount(100, 3) if who == "wang" else None

    assert limits.wait(Limit.MESSAGES, "wang")
    assert not limits.wait(Limit.MESSAGES, "li")


def test_only_who_did_half_of_what_is_allowed_is_told_to_others() -> None:
    limits = VisitorLimits(RATES, Seconds())
    for who in ("wang", "li", "wang"):
        limits.count(Limit.MESSAGES, who)

    assert limits.busy() == {(Limit.MESSAGES, "wang"): SlidingCount(100, 2)}


def test_so_many_are_counted_and_who_was_seen_longest_ago_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visitor_limits, "MOST_NAMES", 2)
    limits = VisitorLimits({limit: Rate(1, 10) for limit in Limit}, Seconds())
    for who in ("wang", "li", "zhao"):
        limits.count(Limit.MESSAGES, who)

    assert [who for who in ("wang", "li", "zhao") if limits.wait(Limit.MESSAGES, who)] == ["li", "zhao"]


def test_what_is_larger_than_the_room_is_taken_once_and_makes_the_next_wait_for_longer() -> None:
    limits = VisitorLimits(RATES, Seconds())
    waits = [limits.take((Limit.TEXT, "home", 30)) for _ in range(2)]

    assert waits == [None, Wait(Limit.TEXT, 10 * (2 - 2 / 30))]
