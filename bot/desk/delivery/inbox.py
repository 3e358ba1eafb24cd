"""Keeps what came in from a channel before it is acknowledged there, and plays it until its turn is committed.

In order per address, and again after a fault. The turn that plays a row deletes it and leaves a mark, in its one
commit; so nothing that was acknowledged is lost, and nothing is played twice. What cannot be read, or always fails by a
fault of ours, is set aside with the reason and stays for whoever mends that.

Secrets are crossed out in what is kept. This process remembers what was said until it is played, since a code may be
what was asked for; after a crash, or where another process plays it, what is kept is played instead.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from bot.channels.port import TryLater, UnreadableUpdate
from bot.desk.core.errors import error_kind
from bot.desk.delivery.retries import failed_again
from bot.desk.delivery.worker_pool import LOOK, WorkerPool
from storage.ports import Conflict, StorageError, Store
from storage.records.traffic_records import InboxMark, InboxRow

log = logging.getLogger(__name__)

LANES = 64
"""Addresses whose rows are played at a time."""

REMEMBERED = 1000
"""Rows whose secrets are known at a time."""

MOST_PARTS = 10
"""Rows that may be one text."""
PATIENCE = 1.0
"""Seconds that the next part of a text is waited for."""

Parts = Callable[[Sequence[InboxRow]], tuple[int, bool]]
"""Tells how many rows of an address, from the first on, are one text, and whether more of it may be on its way."""


def alone(_: Sequence[InboxRow]) -> tuple[int, bool]:
    """Take each row for a thing of its own."""
    return 1, False


class Taker(Protocol):
    """A channel that keeps its updates here."""

    async def take(self, row: InboxRow, *further: InboxRow) -> None:
        """Read a row and play it; what is nothing for the desk, or was played before, is left alone.

        ``further`` are the other parts of the same text, which are played in the same turn.

        Raises:
            UnreadableUpdate: if it cannot be read.
        """


class Inbox:
    """A worker per address at which something came in."""

    def __init__(
        self,
        store: Store,
        takers: Mapping[str, Taker],
        sleep: Callable[[float], Awaitable[object]],
        parts: Parts = alone,
    ) -> None:
        """``takers`` names a taker for each channel that keeps its updates here."""
        self._store = store
        self._parts = parts
        self._takers = takers
        self._sleep = sleep
        self._said: dict[str, str] = {}
        self.workers = WorkerPool(store, "inbox", self._next, sleep, LANES)

    async def keep(self, rows: Sequence[InboxRow], said: Mapping[str, str] | None = None) -> None:
        """Make durable what came in, unless it came before; when this returns it may be acknowledged.

        ``said`` is what rows say with their secrets, by their ids; it is never written.

        Raises:
            Unavailable: if the store cannot write now; nothing was kept.

        """
        self._said.update(said or {})
        for forgotten in list(self._said)[:-REMEMBERED]:
            del self._said[forgotten]
        await self._keep({row.id: row for row in rows})
        self.workers.wake({row.address for row in rows if not row.problem})

    async def serve(self) -> None:
        """Play what was kept and not played, now and whenever some was left behind, for ever."""
        try:
            while True:
                await self.workers.look("what came in", self._waiting)
                await self._sleep(LOOK)
        finally:
            await self.workers.stop()

    async def _keep(self, rows: Mapping[str, InboxRow]) -> None:
        unit = self._store.unit()
        for row in rows.values():
            unit.add(row)
        try:
            await unit.commit()
        except Conflict:  # some were kept before; that is rare, so nobody asks first
            await self._keep_again(rows)

    async def _keep_again(self, rows: Mapping[str, InboxRow]) -> None:
        """Keep those that are new, and write those that wait again: what can be seen need not be durable yet."""
        while True:
            unit = self._store.unit()
            for row in rows.values():
                known = await unit.get(InboxRow, row.id)
                unit.put(known) if known else unit.add(row)
            try:
                return await unit.commit()
            except Conflict:  # they are being played meanwhile
                continue

    async def _waiting(self) -> list[str]:
        waiting = await self._store.values(InboxRow, "address", problem="")
        return [address for address in waiting if address.partition(":")[0] in self._takers]

    async def _next(self, address: str) -> bool:
        rows = await self._one_text(address)
        if rows:
            await self._play(rows)
        return bool(rows)

    async def _one_text(self, address: str) -> list[InboxRow]:
        """Return the oldest row of an address, with the other parts of its text when no more of them come."""
        known = 0
        while rows := await self._store.unit().find(InboxRow, address=address, problem="", limit=MOST_PARTS):
            count, goes_on = self._parts(rows)
            if not goes_on or count == known:
                return rows[:count] if count == 1 or not await self._played(rows[:count]) else rows[:1]
            known = count
            await self._sleep(PATIENCE)
        return []

    async def _played(self, rows: Sequence[InboxRow]) -> bool:
        """Tell whether some of these came before and were played then: the others have to be played without them."""
        unit = self._store.unit()
        return any([await unit.get(InboxMark, row.id) for row in rows])

    async def _play(self, rows: Sequence[InboxRow]) -> None:
        try:
            said = [replace(row, raw=self._said.get(row.id, row.raw)) for row in rows]
            await self._takers[rows[0].address.partition(":")[0]].take(*said)
        except UnreadableUpdate as odd:
            await self._set_aside([replace(row, problem=str(odd), attempts=row.attempts + 1) for row in rows])
        except StorageError:
            raise
        except Exception as error:  # a bug in a turn: tried again later, then set aside, so that nobody is stuck behind
            await self._stumble(rows, error)
        else:
            await self._done(rows)

    async def _done(self, rows: Sequence[InboxRow]) -> None:
        """Delete the rows if no turn has: they came a second time, or were nothing for the desk."""
        unit, is_left = self._store.unit(), False
        for row in rows:
            self._said.pop(row.id, None)
            if await unit.get(InboxRow, row.id):
                unit.delete(row)
                is_left = True
        if is_left:
            await unit.commit()

    async def _stumble(self, rows: Sequence[InboxRow], error: Exception) -> None:
        failed = [failed_again(row, error) for row in rows]
        if failed[0].problem:
            await self._set_aside(failed)
            return
        unit = self._store.unit()
        for row in failed:
            unit.put(row)
        await unit.commit()
        raise TryLater(f"a turn failed: {error_kind(error)}")

    async def _set_aside(self, rows: Sequence[InboxRow]) -> None:
        unit = self._store.unit()
        for row in rows:
            log.error("%s is set aside: %s", row.id, row.problem)
            self._said.pop(row.id, None)
            unit.put(row)
        await unit.commit()
