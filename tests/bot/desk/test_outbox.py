import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from itertools import chain, repeat
from pathlib import Path
from unittest.mock import AsyncMock

import pytest

from bot.channels.port import Incoming, Outgoing, TryLater, Undeliverable
from bot.desk import workers
from bot.desk.outbox import Outbox
from storage.ports import EVERYWHERE, Unavailable
from storage.records import Message, OutboxRow
from storage.unit import Unit
from tests.bot.desk.house import BILL, WANG, House, open_house

GREETING = "Hello, I'm the assistant of the complaints desk."


@asynccontextmanager
async def serving(house: House) -> AsyncIterator[None]:
    """Let the outbox work on its own."""
    task = asyncio.create_task(house.outbox.serve())
    await asyncio.sleep(0)
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not holds():  # noqa: ASYNC110  # the outbox tells nobody what it has done
            await asyncio.sleep(0)


async def arrives(house: House, number: int) -> list[str]:
    """Wait until so many messages have arrived; returns them all."""
    await until(lambda: len(house.channel.sent) >= number and WANG not in house.outbox.workers._workers)
    return [outgoing.text for outgoing in house.channel.sent]


async def play(house: House, text: str = BILL) -> None:
    """Play a turn without delivering what it said."""
    await house.turns.play(Incoming(address=WANG, update=house.new_update(), text=text))


async def test_messages_arrive_in_the_order_in_which_they_were_said(house: House) -> None:
    await play(house)
    await play(house, "2")
    replies = await house.delivered()

    assert replies[0].startswith(GREETING)
    assert replies[1:] == ["What is it mainly about?", "How much money is it about, in yuan? A rough figure is fine."]


async def test_what_was_delivered_is_not_delivered_again(house: House) -> None:
    await play(house)
    await house.delivered()

    assert await house.delivered() == []


async def test_each_message_carries_an_id_of_its_own(house: House) -> None:
    await house.says(BILL, "2")
    ids = [outgoing.message for outgoing in house.channel.sent]

    assert len(ids) == len(set(ids))


async def test_a_fault_is_tried_again_after_a_longer_pause_each_time(house: House) -> None:
    house.channel.faults = [TryLater("no network") for _ in range(8)]
    await play(house)
    replies = await house.delivered()

    assert house.pauses == [1, 2, 4, 8, 16, 32, 60, 60]
    assert replies[0].startswith(GREETING)


async def test_a_pause_begins_short_again_after_a_success(house: House) -> None:
    house.channel.faults = [TryLater("no network"), TryLater("no network")]
    await play(house)
    await house.delivered()
    house.channel.faults = [TryLater("no network")]
    await play(house, "2")
    await house.delivered()

    assert house.pauses == [1, 2, 1]


async def test_a_channel_may_ask_for_its_own_pause(house: House) -> None:
    house.channel.faults = [TryLater("too many", seconds=17)]
    await play(house)
    await house.delivered()

    assert house.pauses == [17]


async def test_a_fault_does_not_change_the_order(house: House) -> None:
    house.channel.faults = [TryLater("no network")]
    await play(house)
    replies = await house.delivered()

    assert replies[1] == "What is it mainly about?"


async def test_a_disk_that_is_full_is_tried_again(house: House) -> None:
    house.channel.faults = [Unavailable("the disk is full")]
    await play(house)
    await house.delivered()

    assert house.pauses == [1]


async def test_what_can_never_arrive_stays_as_a_dead_letter_and_lets_the_next_pass(house: House) -> None:
    house.channel.faults = [Undeliverable("the customer has blocked us")]
    await play(house)
    replies = await house.delivered()
    rows = await house.store.unit().find(OutboxRow)

    assert replies == ["What is it mainly about?"]
    assert [(row.problem, row.attempts) for row in rows] == [("the customer has blocked us", 1)]


