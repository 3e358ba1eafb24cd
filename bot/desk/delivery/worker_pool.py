"""A worker per address that has something to do: in order there, beside those of other addresses, again after a fault.

What is done is handed in as a step; what the inbox, the outbox and the staff's topics have in common is here. Of
several processes one at a time works at an address; another goes on where one dies.
"""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass

from bot.channels.port import TryLater
from bot.desk.delivery.retries import pause_after
from storage.ports import StorageError, Store

log = logging.getLogger(__name__)

LOOK = 2.0
"""Seconds between two looks at all that waits, for hints that got lost and for what a dead process left."""
AT_ONCE = 200
"""Steps that are taken at a time, on each channel: one that hangs must not hold up the others."""
GRACE = 25.0
"""Seconds that a stop waits for steps that were begun: to cut one off would repeat it at the next start."""


@dataclass(frozen=True)
class _Fault:
    """Why a step is to be tried again."""

    why: Exception
    got_on: bool
    """Some went well before."""


class WorkerPool:
    """The workers of one kind of work."""

    def __init__(
        self,
        store: Store,
        name: str,
        step: Callable[[str], Awaitable[bool]],
        sleep: Callable[[float], Awaitable[object]],
        at_once: int = AT_ONCE,
    ) -> None:
        """``step`` does the next thing at an address and tells whether there was one."""
        self._store = store
        self._name = name
        self._step = step
        self._sleep = sleep
        self._slots: defaultdict[str, asyncio.Semaphore] = defaultdict(lambda: asyncio.Semaphore(at_once))
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()
        self._busy: set[str] = set()
        self._stopping = False
        self._blind = False

    def wake(self, addresses: Iterable[str]) -> None:
        """Have what there is to do at these addresses done."""
        for address in addresses:
            if address in self._workers:
                self._again.add(address)
            elif not self._stopping:
                self._workers[address] = asyncio.create_task(self._work(address))

    async def look(self, what: str, find: Callable[[], Awaitable[Iterable[str]]]) -> None:
        """Wake those of the addresses found that have no worker; while the store is out of reach, none.

        ``what`` names what is looked for to the log, which is told once.
        """
        try:
            found = await find()
        except StorageError as fault:
            if not self._blind:
                log.warning("%s cannot be read: %s", what, fault)
            self._blind = True
        else:
            self._blind = False
            self.wake(set(found) - self._workers.keys())

    @property
    def at_rest(self) -> bool:
        """Whether there is no worker at all."""
        return not self._workers

    async def exhaust(self, address: str) -> None:
        """Do everything there is at one address, in order; returns when nothing is left for this process."""
        failures = 0
        while fault := await self._do_some(address):
            planned = isinstance(fault.why, TryLater) and fault.why.planned
            log.log(logging.DEBUG if planned else logging.WARNING, "%s waits: %s", self._name, fault.why)
            failures = 1 if fault.got_on else failures + 1
            await self._sleep(getattr(fault.why, "seconds", 0) or pause_after(failures))

    async def stop(self) -> None:
        """End the workers: those that wait at once, those in the middle of a step when that is done."""
        self._stopping = True
        for address in self._workers.keys() - self._busy:
            self._workers[address].cancel()
        if self._workers:
            await asyncio.wait(self._workers.values(), timeout=GRACE)
        for worker in self._workers.values():
            worker.cancel()

    async def _do_some(self, address: str) -> _Fault | None:
        """Take steps at an address; return what is to be waited out, None if nothing is left.

        The name is free while it is waited: another process may have a better way to this address.
        """
        name, got_on = f"{self._name} {address}", False
        async with self._slots[address.partition(":")[0]]:
            try:
                while not self._stopping and await self._store.reserve(name):
                    self._busy.add(address)
                    if not await self._step(address):
                        break
                    got_on = True
            except (TryLater, StorageError) as why:
                return _Fault(why, got_on)
            finally:
                self._busy.discard(address)
                await self._store.release(name)
        return None

    async def _work(self, address: str) -> None:
        try:
            await self.exhaust(address)
        except StorageError as fault:
            log.warning("%s waits for the next look: %s", self._name, fault)
        except Exception:  # this worker's loop: a bug here is no reason to lose anything, or to hold up others
            log.exception("%s failed; it goes on at the next look", self._name)
        finally:
            del self._workers[address]
        if address in self._again and not self._stopping:
            self._again.discard(address)
            self.wake([address])
