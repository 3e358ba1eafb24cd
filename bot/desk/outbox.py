"""Delivers what turns have said: in order per address, again after a fault, each until the channel has it.

Rows are durable and deleted once delivered. A crash between the two delivers the last message of an address a second
time; channels that can tell use the message's id. A message that can never arrive stays as a dead letter.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace

from bot.channels.port import Channel, Outgoing, TryLater, Undeliverable
from bot.desk.changes import Changes
from storage.ports import StorageError, Store, UnitOfWork
from storage.records import Conversation, Message, OutboxRow

log = logging.getLogger(__name__)

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0
"""Seconds to wait after a fault: the first, doubled up to the longest."""


class Outbox:
    """A worker per address that has something to deliver."""

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        changes: Changes,
        sleep: Callable[[float], Awaitable[None]],
    ) -> None:
        self._store = store
        self._channels = channels
        self._changes = changes
        self._sleep = sleep
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._again: set[str] = set()

    async def serve(self) -> None:
        """Deliver what waits, and from then on whatever is said."""
        with self._changes.watch() as changes:
            for row in await self._store.unit().find(OutboxRow):
                self._wake(row.address)
            try:
                async for address in changes:
                    self._wake(address)
            finally:
                for worker in self._workers.values():
                    worker.cancel()

    async def deliver(self, address: str) -> None:
        """Deliver everything that waits for one address, in order; returns when nothing is left."""
        pause = FIRST_PAUSE
        while (row := await self._next(address)) is not None:
            try:
                await self._deliver(row)
                pause = FIRST_PAUSE
            except (TryLater, StorageError) as fault:
                log.warning("delivery to a customer waits: %s", fault)
                await self._sleep(getattr(fault, "seconds", 0) or pause)
                pause = min(2 * pause, LONGEST_PAUSE)

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
        except Exception:  # the outbox's loop: a bug in one delivery is no reason to lose it, or to hold up others
            log.exception("delivery failed; it goes on with the next message to this address")
        finally:
            del self._workers[address]
        if address in self._again:
            self._again.discard(address)
            self._wake(address)

    async def _next(self, address: str) -> OutboxRow | None:
        rows = await self._store.unit().find(OutboxRow, address=address)
        return next((row for row in rows if not row.problem), None)

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