async def test_what_waited_is_delivered_after_a_restart(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        await play(house)
    async with open_house(tmp_path, clock=house.clock) as reopened, serving(reopened):
        replies = await arrives(reopened, 2)

        assert replies[1] == "What is it mainly about?"


async def test_what_is_said_while_the_outbox_serves_is_delivered_at_once(house: House) -> None:
    async with serving(house):
        await play(house)
        first = await arrives(house, 2)
        await play(house, "2")
        second = await arrives(house, 3)

    assert (len(first), len(second)) == (2, 3)


async def test_a_look_delivers_what_no_hint_told_of(house: House) -> None:
    async with serving(house):
        unit = house.store.unit()
        unit.add(Message(id="m1", address=WANG, conversation="v1", at=house.clock.now, author="bot", text="Hello"))
        unit.add(OutboxRow(id="r1", address=WANG, conversation="v1", message="m1", epoch=0))
        await unit.commit()
        await house.outbox.look()
        told = await arrives(house, 1)

    assert told == ["Hello"]


async def test_whoever_may_have_missed_hints_looks_at_everything(house: House) -> None:
    async with serving(house):
        unit = house.store.unit()
        unit.add(Message(id="m1", address=WANG, conversation="v1", at=house.clock.now, author="bot", text="Hello"))
        unit.add(OutboxRow(id="r1", address=WANG, conversation="v1", message="m1", epoch=0))
        await unit.commit()
        house.store.changes.tell(EVERYWHERE)
        told = await arrives(house, 1)

    assert told == ["Hello"]


async def test_what_another_process_is_delivering_is_left_to_it(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    await play(house)
    monkeypatch.setattr(house.store, "reserve", AsyncMock(return_value=False))
    left = await house.delivered()
    monkeypatch.undo()

    assert left == []
    assert (await house.delivered())[0].startswith(GREETING)


async def test_a_store_out_of_reach_is_logged_once_and_looked_at_again(
    house: House, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Unit, "find", AsyncMock(side_effect=Unavailable("no database")))
    for _ in range(3):
        await house.outbox.look()

    assert caplog.messages == ["what is to be delivered cannot be read: no database"]


async def test_everybody_is_told_when_something_was_delivered(house: House) -> None:
    await play(house)
    with house.store.changes.watch() as watcher:
        await house.delivered()

        assert [await anext(watcher), await anext(watcher)] == [WANG, WANG]


async def test_a_channel_that_is_not_served_here_leaves_its_messages_waiting(house: House) -> None:
    await house.turns.play(Incoming(address="telegram:1", update="1", text=BILL))
    async with serving(house):
        await play(house)
        await arrives(house, 2)

    assert len(await house.store.unit().find(OutboxRow, address="telegram:1")) == 2


async def test_a_bug_before_anything_is_sent_is_logged_and_the_next_message_tries_again(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    house.channel.ready = AsyncMock(  # type: ignore[method-assign]
        side_effect=chain([ZeroDivisionError("a bug")], repeat(None))
    )
    with caplog.at_level(logging.ERROR, "bot.desk.outbox"):
        async with serving(house):
            await play(house)
            await until(lambda: bool(caplog.records))
            await play(house, "2")
            replies = await arrives(house, 3)

    assert replies[0].startswith(GREETING)
    assert [record.message for record in caplog.records] == ["outbox failed; it goes on at the next look"]


async def test_while_a_fault_is_waited_out_another_process_may_deliver(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    happened: list[str] = []

    async def release(_: str) -> None:
        happened.append("released")

    async def sleep(_: float) -> None:
        happened.append("pause")

    monkeypatch.setattr(house.store, "release", release)
    monkeypatch.setattr(house.outbox.workers, "_sleep", sleep)
    house.channel.faults = [TryLater("no network")]
    await play(house)
    await house.delivered()

    assert happened == ["released", "pause", "released"]


async def test_a_channel_that_hangs_holds_up_no_other(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    stuck, sent = asyncio.Event(), list[str]()

    class Hanging:
        name = "telegram"

        def cut(self, outgoing: Outgoing) -> tuple[Outgoing]:
            return (outgoing,)

        async def ready(self, address: str) -> None:
            pass

        async def send(self, outgoing: Outgoing) -> tuple[str, ...]:
            stuck.set()
            await asyncio.Event().wait()
            return ()

    monkeypatch.setattr(workers, "AT_ONCE", 1)
    monkeypatch.setattr(workers, "GRACE", 0)
    house.outbox = Outbox(house.store, {"web": house.channel, "telegram": Hanging()}, house.desk.world, asyncio.sleep)
    async with serving(house):
        for number in range(3):
            await house.turns.play(Incoming(address=f"telegram:{number}", update=f"t{number}", text=BILL))
        await asyncio.wait_for(stuck.wait(), 60)
        await play(house)
        sent = await arrives(house, 2)

    assert sent[0].startswith(GREETING)


async def test_a_stop_waits_for_what_is_being_sent(house: House) -> None:
    begun, let_go = asyncio.Event(), asyncio.Event()

    async def send(outgoing: Outgoing) -> tuple[str, ...]:
        begun.set()
        await let_go.wait()
        return ()

    house.channel.send = send  # type: ignore[method-assign]
    await play(house)
    before = await house.store.unit().find(OutboxRow)
    task = asyncio.create_task(house.outbox.serve())
    await asyncio.wait_for(begun.wait(), 60)
    task.cancel()
    await asyncio.sleep(0)
    let_go.set()
    await asyncio.gather(task, return_exceptions=True)

    assert await house.store.unit().find(OutboxRow) == before[1:]


async def test_nothing_is_begun_after_the_outbox_was_stopped(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "GRACE", 0)
    stuck = asyncio.Event()

    async def wait_for_ever(outgoing: Outgoing) -> tuple[str, ...]:
        stuck.set()
        await asyncio.Event().wait()
        return ()

    house.channel.send = wait_for_ever  # type: ignore[method-assign]
    async with serving(house):
        await play(house)
        await asyncio.wait_for(stuck.wait(), 60)
        await play(house, "2")
        await asyncio.sleep(0)
    await until(lambda: house.outbox.workers._workers == {})

    assert house.channel.sent == []
