"""Threads that are none: what the store gives to its threads runs in any order that a random number says.

So that the same number leads to the same order.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from random import Random
from typing import Any

import pytest

_Job = tuple[Future[Any], Callable[..., Any], tuple[Any, ...]]


class Turns:
    """The one thread of all that would be."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._loop = asyncio.get_running_loop()
        self.queues: list[deque[_Job]] = []
        self._called = False

    def call(self) -> None:
        """Have jobs done some turns of the event loop later."""
        if not self._called and any(self.queues):
            self._called = True
            self._loop.call_soon(self._turn)

    def step(self) -> None:
        """Do the next job of any thread."""
        queue = self._chance.choice([queue for queue in self.queues if queue and _ready(queue[0])])
        future, work, given = queue.popleft()
        future.set_running_or_notify_cancel()
        try:
            result = work(*given)
        except BaseException as error:  # as an executor does
            future.set_exception(error)
        else:
            future.set_result(result)

    def _turn(self) -> None:
        self._called = False
        if self._chance.random() < 0.4 and any(self.queues):
            self.step()
        self.call()


def _ready(job: _Job) -> bool:
    return all(given.done() for given in job[2] if isinstance(given, Future))


class Executor:
    """What of a ThreadPoolExecutor with one thread the store uses."""

    def __init__(self, turns: Turns) -> None:
        self._turns = turns
        self._jobs: deque[_Job] = deque()
        turns.queues.append(self._jobs)

    def submit(self, work: Callable[..., Any], *given: Any) -> "Future[Any]":
        future = Future[Any]()
        self._jobs.append((future, work, given))
        self._turns.call()
        return future

    def shutdown(self) -> None:
        while self._jobs:
            self._turns.step()


@contextmanager
def taking_turns(chance: Random) -> Iterator[None]:
    """Have the store opened here use no threads."""
    loops: dict[asyncio.AbstractEventLoop, Turns] = {}

    def turns() -> Turns:
        loop = asyncio.get_running_loop()
        if loop not in loops:
            loops[loop] = Turns(chance)
        return loops[loop]

    def wait(futures: tuple[Future[Any], ...]) -> None:
        while not all(future.done() for future in futures):
            turns().step()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("storage.embedded.commits.ThreadPoolExecutor", lambda *_: Executor(turns()))
        patch.setattr("storage.embedded.commits.wait", wait)
        yield
