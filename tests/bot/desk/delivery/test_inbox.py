"""What was kept is played once, in order, whatever happens meanwhile."""

import asyncio
import logging
import threading
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from unittest.mock import AsyncMock

import pytest

from bot.channels.port import Incoming, UnreadableUpdate
from bot.desk.delivery.inbox import PATIENCE, REMEMBERED, Inbox
from bot.desk.delivery.retries import TRIES
from storage.embedded.embedded_store import open_store
from storage.ports import Unavailable
from storage.records.traffic_records import InboxMark, InboxRow
from tests.bot.desk.desk_harness import BILL, NOON, WANG, DeskHarness

Take = Callable[[InboxRow], Awaitable[None]]


class Taking:
    """A channel whose rows are taken by a function."""

    def __init__(self, take: Take) -> None:
        self._take = take

    async def take(self, row: InboxRow, *further: InboxRow) -> None:
        await self._take(replace(row, raw=" ".join(one.raw for one in (row, *further))))


def row(desk: DeskHarness, number: int, address: str = WANG, raw: str = BILL) -> InboxRow:
    return InboxRow(id=f"web:{number:03}", address=address, at=desk.clock.now, raw=raw)


def inbox(desk: DeskHarness, take: Take) -> Inbox:
    return Inbox(desk.store, {"web": Taking(take)}, asyncio.sleep)


def played_by(desk: DeskHarness) -> Take:
    async def take(row: InboxRow) -> None:
        await desk.turns.play(Incoming(address=row.address, update=row.id, text=row.raw, kept=True))

    return take


async def rows(desk: DeskHarness) -> list[InboxRow]:
    return await desk.store.unit().find(InboxRow)


@asynccontextmanager
async def serving(inbox: Inbox) -> AsyncIterator[None]:
    task = asyncio.create_task(inbox.serve())
    yield
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def finished(inbox: Inbox) -> None:
    async with asyncio.timeout(60):
        while not inbox.workers.at_rest:  # noqa: ASYNC110  # nobody tells
            await asyncio.sleep(0)


async def test_what_is_kept_is_played_and_leaves_a_mark_in_place_of_the_row(desk: DeskHarness) -> None:
    box = inbox(desk, played_by(desk))
    await box.keep([row(desk, 1)])
    await finished(box)

    assert (await desk.transcript())[0] == ("customer", BILL)
    assert await rows(desk) == []
    assert await desk.store.unit().get(InboxMark, "web:001")


async def test_what_comes_again_is_not_played_again_whether_it_waits_or_was_played(desk: DeskHarness) -> None:
    box = inbox(desk, played_by(desk))
    await box.keep([row(desk, 1), row(desk, 1)])
    await box.keep([row(desk, 1), row(desk, 2, raw="2")])
    await finished(box)
    await box.keep([row(desk, 1)])
    await finished(box)
    told = [text for author, text in await desk.transcript() if author == "customer"]

    assert told == [BILL, "2"]
    assert await rows(desk) == []


async def test_what_comes_again_is_acknowledged_only_when_the_first_of_it_is_durable(tmp_path: Path) -> None:
    store, disk_goes_on = await open_store(tmp_path), threading.Event()
    append = store._journal.append

    def slow(transactions: Sequence[bytes]) -> None:
        disk_goes_on.wait()
        append(transactions)

    store._journal.append = slow  # type: ignore[method-assign]
    box = Inbox(store, {"web": Taking(AsyncMock())}, asyncio.sleep)
    kept = InboxRow(id="web:001", address=WANG, at=NOON, raw=BILL)
    first, again = (asyncio.create_task(box.keep([kept])) for _ in range(2))
    while not await store.unit().get(InboxRow, "web:001"):  # noqa: ASYNC110  # nobody tells
        await asyncio.sleep(0)
    for _ in range(100):
        await asyncio.sleep(0)
    too_early = first.done() or again.done()
    disk_goes_on.set()
    await asyncio.gather(first, again)
    await box.workers.stop()
    await store.close()

    assert not too_early


async def test_an_address_keeps_its_order_and_does_not_wait_for_others(desk: DeskHarness) -> None:
    slow, played = asyncio.Event(), list[str]()

    async def take(row: InboxRow) -> None:
        if row.raw == "slow":
            await slow.wait()
        played.append(row.raw)

    box = inbox(desk, take)
    await box.keep([row(desk, 2, raw="behind"), row(desk, 1, raw="slow"), row(desk, 3, "web:li", "quick")])
    while not played:  # noqa: ASYNC110  # nobody tells
        await asyncio.sleep(0)
    slow.set()
    await finished(box)

    assert played == ["quick", "slow", "behind"]


async def test_what_a_dead_process_left_is_played_by_the_next_one(desk: DeskHarness) -> None:
    dead = inbox(desk, played_by(desk))
    dead.workers.wake = lambda addresses: None  # type: ignore[method-assign]
    await dead.keep([row(desk, 1)])
    async with serving(inbox(desk, played_by(desk))), asyncio.timeout(60):
        while await rows(desk):  # noqa: ASYNC110  # nobody tells
            await asyncio.sleep(0)

    assert (await desk.transcript())[0] == ("customer", BILL)


async def test_what_cannot_be_read_is_set_aside_and_what_is_behind_it_is_played(
    desk: DeskHarness, caplog: pytest.LogCaptureFixture
) -> None:
    async def take(row: InboxRow) -> None:
        if row.raw == "odd":
            raise UnreadableUpdate("it cannot be read")
        await played_by(desk)(row)

    box = inbox(desk, take)
    await box.keep([row(desk, 1, raw="odd"), row(desk, 2)])
    await finished(box)
    (aside,) = await rows(desk)

    assert (aside.raw, aside.problem) == ("odd", "it cannot be read")
    assert (await desk.transcript())[0] == ("customer", BILL)
    assert caplog.messages == ["web:001 is set aside: it cannot be read"]


