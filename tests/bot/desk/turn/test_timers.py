from datetime import timedelta

from bot.desk.turn.timers import TimerKind, cancel_timers, set_timer
from bot.desk.turn.turn import Turn
from storage.records.complaint_records import Ticket, Timer
from tests.bot.desk.desk_harness import DeskHarness


async def set_timers(desk: DeskHarness, *minutes: float) -> None:
    ticket = await desk.files()

    async def act(turn: Turn, _: Ticket) -> None:
        for number in minutes:
            set_timer(turn, TimerKind.SURVEY, f"subject-{number}", desk.clock.now + timedelta(minutes=number))

    await desk.turns.on_ticket(ticket.reference, act)


async def subjects(desk: DeskHarness, **within: float) -> list[str]:
    before = (desk.clock.now + timedelta(**within)).isoformat()
    found = await desk.store.unit().find(Timer, before=before)
    return [timer.subject for timer in found if timer.kind == TimerKind.SURVEY]


async def test_the_first_due_come_first_whenever_they_were_set(desk: DeskHarness) -> None:
    await set_timers(desk, 30, 0.001, 2, 1440, 0)

    assert await subjects(desk, hours=1) == ["subject-0", "subject-0.001", "subject-2", "subject-30"]


async def test_two_timers_at_one_moment_are_both_kept(desk: DeskHarness) -> None:
    await set_timers(desk, 1, 1)

    assert await subjects(desk, hours=1) == ["subject-1", "subject-1"]


async def test_what_is_forgotten_is_gone_and_the_others_stay(desk: DeskHarness) -> None:
    await set_timers(desk, 1, 2)
    unit = desk.store.unit()
    await cancel_timers(unit, "subject-1")
    await unit.commit()

    assert await subjects(desk, hours=1) == ["subject-2"]
