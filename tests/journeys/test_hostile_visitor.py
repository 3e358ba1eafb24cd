"""One visitor attacks with all there is while good customers write: they are served as if nobody else was there."""

import asyncio
import json
import sys
import time
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import pytest

from bot.settings import Settings
from tests.campaign import FULL, size, tell
from tests.journeys.program import GENEROUS, HUNG, ROOT, Program, running
from tests.journeys.webclient import Customer, browsing

CUSTOMERS = size(5, 20)
MESSAGES = size(4, 40)
"""Of each customer, quiet and again under attack."""
THINKING = size(0, 1)
"""Seconds between two messages of a customer: only in full, where times are measured."""
OF_THE_SHELF = {name: str(getattr(Settings(), name.lower())) for name in GENEROUS}
"""The limits as they are shipped."""


async def writes(customer: Customer, number: int) -> list[float]:
    """Write some messages; returns how long each took to be taken."""
    took = []
    await asyncio.sleep(THINKING * number / CUSTOMERS)
    for count in range(MESSAGES):
        began = time.monotonic()
        await customer.says(f"My calls keep dropping in Garden Street {number}, I told you {count} times")
        took.append(time.monotonic() - began)
        await asyncio.sleep(THINKING)
    return took


async def all_write(customers: list[Customer]) -> list[float]:
    took = await asyncio.gather(*(writes(customer, number) for number, customer in enumerate(customers)))
    return sorted(seconds for one in took for seconds in one)


@asynccontextmanager
async def under_attack(program: Program) -> AsyncIterator[dict[str, int]]:
    """Have the attacker at work; what it did is told when it has ended."""
    done: dict[str, int] = {}
    attacker = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.journeys.attacker", program.base_url, cwd=ROOT, stdin=PIPE, stdout=PIPE
    )
    assert attacker.stdout
    try:
        async with asyncio.timeout(HUNG):
            assert await attacker.stdout.readline() == b"at work\n"
        yield done
        async with asyncio.timeout(HUNG):
            told, _ = await attacker.communicate(b"")  # the end of its input
        done |= json.loads(told)
    finally:
        if attacker.returncode is None:
            attacker.kill()
            await attacker.wait()


async def newcomer(program: Program, source: str) -> str:
    """Have somebody come for the first time; returns what the bot says to the first word."""
    async with browsing(source=source) as customer:
        await customer.opens(program)
        await customer.says("My calls are full of clicking since Monday")
        return str((await customer.hears("What is it mainly about?"))["text"])


def percentile(took: list[float], part: float) -> float:
    return took[min(len(took) - 1, int(len(took) * part))]


def figures(quiet: list[float], attacked: list[float], done: dict[str, int], log: str) -> str:
    lines = [
        f"{name}: {len(took)} messages, p50 {percentile(took, 0.5) * 1000:.0f} ms, "
        f"p99 {percentile(took, 0.99) * 1000:.0f} ms, most {took[-1] * 1000:.0f} ms"
        for name, took in (("quiet", quiet), ("attacked", attacked))
    ]
    told = ", ".join(f"{what} {count}" for what, count in sorted(done.items()))
    return "\n".join([f"{CUSTOMERS} customers", *lines, f"the attacker: {told}", f"log: {len(log)} bytes"])


@pytest.mark.campaign
async def test_one_hostile_visitor_slows_down_nobody_else(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    async with running(tmp_path, **OF_THE_SHELF) as program, AsyncExitStack() as browsers:
        customers = [
            await browsers.enter_async_context(browsing(source=f"127.0.0.{100 + number}"))
            for number in range(CUSTOMERS)
        ]
        await newcomer(program, "127.0.0.97")  # the first one of all waits until everything is read in
        for customer in customers:  # who waited so long without a look at the socket would be taken for gone
            await customer.opens(program)
        quiet = await all_write(customers)
        async with under_attack(program) as done:
            attacked = await all_write(customers)
            new = await newcomer(program, "127.0.0.99")
        after, log = await newcomer(program, "127.0.0.98"), program.log
    tell(capsys, figures(quiet, attacked, done, log))

    assert [len(quiet), len(attacked)] == [CUSTOMERS * MESSAGES] * 2
    assert new == after
    assert done["flood retry"] > 0
    assert "feigned cookies taken" not in done
    assert len(log) < 100_000
    if FULL:
        assert percentile(attacked, 0.99) <= 3 * percentile(quiet, 0.99)
