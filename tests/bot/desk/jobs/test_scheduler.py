import asyncio
from datetime import timedelta
from unittest.mock import AsyncMock

import pytest

from bot.desk.agents.dead_letters import DeadLetters
from bot.desk.delivery.retries import TRIES
from bot.desk.jobs import scheduler
from bot.desk.jobs.scheduler import TICK, Scheduler
from bot.desk.turn.timers import TimerKind, cancel_timers
from storage.ports import Conflict, Unavailable
from storage.records.complaint_records import Timer
from tests.bot.desk.desk_harness import LI, NOON, DeskHarness


async def test_nobody_is_called_before_five_minutes(desk: DeskHarness) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.passes(minutes=4, seconds=59)

    assert (await desk.handoff(ticket)).level == "agent"


async def test_a_supervisor_is_called_at_five_minutes(desk: DeskHarness) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.passes(minutes=5)

    assert (await desk.handoff(ticket)).level == "supervisor"


async def test_a_manager_is_called_at_ten_minutes(desk: DeskHarness) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.passes(minutes=5)
    await desk.passes(minutes=5)

    assert (await desk.handoff(ticket)).level == "manager"


async def test_both_steps_of_the_ladder_are_climbed_after_a_long_stop(desk: DeskHarness) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.passes(hours=1)

    assert (await desk.handoff(ticket)).level == "manager"


async def test_who_has_claimed_in_time_is_not_passed_over(desk: DeskHarness) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.handoffs.claim(ticket.reference, LI)
    await desk.passes(minutes=10)

    assert (await desk.handoff(ticket)).level == "agent"


async def test_who_has_claimed_is_not_passed_over_by_a_timer_that_was_not_forgotten(desk: DeskHarness) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.handoffs.claim(ticket.reference, LI)
    await add_timer(desk, "supervisor", (await desk.handoff(ticket)).id)
    await desk.passes(seconds=1)

    assert (await desk.handoff(ticket)).level == "agent"


async def test_a_timer_that_was_carried_out_elsewhere_meanwhile_does_nothing(desk: DeskHarness) -> None:
    ticket = await desk.waits_for_a_person()
    unit = desk.store.unit()
    timers = await unit.find(Timer, subject=(await desk.handoff(ticket)).id)
    for timer in timers:
        unit.delete(timer)
    await unit.commit()
    for timer in timers:
        await desk.scheduler._fire(timer)

    assert (await desk.handoff(ticket)).level == "agent"


async def test_a_promise_is_missed_when_its_time_comes(desk: DeskHarness) -> None:
    await desk.files()
    await desk.passes(hours=23, minutes=59)
    before = (await desk.ticket()).promise
    await desk.passes(minutes=1)

    assert (before, (await desk.ticket()).promise) == ("pending", "missed")


async def test_a_ticket_resolved_in_time_misses_nothing(desk: DeskHarness) -> None:
    ticket = await desk.is_owned()
    await desk.resolves(ticket.reference, LI, "Paid back.")
    await desk.passes(days=2)

    assert (await desk.ticket()).promise == "kept"


async def test_a_timer_fires_once(desk: DeskHarness) -> None:
    await desk.waits_for_a_person()
    await desk.passes(days=2)

    assert [timer for timer in await desk.store.unit().find(Timer) if timer.kind != "silence"] == []


