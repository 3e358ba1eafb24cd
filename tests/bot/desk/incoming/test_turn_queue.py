import asyncio

import pytest

from bot.channels.port import Incoming, IncomingHandler
from bot.desk.incoming.turn_queue import WAITING, Crowded, TurnQueue


class Stage(IncomingHandler):
    """Plays a turn when the test says so, and writes down whose it was."""

    def __init__(self) -> None:
        self.played: list[str] = []
        self.going: list[tuple[str, asyncio.Event]] = []

    async def play(self, incoming: Incoming) -> bool:
        self.played.append(incoming.update)
        end = asyncio.Event()
        self.going.append((incoming.update, end))
        await end.wait()
        return False

    async def ends(self, count: int = 1) -> None:
        """Bring the turns that began first to their end, one by one."""
        for _ in range(count):
            self.going.pop(0)[1].set()
            await rest()


async def rest() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


def said(update: str, source: str = "") -> Incoming:
    """Return something that a customer said, who is named by the first letter."""
    return Incoming(address=update[0], update=update, source=source)


async def begun(queue: TurnQueue, *incoming: Incoming) -> list["asyncio.Task[bool]"]:
    tasks = [asyncio.create_task(queue.play(one)) for one in incoming]
    await rest()
    return tasks


async def all_played(at_once: int, *incoming: Incoming) -> list[str]:
    stage = Stage()
    await begun(TurnQueue(stage, at_once), *incoming)
    await stage.ends(len(incoming))
    return stage.played


async def test_who_floods_waits_alone() -> None:
    played = await all_played(1, said("a1"), said("a2"), said("a3"), said("a4"), said("b1"), said("c1"))

    assert played == ["a1", "b1", "c1", "a2", "a3", "a4"]


async def test_a_thousand_customers_of_one_source_wait_for_each_other() -> None:
    played = await all_played(1, *(said(f"{who}1", "attacker") for who in "defgh"), said("a1", "home"))

    assert played == ["d1", "e1", "a1", "f1", "g1", "h1"]


async def test_one_source_leaves_places_free_for_others() -> None:
    stage = Stage()
    await begun(TurnQueue(stage), *(said(f"{who}1", "attacker") for who in "defgh"), said("a1", "home"))

    assert stage.played == ["d1", "e1", "a1"]


async def test_what_one_customer_sends_is_played_in_order_and_one_at_a_time() -> None:
    stage = Stage()
    await begun(TurnQueue(stage, 4), said("a1"), said("a2"), said("b1"))

    assert stage.played == ["a1", "b1"]
    await stage.ends()
    assert stage.played == ["a1", "b1", "a2"]


async def test_so_many_are_played_at_a_time() -> None:
    stage = Stage()
    await begun(TurnQueue(stage, 3), *(said(f"{who}1") for who in "abcde"))

    assert stage.played == ["a1", "b1", "c1"]


async def test_a_few_things_of_one_customer_may_wait_and_no_more() -> None:
    stage = Stage()
    queue = TurnQueue(stage, 1)
    await begun(queue, said("b1"), *(said(f"a{n}") for n in range(WAITING)))

    with pytest.raises(Crowded):
        await queue.play(said("a9"))
    await stage.ends(1 + WAITING)
    assert stage.played == ["b1", *(f"a{n}" for n in range(WAITING))]


async def test_a_turn_that_fails_gives_its_place_free_and_tells_its_own_channel() -> None:
    class Failing(IncomingHandler):
        async def play(self, incoming: Incoming) -> bool:
            raise ZeroDivisionError(incoming.update)

    queue = TurnQueue(Failing(), 1)
    results = await asyncio.gather(*(queue.play(said(f"{who}1")) for who in "ab"), return_exceptions=True)

    assert [str(result) for result in results] == ["a1", "b1"]


async def test_who_goes_away_while_waiting_is_passed_over() -> None:
    stage = Stage()
    _, waiting, _ = await begun(TurnQueue(stage, 1), said("a1"), said("b1"), said("c1"))
    waiting.cancel()
    await stage.ends(2)

    assert stage.played == ["a1", "c1"]


async def test_who_goes_away_in_the_middle_of_a_turn_gives_the_place_free() -> None:
    stage = Stage()
    playing, _ = await begun(TurnQueue(stage, 1), said("a1"), said("b1"))
    playing.cancel()
    await rest()

    assert stage.played == ["a1", "b1"]


async def test_nothing_is_left_behind_when_all_is_played() -> None:
    stage = Stage()
    queue = TurnQueue(stage, 2)
    tasks = await begun(queue, *(said(f"{who}{n}", who * 2) for who in "abc" for n in range(3)))
    tasks[4].cancel()
    await rest()
    while stage.going:
        await stage.ends()

    left = queue._lines, queue._customers, queue._ring, queue._playing, queue._of
    assert [len(one) for one in left] == [0] * 5
    assert queue._free == 2
