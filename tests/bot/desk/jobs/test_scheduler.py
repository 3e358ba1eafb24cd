import asyncio
import logging
from datetime import timedelta
from unittest.mock import AsyncMock

import pytest

from bot.desk.jobs.scheduler import TICK, Clockwork
from storage.ports import Unavailable
from storage.records import Timer
from tests.bot.desk.house import LI, House


async def test_nobody_is_called_before_five_minutes(house: House) -> None:
    ticket = await house.waits_for_a_person()
    await house.passes(minutes=4, seconds=59)

    assert (await house.handoff(ticket)).level == "agent"


async def test_a_supervisor_is_called_at_five_minutes(house: House) -> None:
    ticket = await house.waits_for_a_person()
    await house.passes(minutes=5)

    assert (await house.handoff(ticket)).level == "supervisor"


async def test_a_manager_is_called_at_ten_minutes(house: House) -> None:
    ticket = await house.waits_for_a_person()
    await house.passes(minutes=5)
    await house.passes(minutes=5)

    assert (await house.handoff(ticket)).level == "manager"


async def test_both_steps_of_the_ladder_are_climbed_after_a_long_stop(house: House) -> None:
    ticket = await house.waits_for_a_person()
    await house.passes(hours=1)

    assert (await house.handoff(ticket)).level == "manager"


async def test_who_has_claimed_in_time_is_not_passed_over(house: House) -> None:
    ticket = await house.waits_for_a_person()
    await house.handoffs.claim(ticket.reference, LI)
    await house.passes(minutes=10)

    assert (await house.handoff(ticket)).level == "agent"


async def test_a_promise_is_missed_when_its_time_comes(house: House) -> None:
    await house.files()
    await house.passes(hours=23, minutes=59)
    before = (await house.ticket()).promise
    await house.passes(minutes=1)

    assert (before, (await house.ticket()).promise) == ("pending", "missed")


async def test_a_ticket_resolved_in_time_misses_nothing(house: House) -> None:
    ticket = await house.is_owned()
    await house.handoffs.resolve(ticket.reference, LI, "Paid back.")
    await house.passes(days=2)

    assert (await house.ticket()).promise == "kept"


async def test_a_timer_fires_once(house: House) -> None:
    await house.waits_for_a_person()
    await house.passes(days=2)

    assert [timer for timer in await house.store.unit().find(Timer) if timer.kind != "silence"] == []


async def test_a_store_out_of_reach_is_logged_once_and_the_timers_fire_when_it_is_back(
    house: House, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    ticket = await house.waits_for_a_person()
    looks: list[float] = []
    monkeypatch.setattr(house.store, "take", AsyncMock(side_effect=Unavailable("no database")))

    async def sleep(seconds: float) -> None:
        looks.append(seconds)
        if len(looks) == 3:
            monkeypatch.undo()
            house.clock.forward(minutes=5)
        if len(looks) == 4:
            raise asyncio.CancelledError

    with pytest.raises(asyncio.CancelledError):
        await Clockwork(house.store, house.desk.world, house.turns, sleep).serve()

    assert caplog.messages == ["the timers wait: no database"]
    assert (await house.handoff(ticket)).level == "supervisor"


async def add_timer(house: House, kind: str, subject: str) -> None:
    due = house.clock.now - timedelta(minutes=1)
    unit = house.store.unit()
    unit.add(Timer(id=f"{due.isoformat()}/{house.desk.world.new_id()}", kind=kind, subject=subject, due=due))
    await unit.commit()


@pytest.mark.parametrize("kind", ["promise", "survey", "supervisor", "manager"])
async def test_a_timer_about_something_that_is_gone_is_put_away(house: House, kind: str) -> None:
    await add_timer(house, kind, "gone")
    await house.passes(seconds=1)

    assert await house.store.unit().find(Timer) == []


async def test_a_timer_that_fails_does_not_hold_up_the_others(house: House, caplog: pytest.LogCaptureFixture) -> None:
    ticket = await house.waits_for_a_person()
    await add_timer(house, "of a later version", ticket.id)
    with caplog.at_level(logging.CRITICAL + 1, "bot.desk.jobs.scheduler"):
        await house.passes(minutes=5)

    assert (await house.handoff(ticket)).level == "supervisor"


class EnoughError(BaseException):
    """Ends a loop that runs for ever."""


async def test_the_loop_looks_every_second_and_survives_a_failing_store(house: House) -> None:
    ticket = await house.waits_for_a_person()
    house.clock.forward(minutes=5)
    pauses: list[float] = []

    class Broken:
        """A store that cannot be read at first."""

        def __getattr__(self, name: str) -> object:
            if not pauses:
                raise OSError("the disk is gone")
            return getattr(house.store, name)

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if len(pauses) == 2:
            raise EnoughError

    clockwork = Clockwork(Broken(), house.desk.world, house.turns, sleep)  # type: ignore[arg-type]  # half a store
    with pytest.raises(EnoughError):
        await clockwork.serve()

    assert pauses == [TICK, TICK]
    assert (await house.handoff(ticket)).level == "supervisor"
