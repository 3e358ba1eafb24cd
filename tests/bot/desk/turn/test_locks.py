import asyncio

import pytest

from bot.desk.turn.locks import LocksNeeded, require_locks
from bot.desk.turn.turn import Turn
from storage.ports import Conflict
from storage.records.complaint_records import Ticket
from tests.bot.desk.desk_harness import WANG, DeskHarness


async def test_who_holds_the_lanes_goes_on(desk: DeskHarness) -> None:
    async with desk.store.unit() as unit:
        await unit.hold(WANG)
        require_locks(unit, [WANG])

        assert unit.holds(WANG)


async def test_who_lacks_some_is_told_which(desk: DeskHarness) -> None:
    async with desk.store.unit() as unit:
        await unit.hold(WANG)
        with pytest.raises(LocksNeeded) as caught:
            require_locks(unit, [WANG, "web:1", "web:2"])

    assert caught.value.addresses == {"web:1", "web:2"}


async def test_a_turn_that_needs_more_lanes_is_played_again_with_them(desk: DeskHarness) -> None:
    ticket = await desk.files()
    tries = []

    async def act(turn: Turn, _: Ticket) -> None:
        tries.append(turn.unit.holds("web:1"))
        turn.tell("hello")
        require_locks(turn.unit, ["web:1"])

    await desk.turns.on_ticket(ticket.reference, act)

    assert tries == [False, True]
    assert await desk.delivered() == ["hello"]


async def test_a_turn_that_needs_ever_more_lanes_is_given_up(desk: DeskHarness) -> None:
    ticket = await desk.files()

    async def act(turn: Turn, _: Ticket) -> None:
        require_locks(turn.unit, [turn.desk.environment.new_id()])

    with pytest.raises(Conflict):
        await desk.turns.on_ticket(ticket.reference, act)


async def test_turns_that_need_each_others_lanes_do_not_wait_for_each_other(desk: DeskHarness) -> None:
    first, second = await desk.files(to="web:1"), await desk.files(to="web:2")

    async def act(turn: Turn, _: Ticket) -> None:
        await asyncio.sleep(0)
        require_locks(turn.unit, ["web:1", "web:2"])
        turn.tell("hello")

    async with asyncio.timeout(60):
        await asyncio.gather(*(desk.turns.on_ticket(one.reference, act) for one in (first, second) for _ in range(5)))

    assert [text for _, text in await desk.transcript("web:1")].count("hello") == 5
