"""Which conversations of a ticket wait for a person."""

from dataclasses import replace

from bot.desk.tickets.open_handoffs import current
from tests.bot.desk.desk_harness import DeskHarness


async def test_a_newer_handoff_that_is_done_hides_no_older_one_that_waits(desk: DeskHarness) -> None:
    ticket = await desk.waits_for_a_person()
    waiting = await desk.handoff(ticket)
    unit = desk.store.unit()
    unit.add(replace(waiting, id=desk.context.environment.new_id(), status="done", revision=0))
    await unit.commit()

    assert await current(desk.store.unit(), ticket) == waiting
