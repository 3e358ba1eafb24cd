"""Nobody goes sooner than limits and pauses allow, nobody waits for nothing, and the order is kept. Time is virtual."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, replace
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.transport.rate_limits import Paused, Priority, RateLimiter, RateLimits
from tests.bot.channels.telegram.virtual_time import run

CUSTOMER, STAFF, CARD = Priority
ADA, BOB, GROUP, OTHER_GROUP = 1, 2, -1001, -1002
MOMENT = 1e-6
"""Seconds that rounding may move a call by."""


@dataclass
class Call:
    """What somebody asks a turn for, and what comes of it."""

    after: float
    """Seconds since the call before it was asked for."""
    chat: int
    priority: Priority = CUSTOMER
    patience: float | None = None
    """Seconds after which it is cancelled."""
    asked: float = 0.0
    went: float = inf


@dataclass
class Pause:
    """What Telegram asks for."""

    after: float
    chat: int
    seconds: float
    begun: float = 0.0


Plan = list[Call | Pause]


class Day:
    """A plan that is carried out; who is told of a pause asks again when it is over."""

    def __init__(
        self, limits: RateLimits, plan: Plan, sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    ) -> None:
        self.gone: list[Call] = []
        """In the order in which they went."""
        self.told: list[tuple[int, float, float]] = []
        """Whose call was told of a pause, when, and for how long."""
        self.plan = [replace(one) for one in plan]
        run(self._pass(limits, sleep))

    async def _pass(self, limits: RateLimits, sleep: Callable[[float], Awaitable[None]]) -> None:
        self._loop = asyncio.get_running_loop()
        pace = RateLimiter(limits, now=self._loop.time, sleep=sleep)
        async with asyncio.TaskGroup() as group:
            for one in self.plan:
                await asyncio.sleep(one.after)
                if isinstance(one, Call):
                    group.create_task(self._call(pace, one))
                else:
                    one.begun = self._loop.time()
                    pace.pause(one.chat, one.seconds)

    async def _call(self, pace: RateLimiter, call: Call) -> None:
        call.asked = self._loop.time()
        while call.went == inf:
            try:
                async with asyncio.timeout(call.patience):
                    await pace.turn(call.chat, call.priority)
                call.went = self._loop.time()
                self.gone.append(call)
            except Paused as paused:
                self.told.append((call.chat, self._loop.time(), paused.seconds))
                await asyncio.sleep(paused.seconds)
            except TimeoutError:
                return


def all_allow(limits: RateLimits, gone: list[Call], at: float) -> bool:
    """Whether one more call keeps what is promised, counted anew after these."""
    return len([call for call in gone if call.went > at - 1]) < limits.per_second


def chat_allows(limits: RateLimits, gone: list[Call], chat: int, at: float) -> bool:
    """The same for what is promised of one chat."""
    ages = [max(0, at - call.went) for call in gone if call.chat == chat]
    burst = 1 if chat < 0 else limits.burst
    flows = all(len(ages) - first + 1 <= burst + age * limits.per_chat for first, age in enumerate(ages))
    return flows and (chat > 0 or len([age for age in ages if age < 60]) < limits.per_group_minute)


def allow(limits: RateLimits, gone: list[Call], chat: int, at: float) -> bool:
    return all_allow(limits, gone, at) and chat_allows(limits, gone, chat, at)


def within(limits: RateLimits, gone: list[Call]) -> bool:
    """Whether all of them were allowed to go when they went."""
    return all(allow(limits, gone[:place], call.chat, call.went + MOMENT) for place, call in enumerate(gone))


def calls(*chats: int) -> st.SearchStrategy[Call]:
    after = st.sampled_from([0.0, 0.0, 0.0, 0.0, 0.1, 0.3, 1.0, 1.7, 30.0]) | st.floats(0, 5)
    return st.builds(Call, after, st.sampled_from(chats), st.sampled_from(Priority))


plans: st.SearchStrategy[Plan] = st.lists(calls(ADA, BOB, GROUP, OTHER_GROUP), min_size=12, max_size=60)
some_limits = st.sampled_from(
    [
        RateLimits(),
        RateLimits(4, 1.0, 3, 5),
        RateLimits(2, 0.5, 1, 3),
        RateLimits(30, 1.0, 3, 4),
        RateLimits(3, 7.0, 2, 300),
    ]
)


@given(some_limits, plans)
def test_nobody_goes_before_every_limit_allows_it_and_all_go_in_the_end(limits: RateLimits, plan: Plan) -> None:
    day = Day(limits, plan)

    assert len(day.gone) == len(plan)
    assert within(limits, day.gone)


@given(some_limits, plans)
def test_nobody_waits_a_moment_longer_than_a_limit_demands(limits: RateLimits, plan: Plan) -> None:
    day = Day(limits, plan)

    for call in day.gone:
        before = call.went - MOMENT
        gone = [other for other in day.gone if other.went <= before]

        assert before <= call.asked or not allow(limits, gone, call.chat, before)


@given(some_limits, plans)
def test_the_order_of_asking_is_kept_for_each_chat_and_priority(limits: RateLimits, plan: Plan) -> None:
    day = Day(limits, plan)
    places = {id(call): place for place, call in enumerate(day.gone)}
    for chat in (ADA, BOB, GROUP, OTHER_GROUP):
        for priority in Priority:
            mine = [one for one in day.plan if isinstance(one, Call) and (one.chat, one.priority) == (chat, priority)]
            went = [places[id(one)] for one in mine]

            assert went == sorted(went)


@given(some_limits, plans)
def test_nobody_goes_while_somebody_more_important_might(limits: RateLimits, plan: Plan) -> None:
    day = Day(limits, plan)

    for place, call in enumerate(day.gone):
        for other in day.gone[place:]:
            if other.priority < call.priority and other.asked < call.went < other.went:
                assert not chat_allows(limits, day.gone[:place], other.chat, call.went - MOMENT)


pauses = st.builds(Pause, st.floats(0, 5), st.sampled_from([ADA, GROUP]), st.sampled_from([0.0, 1.0, 35.0, 3600.0]))
plans_with_pauses: st.SearchStrategy[Plan] = st.lists(calls(ADA, BOB, GROUP) | pauses, min_size=12, max_size=60)


@given(some_limits, plans_with_pauses)
def test_nobody_goes_before_a_pause_has_ended_and_all_go_in_the_end(limits: RateLimits, plan: Plan) -> None:
    day = Day(limits, plan)
    paused = [one for one in day.plan if isinstance(one, Pause)]

    assert len(day.gone) == len(plan) - len(paused)
    assert within(limits, day.gone)
    for call in day.gone:
        for one in paused:
            assert one.chat != call.chat or not one.begun < call.went < one.begun + one.seconds
    for chat, at, seconds in day.told:
        ends = [one.begun + one.seconds for one in paused if one.chat == chat and one.begun <= at]

        assert at + seconds in [pytest.approx(end) for end in ends]


@given(plans_with_pauses)
def test_as_long_as_not_all_together_are_too_many_no_chat_holds_up_another(plan: Plan) -> None:
    limits = RateLimits(per_second=1000)
    day = Day(limits, plan)
    for chat in (ADA, BOB, GROUP):
        alone = Day(limits, [one if one.chat == chat else Pause(one.after, 0, 0.0) for one in plan])

        assert [call.went for call in alone.gone] == pytest.approx(
            [call.went for call in day.gone if call.chat == chat]
        )


hurried = st.builds(
    Call,
    after=st.sampled_from([0.0, 0.0, 0.5, 1.0]),
    chat=st.sampled_from([ADA, BOB, GROUP]),
    priority=st.sampled_from(Priority),
    patience=st.sampled_from([None, 0.25]),  # never at the moment at which it would go
)


@given(st.lists(hurried, min_size=12, max_size=60))
def test_who_gave_up_waiting_might_as_well_not_have_asked(plan: list[Call]) -> None:
    limits = RateLimits(per_second=4, per_group_minute=5)
    day = Day(limits, list(plan))
    gone = [call in day.gone for call in day.plan]
    patient = [one if went else Pause(one.after, 0, 0.0) for one, went in zip(plan, gone, strict=True)]

    assert all(went or one.patience for one, went in zip(plan, gone, strict=True))
    assert Day(limits, patient).gone == day.gone


def at_once(turn: Coroutine[object, object, None]) -> None:
    """Take a turn, and see that no other task gets to run before it is taken."""
    with pytest.raises(StopIteration):
        turn.send(None)


def test_who_comes_when_somebody_waits_whose_time_has_come_stands_in_line() -> None:
    async def oversleep(seconds: float) -> None:
        await asyncio.sleep(seconds + 0.5)

    day = Day(RateLimits(per_second=1), [Call(0, 1), Call(0, 2, CARD), Call(1.25, 3, CARD)], sleep=oversleep)

    assert [(call.chat, call.went) for call in day.gone] == [(1, 0), (2, 1.5), (3, 3)]


def test_a_pause_also_keeps_back_who_was_just_let_go() -> None:
    async def day() -> None:
        loop = asyncio.get_running_loop()
        pace = RateLimiter(RateLimits(), now=loop.time, sleep=lambda seconds: until_a_pause(pace, seconds))
        await pace.turn(GROUP, CUSTOMER)
        with pytest.raises(Paused):
            await pace.turn(GROUP, CUSTOMER)

    async def until_a_pause(pace: RateLimiter, seconds: float) -> None:
        await asyncio.sleep(seconds)
        asyncio.get_running_loop().call_soon(pace.pause, GROUP, 35.0)

    run(day())


async def no_sleep(_: float) -> None:
    raise AssertionError


def test_a_turn_that_is_free_is_taken_without_a_switch_of_tasks() -> None:
    pace = RateLimiter(RateLimits(), now=lambda: 0.0, sleep=no_sleep)
    for chat in (ADA, ADA, ADA, BOB, GROUP):
        at_once(pace.turn(chat, CARD))


def test_a_turn_is_taken_like_that_again_when_nobody_waits_any_more() -> None:
    async def day() -> None:
        pace = RateLimiter(RateLimits(), now=asyncio.get_running_loop().time, sleep=asyncio.sleep)
        await asyncio.gather(pace.turn(GROUP, CARD), pace.turn(GROUP, CARD))
        at_once(pace.turn(ADA, CARD))

    run(day())


def test_chats_and_pauses_are_forgotten_when_they_are_over() -> None:
    now = 0.0
    pace = RateLimiter(RateLimits(), now=lambda: now, sleep=no_sleep)
    for number in range(20_000):
        now = number / 29
        at_once(pace.turn(number if number % 100 else GROUP, CUSTOMER))
        pace.pause(number, 1.0)

    assert len(pace._chats) < 200
    assert len(pace._pauses) < 200


def went(limits: RateLimits, *plan: Call | Pause) -> list[tuple[int, float]]:
    """Return who went when, counted from the first call."""
    return [(call.chat, call.went) for call in Day(limits, list(plan)).gone]


def test_a_private_chat_gets_a_few_calls_at_once_and_then_one_a_second() -> None:
    assert went(RateLimits(), *[Call(0, ADA)] * 5) == [(ADA, at) for at in (0, 0, 0, 1, 2)]


def test_a_group_gets_one_call_a_second_and_twenty_a_minute() -> None:
    assert went(RateLimits(), *[Call(0, GROUP)] * 21) == [(GROUP, at) for at in (*range(20), 60)]


def test_all_chats_together_get_thirty_calls_a_second() -> None:
    plan = [Call(0, chat) for chat in range(1, 62)]

    assert [at for _, at in went(RateLimits(), *plan)] == [0] * 30 + [1] * 30 + [2]


def test_customers_go_before_the_staff_and_the_staff_before_cards() -> None:
    limits = RateLimits(per_second=1)
    plan = [Call(0, 1, CARD), Call(0, 2, CARD), Call(0, 3, STAFF), Call(0, 4, CUSTOMER), Call(0, 5, CUSTOMER)]

    assert went(limits, *plan) == [(1, 0), (4, 1), (5, 2), (3, 3), (2, 4)]


def test_a_call_that_waits_is_told_at_once_that_its_chat_was_paused() -> None:
    asked: Plan = [Call(0, GROUP), Call(0, GROUP), Call(0, GROUP, patience=0.25)]
    paused: Plan = [Pause(0.25, GROUP, 0), Pause(0.25, GROUP, 35), Pause(1, GROUP, 1)]
    day = Day(RateLimits(), [*asked, *paused, Call(1, GROUP), Call(0, ADA)])

    assert day.told == [(GROUP, 0.5, 35), (GROUP, 2.5, 33)]
    assert [(call.chat, call.went) for call in day.gone] == [(GROUP, 0), (ADA, 2.5), (GROUP, 35.5), (GROUP, 36.5)]


def test_a_pause_is_told_until_it_is_over() -> None:
    clock = [0.0]
    pace = RateLimiter(RateLimits(), now=lambda: clock[-1], sleep=no_sleep)
    pace.pause(ADA, 35)
    clock.append(34.5)
    with pytest.raises(Paused) as told:
        pace.turn(ADA, CUSTOMER).send(None)

    assert (told.value.seconds, pace.paused(ADA), pace.paused(BOB)) == (0.5, 0.5, 0.0)

    clock.append(35.0)
    at_once(pace.turn(ADA, CUSTOMER))

    assert pace.paused(ADA) == 0.0
