"""Delivers what turns have said: in order per address, again after a fault, each until the channel has it.

Rows are durable and deleted once delivered. A message that can never arrive stays as a dead letter. How one message is
delivered is in `sender`, how the work at many addresses goes on in `worker_pool`.
"""

import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping

from bot.channels.port import Channel
from bot.desk.core.environment import Environment
from bot.desk.delivery.sender import Sender
from bot.desk.delivery.worker_pool import LOOK, WorkerPool
from storage.ports import EVERYWHERE, Store
from storage.records.traffic_records import OutboxRow

log = logging.getLogger(__name__)


class Outbox:
    """A worker per address that has something to deliver."""

    def __init__(
        self,
        store: Store,
        channels: Mapping[str, Channel],
        environment: Environment,
        sleep: Callable[[float], Awaitable[object]],
    ) -> None:
        self._store = store
        self._channels = channels
        self._sleep = sleep
        self.workers = WorkerPool(store, "outbox", Sender(store, channels, environment).next, sleep)

    async def serve(self) -> None:
        """Deliver what waits, and from then on whatever is said."""
        with self._store.changes.watch() as changes:
            await self.look()
            try:
                async for address in changes:
                    await self.look() if address == EVERYWHERE else self.workers.wake(self._served([address]))
            finally:
                await self.workers.stop()

    async def patrol(self) -> None:
        """Look at all that waits, for ever."""
        while True:
            await self._sleep(LOOK)
            await self.look()

    async def look(self) -> None:
        """Deliver what waits anywhere; while the store is out of reach, nothing does."""
        await self.workers.look("what is to be delivered", self._waiting)

    async def deliver(self, address: str) -> None:
        """Deliver everything that waits for one address, in order; returns when nothing is left for this process."""
        await self.workers.exhaust(address)

    async def _waiting(self) -> set[str]:
        return self._served(await self._store.values(OutboxRow, "address", problem=""))

    def _served(self, addresses: Iterable[str]) -> set[str]:
        """Return those of a channel that this process serves; the rows of others wait."""
        return {address for address in addresses if address.partition(":")[0] in self._channels}
