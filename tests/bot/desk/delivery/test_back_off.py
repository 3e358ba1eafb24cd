"""The patience that a channel asked for is kept, and ends."""

import pytest

from bot.channels.port import TryLater
from bot.desk.delivery import back_off
from storage.traffic_records import Pause
from tests.bot.desk.house import WANG, House


async def asked(house: House, seconds: float) -> None:
    unit = house.store.unit()
    await back_off.begin(unit, WANG, house.clock.now, seconds)
    await unit.commit()


async def test_who_was_asked_for_patience_waits_for_what_is_left_of_it(house: House) -> None:
    await asked(house, 35)
    house.clock.forward(seconds=30)

    with pytest.raises(TryLater) as waits:
        await back_off.heed(house.store, WANG, house.clock.now)

    assert waits.value.seconds == pytest.approx(5)


async def test_the_last_word_counts(house: House) -> None:
    await asked(house, 3600)
    await asked(house, 1)
    house.clock.forward(seconds=1)
    await back_off.heed(house.store, WANG, house.clock.now)

    assert await house.store.unit().find(Pause) == []


async def test_others_need_not_wait(house: House) -> None:
    await asked(house, 3600)

    await back_off.heed(house.store, "web:li", house.clock.now)
