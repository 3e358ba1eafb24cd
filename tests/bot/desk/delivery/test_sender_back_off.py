"""The patience that a channel asked for is kept, and ends."""

import pytest

from bot.channels.port import TryLater
from bot.desk.delivery import sender
from storage.records.traffic_records import Pause
from tests.bot.desk.desk_harness import WANG, DeskHarness


async def asked(desk: DeskHarness, seconds: float) -> None:
    unit = desk.store.unit()
    await sender.begin_pause(unit, WANG, desk.clock.now, seconds)
    await unit.commit()


async def test_who_was_asked_for_patience_waits_for_what_is_left_of_it(desk: DeskHarness) -> None:
    await asked(desk, 35)
    desk.clock.forward(seconds=30)

    with pytest.raises(TryLater) as waits:
        await sender.raise_if_paused(desk.store, WANG, desk.clock.now)

    assert waits.value.seconds == pytest.approx(5)


async def test_the_last_word_counts(desk: DeskHarness) -> None:
    await asked(desk, 3600)
    await asked(desk, 1)
    desk.clock.forward(seconds=1)
    await sender.raise_if_paused(desk.store, WANG, desk.clock.now)

    assert await desk.store.unit().find(Pause) == []


async def test_others_need_not_wait(desk: DeskHarness) -> None:
    await asked(desk, 3600)

    await sender.raise_if_paused(desk.store, "web:li", desk.clock.now)
