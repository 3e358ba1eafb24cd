"""The clock that all processes on a database share: the database's own, which may be put back, and its lead over that.

The lead is a sequence: what one process writes there the others read at once, be it in the middle of a transaction.
A process that sees the clock fall behind what it showed raises the lead by as much, before its turn makes an id; one
that opens the database does so where the newest id is ahead. It is never lowered: only the order matters.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from storage.kinds import KINDS, is_made
from storage.postgres.connections import Connections
from storage.postgres.read_statements import plain, table

if TYPE_CHECKING:
    from storage.postgres.connections import Lent

log = logging.getLogger(__name__)

NOTICED = 1.0
"""Seconds by which a clock that was not put back may seem to be behind, since reading it takes time."""
_REMEMBERED = 32

_READ = "extract(epoch from clock_timestamp())::float8, coalesce(pg_sequence_last_value('shared_clock'), 0)"
_LOCK = f"select pg_advisory_xact_lock(hashtextextended($1, 0))::text, {_READ}"
_RAISE = """\
select setval('shared_clock', greatest($1::bigint, coalesce(pg_sequence_last_value('shared_clock'), 0)))"""


async def newest_id(pool: Connections) -> str:
    """Return the highest id in the database that was made by the clock; nothing if there is none."""
    highest = ", ".join(f'(select max(id) from "{table(kind).name}")' for kind in KINDS)
    (row,) = await pool.fetch(f"select {highest}")
    return max((key for key in row.values() if key is not None and is_made(key)), default="")


class SharedClock:
    """What this process knows of it; ``hear`` is told the time at each lock."""

    def __init__(self) -> None:
        self.hear: Callable[[float], None] = lambda _seconds: None
        self._leads: deque[float] = deque(maxlen=_REMEMBERED)
        """By how much it was before the clock of this process, which nobody sets."""

    async def open(self, pool: Connections) -> None:
        """See that the clock is behind no id that was made by it."""
        made = int((await newest_id(pool))[:14] or "0", 16)
        ((seconds, lead),) = await pool.fetch(f"select {_READ}")
        behind = made - int(seconds * 1_000_000) - lead
        if behind > 0:
            await pool.fetch(_RAISE, lead + behind)

    async def lock(self, connection: "Lent", name: str) -> None:
        """Wait for the lock of a name, in the transaction of this connection, and tell the time."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        ((_, seconds, lead),) = await connection.fetch(_LOCK, plain(name))
        seconds, ended = seconds + lead / 1_000_000, loop.time()
        shown = max(self._leads, default=0.0)
        if self._leads and shown - (seconds - began) > NOTICED:  # it may have been read as early as then
            behind = shown - (seconds - ended)
            await connection.fetchval(_RAISE, lead + int(behind * 1_000_000))
            log.warning("the clock of the database was put back by %.0f s: ids go on as if it was not", behind)
            seconds += behind
        self._leads.append(seconds - ended)
        self.hear(seconds)