async def test_what_always_fails_is_set_aside_after_some_tries_and_its_words_are_in_no_log(
    desk: DeskHarness, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    happened: list[str | float] = []

    async def take(row: InboxRow) -> None:
        happened.append("tried")
        raise ValueError(row.raw)

    async def sleep(seconds: float) -> None:
        happened.append(seconds)

    box = Inbox(desk.store, {"web": Taking(take)}, sleep)
    await box.keep([row(desk, 1, raw="my illness")])
    await finished(box)
    (aside,) = await rows(desk)

    assert happened == ["tried", 1, "tried", 2, "tried"]
    assert aside.problem.startswith(f"it failed {TRIES} times: ValueError at test_inbox.py:")
    assert "illness" not in caplog.text


async def test_while_the_store_cannot_write_rows_wait_however_long_it_takes(desk: DeskHarness) -> None:
    faults = [Unavailable("the disk is full")] * 8
    pauses: list[float] = []

    async def take(row: InboxRow) -> None:
        if faults:
            raise faults.pop()
        await played_by(desk)(row)

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    box = Inbox(desk.store, {"web": Taking(take)}, sleep)
    await box.keep([row(desk, 1)])
    await finished(box)

    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60]
    assert (await desk.transcript())[0] == ("customer", BILL)


async def test_what_is_nothing_for_the_desk_goes(desk: DeskHarness) -> None:
    async def take(row: InboxRow) -> None:
        pass

    box = inbox(desk, take)
    await box.keep([row(desk, 1)])
    await finished(box)

    assert await rows(desk) == []


async def test_what_came_set_aside_already_stays_so(desk: DeskHarness) -> None:
    box = inbox(desk, played_by(desk))
    await box.keep([replace(row(desk, 1), problem="it cannot be read")])
    await finished(box)

    assert [one.problem for one in await rows(desk)] == ["it cannot be read"]


async def test_what_was_said_is_played_and_only_what_is_kept_is_written(desk: DeskHarness) -> None:
    heard = AsyncMock()
    box = inbox(desk, heard)
    await box.keep([row(desk, 1, raw="code ••••••")], {"web:001": "code 482913"})
    written = [one.raw for one in await rows(desk)]
    async with serving(box):
        await finished(box)

    assert written == ["code ••••••"]
    assert [call.args[0].raw for call in heard.await_args_list] == ["code 482913"]


async def test_a_row_that_is_set_aside_is_played_again_as_it_was_kept(desk: DeskHarness) -> None:
    heard = AsyncMock(side_effect=[UnreadableUpdate("odd"), None])
    box = inbox(desk, heard)
    await box.keep([row(desk, 1, raw="code ••••••")], {"web:001": "code 482913"})
    async with serving(box):
        await finished(box)
        (aside,) = await rows(desk)
        unit = desk.store.unit()
        unit.put(replace(aside, problem=""))
        await unit.commit()
        box.workers.wake({WANG})
        await finished(box)

    assert aside.raw == "code ••••••"
    assert [call.args[0].raw for call in heard.await_args_list] == ["code 482913", "code ••••••"]


async def test_no_more_is_remembered_than_is_good(desk: DeskHarness) -> None:
    box = inbox(desk, AsyncMock())
    for number in range(REMEMBERED + 10):
        await box.keep([], {f"web:{number}": "pin 4711"})

    assert len(box._said) == REMEMBERED


def told_in_parts(rows: Sequence[InboxRow]) -> tuple[int, bool]:
    """Take what ends in a comma for a text that goes on."""
    whole = next((number for number, row in enumerate(rows) if not row.raw.endswith(",")), None)
    return (len(rows), True) if whole is None else (whole + 1, False)


async def test_the_parts_of_a_text_are_played_as_one_when_no_more_comes(desk: DeskHarness) -> None:
    pauses, coming, taken = list[float](), [row(desk, 2, raw="two,")], list[tuple[str, str]]()

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)
        if coming:
            await box.keep([coming.pop()])

    async def take(row: InboxRow) -> None:
        taken.append((row.id, row.raw))

    box = Inbox(desk.store, {"web": Taking(take)}, sleep, told_in_parts)
    await box.keep([row(desk, 1, raw="one,")])
    await finished(box)

    assert taken == [("web:001", "one, two,")]
    assert pauses == [PATIENCE, PATIENCE]
    assert await rows(desk) == []


async def test_a_part_that_was_played_before_takes_none_of_the_others_away(desk: DeskHarness) -> None:
    box = Inbox(desk.store, {"web": Taking(played_by(desk))}, AsyncMock(), told_in_parts)
    await box.keep([row(desk, 1, raw="one,")])
    await finished(box)
    await box.keep([row(desk, 1, raw="one,"), row(desk, 2, raw="two")])
    await finished(box)

    assert [text for author, text in await desk.transcript() if author == "customer"] == ["one,", "two"]


async def test_parts_that_cannot_be_played_are_set_aside_together(desk: DeskHarness) -> None:
    async def take(_: InboxRow) -> None:
        raise ValueError

    box = Inbox(desk.store, {"web": Taking(take)}, AsyncMock(), told_in_parts)
    await box.keep([row(desk, 1, raw="one,"), row(desk, 2, raw="two"), row(desk, 3, raw="another")])
    await finished(box)

    assert [one.attempts for one in await rows(desk)] == [TRIES] * 3
