"""Calls are made at the pace that Telegram allows, and a turn that was waited for is not waited for again."""

import pytest
from telegram.error import RetryAfter

from bot.channels.telegram.transport.api_calls import ApiCalls
from bot.channels.telegram.transport.rate_limits import Paused, Priority, RateLimiter, RateLimits


class Clock:
    """A clock that goes on when somebody sleeps."""

    now = 0.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def calls(clock: Clock) -> ApiCalls:
    return ApiCalls(RateLimiter(RateLimits(burst=1), now=clock, sleep=clock.sleep))


async def call() -> str:
    return "done"


async def refused() -> None:
    raise RetryAfter(35)


async def test_a_call_takes_the_turn_that_was_waited_for(clock: Clock, calls: ApiCalls) -> None:
    times = []
    for _ in range(3):
        await calls.ready(1, Priority.CUSTOMER)
        await calls.ready(1, Priority.CUSTOMER)
        await calls.make(1, Priority.CUSTOMER, call)
        times.append(clock.now)

    assert times == [0, 1, 2]


async def test_into_a_pause_nothing_is_called_though_it_was_its_turn(clock: Clock, calls: ApiCalls) -> None:
    with pytest.raises(RetryAfter):
        await calls.make(1, Priority.CUSTOMER, refused)
    for too_early in (calls.ready(1, Priority.CUSTOMER), calls.make(1, Priority.CARD, call)):
        with pytest.raises(Paused):
            await too_early
    clock.now = 35

    assert await calls.make(1, Priority.CARD, call) == "done"
