"""Delivers what turns have said: in order per address, again after a fault, each until the channel has it.

Rows are durable and deleted once delivered. A crash between the two delivers the last message of an address a second
time; channels that can tell use the message's id. A message that can never arrive stays as a dead letter. Of several
processes one at a time delivers to an address; another goes on where one dies.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace

from bot.channels.port import Channel, Outgoing, TryLater, Undeliverable
from storage.ports import EVERYWHERE, StorageError, Store, UnitOfWork
from storage.records import Conversation, Message, OutboxRow

log = logging.getLogger(__name__)

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0
"""Seconds to wait after a fault: the first, doubled up to the longest."""
LOOK = 2.0
"""Seconds between two looks at all that waits, for hints that got lost and for what a dead process left."""
AT_ONCE = 200
"""Messages that are on their way at a time, on each channel: one that hangs must not hold up the others."""
GRACE = 25.0
"""Seconds that a stop waits for what is on its way: to cut it off would send it again at the next start."""


@dataclass(frozen=True)
class _Fault:
    """Why a delivery is to be tried again."""

    why: Exception
    got_on: bool
    """Something was delivered before."""


class Outbox:
    """A worker per address that has something to deliver."""

    def __init__(
        self, store: Store, channels: Mapping[str, Channel], sleep: Callable[[float], Awaitable[None]]
    ) -> None:
        self._store = store
        self._channels = channels
        self._sleep = sleep
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()
        self._slots = {name: asyncio.Semaphore(AT_ONCE) for name in channels}
        self._sending: set[str] = set()
        self._stopping = False
        self._blind = False

    async def serve(self) -> None:
        """Deliver what waits, and from then on whatever is said."""
        with self._store.changes.watch() as changes:
            await self.look()
            try:
                async for address in changes:
                    await self.look() if address == EVERYWHERE else self._wake(address)
            finally:
                await self._stop()

    async def patrol(self) -> None:
        """Look at all that waits, for ever."""
        while True:
            await self._sleep(LOOK)
            await self.look()

    async def look(self) -> None:
        """Deliver what waits anywhere; while the store is out of reach, nothing does."""
        try:
            waiting = await self._store.unit().find(OutboxRow, problem="")
        except StorageError as fault:
            if not self._blind:
                log.warning("what is to be delivered cannot be read: %s", fault)
            self._blind = True
            return
        self._blind = False
        for address in {row.address for row in waiting} - self._workers.keys():
            self._wake(address)

    async def deliver(self, address: str) -> None:
        """Deliver everything that waits for one address, in order; returns when nothing is left for this process."""
        pause = FIRST_PAUSE
        while fault := await self._deliver_some(address):
            log.warning("delivery to a customer waits: %s", fault.why)
            pause = FIRST_PAUSE if fault.got_on else pause
            await self._sleep(getattr(fault.why, "seconds", 0) or pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    async def _deliver_some(self, address: str) -> "_Fault | None":
        """Deliver what waits for an address; return what is to be waited out, None if nothing is left.

        The name is free while it is waited: another process may have a better way to this customer.
        """
        name, got_on = f"outbox {address}", False
        async with self._slots[address.partition(":")[0]]:
            try:
                while not self._stopping and await self._store.reserve(name) and (row := await self._next(address)):
                    self._sending.add(address)
                    await self._deliver(row)
                    got_on = True
            except (TryLater, StorageError) as why:
                return _Fault(why, got_on)
            finally:
                self._sending.discard(address)
                await self._store.release(name)
        return None

    async def _stop(self) -> None:
        """End the workers: those that wait at once, those that are sending when that is done."""
        self._stopping = True
        for address in self._workers.keys() - self._sending:
            self._workers[address].cancel()
        if self._workers:
            await asyncio.wait(self._workers.values(), timeout=GRACE)
        for worker in self._workers.values():
            worker.cancel()

    def _wake(self, address: str) -> None:
        if address.partition(":")[0] not in self._channels:
            return  # a channel that is not served by this process; its rows wait
        if address in self._workers:
            self._again.add(address)
        else:
            self._workers[address] = asyncio.create_task(self._work(address))

    async def _work(self, address: str) -> None:
        try:
            await self.deliver(address)
        except StorageError as fault:
            log.warning("delivery to a customer waits for the next look: %s", fault)
        except Exception:  # the outbox's loop: a bug in one delivery is no reason to lose it, or to hold up others
            log.exception("delivery failed; it goes on with the next message to this address")
        finally:
            del self._workers[address]
        if address in self._again and not self._stopping:
            self._again.discard(address)
            self._wake(address)

    async def _next(self, address: str) -> OutboxRow | None:
        rows = await self._store.unit().find(OutboxRow, address=address, problem="", limit=1)
        return rows[0] if rows else None

    async def _deliver(self, row: OutboxRow) -> None:
        unit = self._store.unit()
        message = await unit.get(Message, row.message)
        if message is None or await _is_silenced(unit, row, message):
            await self._drop(unit, row, message)
            return
        try:
            await self._channels[row.address.partition(":")[0]].send(_outgoing(message))
        except Undeliverable as fault:
            log.warning("a message cannot be delivered: %s", fault)
            unit.put(replace(row, problem=str(fault), attempts=row.attempts + 1))
        else:
            unit.delete(row)
        await unit.commit()
        self._store.changes.tell(row.address)

    async def _drop(self, unit: UnitOfWork, row: OutboxRow, message: Message | None) -> None:
        """Take back what was never shown, from the transcript too."""
        unit.delete(row)
        if message is not None:
            unit.delete(message)
        await unit.commit()


async def _is_silenced(unit: UnitOfWork, row: OutboxRow, message: Message) -> bool:
    """Tell whether the bot said this before a person took the conversation."""
    conversation = await unit.get(Conversation, row.conversation)
    return message.author == "bot" and conversation is not None and row.epoch < conversation.owner_epoch


def _outgoing(message: Message) -> Outgoing:
    return Outgoing(
        address=message.address,
        message=message.id,
        author=message.author,
        name=message.name,
        text=message.text,
        choices=message.choices,
    )