async def test_a_store_out_of_reach_is_logged_once_and_the_timers_fire_when_it_is_back(
    desk: DeskHarness, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = await desk.waits_for_a_person()
    looks: list[float] = []
    monkeypatch.setattr(desk.store, "take", AsyncMock(side_effect=Unavailable("no database")))

    async def sleep(seconds: float) -> None:
        looks.append(seconds)
        if len(looks) == 3:
            monkeypatch.undo()
            desk.clock.forward(minutes=5)
        if len(looks) == 4:
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await Scheduler(desk.store, desk.context.environment, desk.turns, sleep).serve()

    assert caplog.messages == ["the timers wait: no database"]
    assert (await desk.handoff(ticket)).level == "supervisor"


async def add_timer(desk: DeskHarness, kind: str, subject: str) -> None:
    due = desk.clock.now - timedelta(minutes=1)
    unit = desk.store.unit()
    unit.add(Timer(id=f"{due.isoformat()}/{desk.context.environment.new_id()}", kind=kind, subject=subject, due=due))
    await unit.commit()


@pytest.mark.parametrize("kind", ["promise", "survey", "supervisor", "manager"])
async def test_a_timer_about_something_that_is_gone_is_put_away(desk: DeskHarness, kind: str) -> None:
    await add_timer(desk, kind, "gone")
    await desk.passes(seconds=1)

    assert await desk.store.unit().find(Timer) == []


async def test_a_handoff_that_has_come_to_the_manager_is_not_lowered_by_a_late_timer(desk: DeskHarness) -> None:
    ticket = await desk.waits_for_a_person()
    await desk.passes(minutes=10)
    handoff = await desk.handoff(ticket)
    await add_timer(desk, "supervisor", handoff.id)
    await desk.passes(seconds=1)

    assert (handoff.level, (await desk.handoff(ticket)).level) == ("manager", "manager")


class Broken:
    """What a kind of timer does, with a fault of ours in it."""

    def __init__(self, desk: DeskHarness, error: Exception) -> None:
        self.desk = desk
        self.error = error
        self.tried: list[float] = []
        """Seconds since noon."""

    async def __call__(self, *_: object) -> bool:
        self.tried.append((self.desk.clock.now - NOON).total_seconds())
        raise self.error


def breaks(desk: DeskHarness, monkeypatch: pytest.MonkeyPatch, error: Exception) -> Broken:
    """Have all surveys fail."""
    broken = Broken(desk, error)
    monkeypatch.setitem(scheduler._DUE, TimerKind.SURVEY, broken)
    return broken


async def set_aside(desk: DeskHarness) -> list[Timer]:
    return await desk.store.unit().find(Timer, filled="problem")


async def test_a_timer_that_always_fails_is_tried_later_and_later_and_then_set_aside(
    desk: DeskHarness, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    broken = breaks(desk, monkeypatch, ValueError("my illness"))
    await add_timer(desk, "survey", "t1")
    for _ in range(20):
        await desk.scheduler.tick()
        desk.clock.forward(seconds=0.5)
    (timer,) = await set_aside(desk)

    assert broken.tried == [0, 1, 3]
    assert timer.problem.startswith(f"it failed {TRIES} times: ValueError at test_scheduler.py:")
    assert (timer.kind, timer.subject, timer.due) == ("survey", "t1", NOON - timedelta(minutes=1))
    assert "illness" not in caplog.text


@pytest.mark.parametrize("error", [ZeroDivisionError(), Conflict("somebody else was there")])
async def test_many_timers_that_fail_do_not_stop_the_clock(
    desk: DeskHarness, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    ticket = await desk.waits_for_a_person()
    breaks(desk, monkeypatch, error)
    for number in range(scheduler._AT_ONCE):
        await add_timer(desk, "survey", f"t{number}")
    await desk.passes(minutes=5)
    await desk.scheduler.tick()

    assert (await desk.handoff(ticket)).level == "supervisor"


async def test_a_timer_of_a_newer_program_is_set_aside(desk: DeskHarness) -> None:
    await add_timer(desk, "of a later version", "t1")
    await desk.passes(seconds=1)

    assert [timer.problem for timer in await set_aside(desk)] == ["this program knows no timer “of a later version”"]


async def test_a_timer_that_somebody_hinders_waits_however_often_that_is(
    desk: DeskHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = breaks(desk, monkeypatch, Conflict("somebody else was there"))
    await add_timer(desk, "survey", "t1")
    for _ in range(6):
        await desk.passes(seconds=1)

    assert broken.tried == [1, 2, 3, 4, 5, 6]
    assert await set_aside(desk) == []


async def test_a_timer_that_is_forgotten_while_it_fails_does_not_come_back(
    desk: DeskHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def is_forgotten(*_: object) -> bool:
        unit = desk.store.unit()
        await cancel_timers(unit, "t1")
        await unit.commit()
        raise ZeroDivisionError

    monkeypatch.setitem(scheduler._DUE, TimerKind.SURVEY, is_forgotten)
    await add_timer(desk, "survey", "t1")
    await desk.passes(seconds=1)

    assert await desk.store.unit().find(Timer) == []


async def test_a_timer_that_was_set_aside_is_carried_out_once_the_fault_is_mended(
    desk: DeskHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = await desk.is_owned()
    await desk.says("My landline is dead")
    await desk.resolves(ticket.reference, LI, "Paid back.")
    breaks(desk, monkeypatch, ZeroDivisionError())
    for _ in range(TRIES):
        await desk.passes(minutes=5)
    (lost,) = await DeadLetters(desk.store).timers()
    monkeypatch.undo()
    count = await DeadLetters(desk.store).play_again()
    await desk.says("/cancel")
    replies = await desk.passes(seconds=1)

    assert (lost.timer.kind, lost.reference, count) == ("survey", ticket.reference, 1)
    assert "Paid back." in "".join(replies)
    assert await set_aside(desk) == []


class EnoughError(BaseException):
    """Ends a loop that runs for ever."""


async def test_the_loop_looks_every_second_and_survives_a_failing_store(desk: DeskHarness) -> None:
    ticket = await desk.waits_for_a_person()
    desk.clock.forward(minutes=5)
    pauses: list[float] = []

    class Flickering:
        """A store that cannot be read at first."""

        def __getattr__(self, name: str) -> object:
            if not pauses:
                raise OSError("the disk is gone")
            return getattr(desk.store, name)

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 2:
            raise EnoughError

    clockwork = Scheduler(Flickering(), desk.context.environment, desk.turns, sleep)  # type: ignore[arg-type]  # half a store
    with pytest.raises(EnoughError):
        await clockwork.serve()

    assert pauses == [TICK, TICK]
    assert (await desk.handoff(ticket)).level == "supervisor"
