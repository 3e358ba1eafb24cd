import asyncio
import logging
from datetime import timedelta
from unittest.mock import AsyncMock

import pytest

from bot.desk.jobs.scheduler import TICK, Scheduler
from storage.ports import Unavailable
from storage.records import Timer
from tests.bot.desk.desk_harness import LI, DeskHarness


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


async def test_a_promise_is_missed_when_its_time_comes(desk: DeskHarness) -> None:
    await desk.files()
    await desk.passes(hours=23, minutes=59)
    before = (await desk.ticket()).promise
    await desk.passes(minutes=1)

    assert (before, (await desk.ticket()).promise) == ("pending", "missed")


async def test_a_ticket_resolved_in_time_misses_nothing(desk: DeskHarness) -> None:
    ticket = await desk.is_owned()
    await desk.handoffs.resolve(ticket.reference, LI, "Paid back.")
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


async def test_a_timer_that_fails_does_not_hold_up_the_others(
    desk: DeskHarness, caplog: pytest.LogCaptureFixture
) -> None:
    ticket = await desk.waits_for_a_person()
    await add_timer(desk, "of a later version", ticket.id)
    with caplog.at_level(logging.CRITICAL + 1, "bot.desk.jobs.scheduler"):
        await desk.passes(minutes=5)

    assert (await desk.handoff(ticket)).level == "supervisor"


class EnoughError(BaseException):
    """Ends a loop that runs for ever."""


async def test_the_loop_looks_every_second_and_survives_a_failing_store(desk: DeskHarness) -> None:
    ticket = await desk.waits_for_a_person()
    desk.clock.forward(minutes=5)
    pauses: list[float] = []

    class Broken:
        """A store that cannot be read at first."""

        def __getattr__(self, name: str) -> object:
            if not pauses:
                raise OSError("the disk is gone")
            return getattr(desk.store, name)

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 2:
            raise EnoughError

    scheduler = Scheduler(Broken(), desk.context.environment, desk.turns, sleep)  # type: ignore[arg-type]  # half a store
    with pytest.raises(EnoughError):
        await scheduler.serve()

    assert pauses == [TICK, TICK]
    assert (await desk.handoff(ticket)).level == "supervisor"
