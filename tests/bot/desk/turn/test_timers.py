from datetime import timedelta

from bot.desk.turn.timers import forget, remember
from bot.desk.turn.turn import Turn
from storage.records import Ticket, Timer
from tests.bot.desk.house import House


async def set_timers(house: House, *minutes: float) -> None:
    ticket = await house.files()

    async def act(turn: Turn, _: Ticket) -> None:
        for number in minutes:
            remember(turn, "test", f"subject-{number}", house.clock.now + timedelta(minutes=number))

    await house.turns.on_ticket(ticket.reference, act)


async def subjects(house: House, **within: float) -> list[str]:
    before = (house.clock.now + timedelta(**within)).isoformat()
    return [timer.subject for timer in await house.store.unit().find(Timer, before=before) if timer.kind == "test"]


async def test_the_first_due_come_first_whenever_they_were_set(house: House) -> None:
    await set_timers(house, 30, 0.001, 2, 1440, 0)

    assert await subjects(house, hours=1) == ["subject-0", "subject-0.001", "subject-2", "subject-30"]


async def test_two_timers_at_one_moment_are_both_kept(house: House) -> None:
    await set_timers(house, 1, 1)

    assert await subjects(house, hours=1) == ["subject-1", "subject-1"]


async def test_what_is_forgotten_is_gone_and_the_others_stay(house: House) -> None:
    await set_timers(house, 1, 2)
    unit = house.store.unit()
    await forget(unit, "subject-1")
    await unit.commit()

    assert await subjects(house, hours=1) == ["subject-2"]
