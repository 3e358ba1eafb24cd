import asyncio

import pytest

from bot.desk.turn.locks import Elsewhere, need
from bot.desk.turn.turn import Turn
from storage.ports import Conflict
from storage.records import Ticket
from tests.bot.desk.house import WANG, House


async def test_who_holds_the_lanes_goes_on(house: House) -> None:
    async with house.store.unit() as unit:
        await unit.hold(WANG)
        need(unit, [WANG])

        assert unit.holds(WANG)


async def test_who_lacks_some_is_told_which(house: House) -> None:
    async with house.store.unit() as unit:
        await unit.hold(WANG)
        with pytest.raises(Elsewhere) as caught:
            need(unit, [WANG, "web:1", "web:2"])

    assert caught.value.addresses == {"web:1", "web:2"}


async def test_a_turn_that_needs_more_lanes_is_played_again_with_them(house: House) -> None:
    ticket = await house.files()
    tries = []

    async def act(turn: Turn, _: Ticket) -> None:
        tries.append(turn.unit.holds("web:1"))
        turn.tell("hello")
        need(turn.unit, ["web:1"])

    await house.turns.on_ticket(ticket.reference, act)

    assert tries == [False, True]
    assert await house.delivered() == ["hello"]


async def test_a_turn_that_needs_ever_more_lanes_is_given_up(house: House) -> None:
    ticket = await house.files()

    async def act(turn: Turn, _: Ticket) -> None:
        need(turn.unit, [turn.desk.world.new_id()])

    with pytest.raises(Conflict):
        await house.turns.on_ticket(ticket.reference, act)


async def test_turns_that_need_each_others_lanes_do_not_wait_for_each_other(house: House) -> None:
    first, second = await house.files(to="web:1"), await house.files(to="web:2")

    async def act(turn: Turn, _: Ticket) -> None:
        await asyncio.sleep(0)
        need(turn.unit, ["web:1", "web:2"])
        turn.tell("hello")

    async with asyncio.timeout(60):
        await asyncio.gather(*(house.turns.on_ticket(one.reference, act) for one in (first, second) for _ in range(5)))

    assert [text for _, text in await house.transcript("web:1")].count("hello") == 5
