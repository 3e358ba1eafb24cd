import asyncio
import logging
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from itertools import chain, repeat
from pathlib import Path
from unittest.mock import AsyncMock

import pytest

from bot.channels.port import Incoming, Outgoing, TryLater, Undeliverable
from bot.desk.delivery import worker_pool
from bot.desk.delivery.inbox import Inbox
from bot.desk.delivery.outbox import Outbox
from storage.ports import EVERYWHERE, Unavailable
from storage.records.complaint_records import Message
from storage.records.traffic_records import InboxRow, OutboxRow
from tests.bot.desk.desk_harness import BILL, NOON, WANG, DeskHarness, open_desk
from tests.bot.desk.what_is_read import count_read

INBOX_ROW = InboxRow(id="", address="other:1", at=NOON, raw="{}")
GREETING = "Hello, I'm the assistant of the complaints desk."


@asynccontextmanager
async def serving(desk: DeskHarness) -> AsyncIterator[None]:
    """Let the outbox work on its own."""
    task = asyncio.create_task(desk.outbox.serve())
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


async def arrives(desk: DeskHarness, number: int) -> list[str]:
    """Wait until so many messages have arrived; returns them all."""
    await until(lambda: len(desk.channel.sent) >= number and WANG not in desk.outbox.workers._workers)
    return [outgoing.text for outgoing in desk.channel.sent]


async def play(desk: DeskHarness, text: str = BILL) -> None:
    """Play a turn without delivering what it said."""
    await desk.turns.play(Incoming(address=WANG, update=desk.new_update(), text=text))


async def test_messages_arrive_in_the_order_in_which_they_were_said(desk: DeskHarness) -> None:
    await play(desk)
    await play(desk, "2")
    replies = await desk.delivered()

    assert replies[0].startswith(GREETING)
    assert replies[1:] == ["What is it mainly about?", "How much money is it about, in yuan? A rough figure is fine."]


async def test_what_was_delivered_is_not_delivered_again(desk: DeskHarness) -> None:
    await play(desk)
    await desk.delivered()

    assert await desk.delivered() == []


async def test_each_message_carries_an_id_of_its_own(desk: DeskHarness) -> None:
    await desk.says(BILL, "2")
    ids = [outgoing.message for outgoing in desk.channel.sent]

    assert len(ids) == len(set(ids))


async def test_a_fault_is_tried_again_after_a_longer_pause_each_time(desk: DeskHarness) -> None:
    desk.channel.faults = [TryLater("no network") for _ in range(8)]
    await play(desk)
    replies = await desk.delivered()

    assert desk.pauses == [1, 2, 4, 8, 16, 32, 60, 60]
    assert replies[0].startswith(GREETING)


async def test_a_pause_begins_short_again_after_a_success(desk: DeskHarness) -> None:
    desk.channel.faults = [TryLater("no network"), TryLater("no network")]
    await play(desk)
    await desk.delivered()
    desk.channel.faults = [TryLater("no network")]
    await play(desk, "2")
    await desk.delivered()

    assert desk.pauses == [1, 2, 1]


async def test_a_channel_may_ask_for_its_own_pause(desk: DeskHarness) -> None:
    desk.channel.faults = [TryLater("too many", seconds=17)]
    await play(desk)
    await desk.delivered()

    assert desk.pauses == [17]


async def test_a_fault_does_not_change_the_order(desk: DeskHarness) -> None:
    desk.channel.faults = [TryLater("no network")]
    await play(desk)
    replies = await desk.delivered()

    assert replies[1] == "What is it mainly about?"


async def test_a_disk_that_is_full_is_tried_again(desk: DeskHarness) -> None:
    desk.channel.faults = [Unavailable("the disk is full")]
    await play(desk)
    await desk.delivered()

    assert desk.pauses == [1]


async def test_what_can_never_arrive_stays_as_a_dead_letter_and_lets_the_next_pass(desk: DeskHarness) -> None:
    desk.channel.faults = [Undeliverable("the customer has blocked us")]
    await play(desk)
    replies = await desk.delivered()
    rows = await desk.store.unit().find(OutboxRow)

    assert replies == ["What is it mainly about?"]
    assert [(row.problem, row.attempts) for row in rows] == [("the customer has blocked us", 1)]


