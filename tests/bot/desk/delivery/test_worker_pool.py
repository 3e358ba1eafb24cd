"""Work at many addresses: in order at each, beside each other, and again after a fault."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

import pytest

from bot.channels.port import TryLater
from bot.desk.delivery import worker_pool
from bot.desk.delivery.worker_pool import WorkerPool
from storage.ports import Unavailable
from tests.bot.desk.desk_harness import DeskHarness

Step = Callable[[str], Awaitable[bool]]


class Work:
    """Some steps to do at each address."""

    def __init__(self, **left: int) -> None:
        self.left = left
        self.done: list[str] = []
        self.faults: list[Exception] = []

    async def step(self, address: str) -> bool:
        if self.faults:
            raise self.faults.pop(0)
        if not self.left.get(address):
            return False
        self.left[address] -= 1
        self.done.append(address)
        return True


async def no_sleep(_: float) -> None:
    """Wait for nothing."""


async def rest(at_work: WorkerPool) -> None:
    async with asyncio.timeout(60):
        while not at_work.at_rest:  # noqa: ASYNC110  # nobody tells
            await asyncio.sleep(0)


async def test_all_there_is_to_do_is_done(desk: DeskHarness) -> None:
    work = Work(a=3, b=1)
    at_work = WorkerPool(desk.store, "work", work.step, no_sleep)
    at_work.wake(["a", "b"])
    await rest(at_work)

    assert sorted(work.done) == ["a", "a", "a", "b"]


async def test_what_comes_while_a_worker_ends_is_done_as_well(desk: DeskHarness) -> None:
    work = Work(a=1)
    at_work = WorkerPool(desk.store, "work", work.step, no_sleep)

    async def step(address: str) -> bool:
        found = await work.step(address)
        if not found and len(work.done) == 1:
            work.left["a"] = 1
            at_work.wake(["a"])
        return found

    at_work._step = step
    at_work.wake(["a"])
    await rest(at_work)

    assert work.done == ["a", "a"]


async def test_an_address_that_hangs_holds_up_no_other(desk: DeskHarness) -> None:
    hangs, work = asyncio.Event(), Work(quick=1)

    async def step(address: str) -> bool:
        if address == "stuck":
            await hangs.wait()
        return await work.step(address)

    at_work = WorkerPool(desk.store, "work", step, no_sleep)
    at_work.wake(["stuck", "quick"])
    async with asyncio.timeout(60):
        while not work.done:  # noqa: ASYNC110  # nobody tells
            await asyncio.sleep(0)
    hangs.set()
    await rest(at_work)

    assert work.done == ["quick"]


async def test_a_fault_is_waited_out_and_one_that_was_planned_is_no_warning(
    desk: DeskHarness, caplog: pytest.LogCaptureFixture
) -> None:
    work, pauses = Work(a=1), list[float]()
    work.faults = [TryLater("no network"), Unavailable("the disk is full"), TryLater("an album", 3, planned=True)]

    async def sleep(seconds: float) -> None:
        pauses.append(seconds)

    await WorkerPool(desk.store, "work", work.step, sleep).exhaust("a")

    assert pauses == [1, 2, 3]
    assert caplog.messages == ["work waits: no network", "work waits: the disk is full"]
    assert work.done == ["a"]


async def test_a_bug_at_one_address_is_logged_and_ends_only_its_own_worker(
    desk: DeskHarness, caplog: pytest.LogCaptureFixture
) -> None:
    work = Work(a=1, b=1)

    async def step(address: str) -> bool:
        if address == "a":
            raise ZeroDivisionError
        return await work.step(address)

    at_work = WorkerPool(desk.store, "work", step, no_sleep)
    at_work.wake(["a", "b"])
    await rest(at_work)

    assert work.done == ["b"]
    assert caplog.record_tuples[0][1:] == (logging.ERROR, "work failed; it goes on at the next look")


async def test_after_a_stop_nothing_is_begun(desk: DeskHarness, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_pool, "GRACE", 0)
    work = Work(a=1)
    at_work = WorkerPool(desk.store, "work", work.step, no_sleep)
    await at_work.stop()
    at_work.wake(["a"])

    assert at_work.at_rest
    assert work.done == []