async def test_what_waited_is_delivered_after_a_restart(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        await play(desk)
    async with open_desk(tmp_path, clock=desk.clock) as reopened, serving(reopened):
        replies = await arrives(reopened, 2)

        assert replies[1] == "What is it mainly about?"


async def test_what_is_said_while_the_outbox_serves_is_delivered_at_once(desk: DeskHarness) -> None:
    async with serving(desk):
        await play(desk)
        first = await arrives(desk, 2)
        await play(desk, "2")
        second = await arrives(desk, 3)

    assert (len(first), len(second)) == (2, 3)


async def test_a_look_delivers_what_no_hint_told_of(desk: DeskHarness) -> None:
    async with serving(desk):
        unit = desk.store.unit()
        unit.add(Message(id="m1", address=WANG, conversation="v1", at=desk.clock.now, author="bot", text="Hello"))
        unit.add(OutboxRow(id="r1", address=WANG, conversation="v1", message="m1", epoch=0))
        await unit.commit()
        await desk.outbox.look()
        told = await arrives(desk, 1)

    assert told == ["Hello"]


async def test_whoever_may_have_missed_hints_looks_at_everything(desk: DeskHarness) -> None:
    async with serving(desk):
        unit = desk.store.unit()
        unit.add(Message(id="m1", address=WANG, conversation="v1", at=desk.clock.now, author="bot", text="Hello"))
        unit.add(OutboxRow(id="r1", address=WANG, conversation="v1", message="m1", epoch=0))
        await unit.commit()
        desk.store.changes.tell(EVERYWHERE)
        told = await arrives(desk, 1)

    assert told == ["Hello"]


async def test_what_another_process_is_delivering_is_left_to_it(
    desk: DeskHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    await play(desk)
    monkeypatch.setattr(desk.store, "reserve", AsyncMock(return_value=False))
    left = await desk.delivered()
    monkeypatch.undo()

    assert left == []
    assert (await desk.delivered())[0].startswith(GREETING)


async def test_a_store_out_of_reach_is_logged_once_and_looked_at_again(
    desk: DeskHarness, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk.store, "values", AsyncMock(side_effect=Unavailable("no database")))
    for _ in range(3):
        await desk.outbox.look()

    assert caplog.messages == ["what is to be delivered cannot be read: no database"]


async def test_a_look_at_all_that_waits_reads_only_what_is_to_be_delivered_next(
    desk: DeskHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = desk.store.unit()
    for number in range(300):
        unit.add(OutboxRow(id=f"r{number}", address=f"other:{number % 9}", conversation="c", message="m", epoch=0))
        unit.add(replace(INBOX_ROW, id=f"other:{number}"))
    await unit.commit()
    counts = count_read(monkeypatch)
    await desk.outbox.look()
    await Inbox(desk.store, {}, AsyncMock())._waiting()

    assert counts == {}


async def test_everybody_is_told_when_something_was_delivered(desk: DeskHarness) -> None:
    await play(desk)
    with desk.store.changes.watch() as watcher:
        await desk.delivered()

        assert [await anext(watcher), await anext(watcher)] == [WANG, WANG]


async def test_a_channel_that_is_not_served_here_leaves_its_messages_waiting(desk: DeskHarness) -> None:
    await desk.turns.play(Incoming(address="telegram:1", update="1", text=BILL))
    async with serving(desk):
        await play(desk)
        await arrives(desk, 2)

    assert len(await desk.store.unit().find(OutboxRow, address="telegram:1")) == 2


async def test_a_bug_before_anything_is_sent_is_logged_and_the_next_message_tries_again(
    desk: DeskHarness, caplog: pytest.LogCaptureFixture
) -> None:
    desk.channel.ready = AsyncMock(  # type: ignore[method-assign]
        side_effect=chain([ZeroDivisionError("a bug")], repeat(None))
    )
    with caplog.at_level(logging.ERROR, "bot.desk.delivery.outbox"):
        async with serving(desk):
            await play(desk)
            await until(lambda: bool(caplog.records))
            await play(desk, "2")
            replies = await arrives(desk, 3)

    assert replies[0].startswith(GREETING)
    assert [record.message for record in caplog.records] == ["outbox failed; it goes on at the next look"]


async def test_while_a_fault_is_waited_out_another_process_may_deliver(
    desk: DeskHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    happened: list[str] = []

    async def release(_: str) -> None:
        happened.append("released")

    async def sleep(_: float) -> None:
        happened.append("pause")

    monkeypatch.setattr(desk.store, "release", release)
    monkeypatch.setattr(desk.outbox.workers, "_sleep", sleep)
    desk.channel.faults = [TryLater("no network")]
    await play(desk)
    await desk.delivered()

    assert happened == ["released", "pause", "released"]


async def test_a_channel_that_hangs_holds_up_no_other(desk: DeskHarness, monkeypatch: pytest.MonkeyPatch) -> None:
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

    monkeypatch.setattr(worker_pool, "AT_ONCE", 1)
    monkeypatch.setattr(worker_pool, "GRACE", 0)
    desk.outbox = Outbox(
        desk.store, {"web": desk.channel, "telegram": Hanging()}, desk.context.environment, asyncio.sleep
    )
    async with serving(desk):
        for number in range(3):
            await desk.turns.play(Incoming(address=f"telegram:{number}", update=f"t{number}", text=BILL))
        await asyncio.wait_for(stuck.wait(), 60)
        await play(desk)
        sent = await arrives(desk, 2)

    assert sent[0].startswith(GREETING)


async def test_a_stop_waits_for_what_is_being_sent(desk: DeskHarness) -> None:
    begun, let_go = asyncio.Event(), asyncio.Event()

    async def send(outgoing: Outgoing) -> tuple[str, ...]:
        begun.set()
        await let_go.wait()
        return ()

    desk.channel.send = send  # type: ignore[method-assign]
    await play(desk)
    before = await desk.store.unit().find(OutboxRow)
    task = asyncio.create_task(desk.outbox.serve())
    await asyncio.wait_for(begun.wait(), 60)
    task.cancel()
    await asyncio.sleep(0)
    let_go.set()
    await asyncio.gather(task, return_exceptions=True)

    assert await desk.store.unit().find(OutboxRow) == before[1:]


async def test_nothing_is_begun_after_the_outbox_was_stopped(
    desk: DeskHarness, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(worker_pool, "GRACE", 0)
    stuck = asyncio.Event()

    async def wait_for_ever(outgoing: Outgoing) -> tuple[str, ...]:
        stuck.set()
        await asyncio.Event().wait()
        return ()

    desk.channel.send = wait_for_ever  # type: ignore[method-assign]
    async with serving(desk):
        await play(desk)
        await asyncio.wait_for(stuck.wait(), 60)
        await play(desk, "2")
        await asyncio.sleep(0)
    await until(lambda: desk.outbox.workers._workers == {})

    assert desk.channel.sent == []
