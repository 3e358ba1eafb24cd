"""Group commit: transactions that wait at the same moment share one write and one wait for the disk.

The memory is changed before the disk has answered, so that the next transaction builds on this one; if the disk then
refuses, all that are not durable yet are undone, last first, and all of them fail. A journal that has grown is
replaced by a snapshot meanwhile. One event loop owns everything here; of the two threads one writes to the journal and
one writes snapshots. Knows no record and no query.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import suppress
from dataclasses import dataclass

from storage.embedded.document_table import View
from storage.embedded.journal import Journal
from storage.ports import Unavailable

logger = logging.getLogger("storage")

Views = Mapping[str, View]
"""Documents that stay as they are, by the name of their table and their id."""


@dataclass(slots=True)
class _Pending:
    """A transaction that is applied to the memory but not known to be durable."""

    data: bytes
    undo: Callable[[], None]
    done: asyncio.Future[None]


class GroupCommit:
    """Writes transactions to a journal, in the order in which they were given."""

    def __init__(self, journal: Journal, view: Callable[[], Views]) -> None:
        """``view`` returns the documents as they are now in the memory."""
        self._journal = journal
        self._view = view
        self._loop = asyncio.get_running_loop()
        self._thread = ThreadPoolExecutor(1, "journal")
        self._snapshots = ThreadPoolExecutor(1, "snapshot")
        self._snapshot: Future[bool] | None = None
        self._waiting: list[_Pending] = []
        self._writing: list[_Pending] = []
        self._write: Future[None] | None = None
        self._closed = False
        self._wanted = False
        """A snapshot was asked for, however short the journal is."""
        self.failing = ""
        """Why the last write failed; empty if it did not."""

    async def commit(self, data: bytes, undo: Callable[[], None]) -> None:
        """Return once the transaction is durable; ``undo`` takes it back from the memory if it fails.

        Cancelling the wait does not take the transaction back: it becomes durable with its group, or fails with it.

        Raises:
            Unavailable: if the disk does not take it; it is undone by then.
        """
        await asyncio.shield(self._add(data, undo))

    async def probe(self) -> None:
        """See whether the disk takes something again, if it took nothing before.

        Raises:
            Unavailable: if it does not.
        """
        if self.failing and not self._closed:
            await asyncio.wrap_future(self._thread.submit(self._journal.probe))
            self.failing = ""

    async def view(self) -> Views:
        """Return the documents of one moment, all of them durable: commits that are under way are waited for."""
        while True:
            tables, under_way = self._view(), [pending.done for pending in (*self._writing, *self._waiting)]
            ends = await asyncio.gather(*map(asyncio.shield, under_way), return_exceptions=True)
            if not any(isinstance(end, BaseException) for end in ends):
                return tables

    async def compact(self) -> None:
        """Replace all that was written so far by a snapshot of what is held now, and return when it is on the disk.

        Raises:
            Unavailable: if the disk does not take it; the journal stays as it was.
        """
        self._wanted = True
        while self._wanted:
            if self._snapshot is not None and not self._snapshot.done():
                await asyncio.wait([asyncio.wrap_future(self._snapshot)])
            self._start()
            if self._wanted and self._write is not None:
                await asyncio.wait([asyncio.wrap_future(self._write)])
                await asyncio.sleep(0)  # its end is settled by then
        if self._snapshot is not None and not await asyncio.wrap_future(self._snapshot):
            raise Unavailable("the journal could not be replaced by a snapshot; the log says why")

    def commit_now(self, data: bytes, undo: Callable[[], None]) -> None:
        """Do what ``commit`` does, but hold up the event loop until it is done. Raises as ``commit`` does."""
        done = self._add(data, undo)
        self.flush()
        done.result()

    def flush(self) -> None:
        """Hold up the event loop until nothing is waiting for the disk."""
        while self._waiting or self._write:
            self._start()
            if self._write:
                wait((self._write,))
                self._settle(self._write)

    def close(self) -> None:
        """Finish what is being written, with a snapshot if the next start is worth it; a second time does nothing.

        Later commits are refused with a RuntimeError.
        """
        if self._closed:
            return
        self._closed = True
        self.flush()
        self._snapshots.shutdown()
        try:
            if self._journal.slow:
                rotated = self._thread.submit(self._journal.rotate)
                wait((rotated,))
                self._compact(rotated, self._view())
        finally:
            self._thread.shutdown()

    def _add(self, data: bytes, undo: Callable[[], None]) -> asyncio.Future[None]:
        if self._closed:
            undo()
            raise RuntimeError("the store is closed")
        pending = _Pending(data, undo, self._loop.create_future())
        self._waiting.append(pending)
        if len(self._waiting) == 1:
            # Not at once: every task that is ready in this turn of the loop gets on board first.
            self._loop.call_soon(self._start)
        return pending.done

    def _start(self) -> None:
        if self._write or not (self._waiting or self._wanted):
            return
        if self._waiting:
            self._writing, self._waiting = self._waiting, []
            self._write = self._thread.submit(self._journal.append, [pending.data for pending in self._writing])
            self._write.add_done_callback(self._tell_the_loop)
        if (self._wanted or self._journal.grown) and (self._snapshot is None or self._snapshot.done()):
            self._wanted = False
            # Nothing waits now: the memory is exactly the journal behind this write, where a segment begins.
            self._snapshot = self._snapshots.submit(
                self._compact, self._thread.submit(self._rotate, self._write), self._view()
            )

    def _rotate(self, write: Future[None] | None) -> int:
        """Begin a new segment behind a write, and return its number; runs in the thread of the journal."""
        if write is not None:
            write.result()
        return self._journal.rotate()

    def _compact(self, number: Future[int], tables: Views) -> bool:
        """Replace what was written before the segment with this number by a snapshot; tell whether that was done."""
        try:
            self._journal.snapshot(number.result(), tables)
        except Unavailable as error:
            self._journal.postpone()
            logger.warning("the journal keeps growing: %s", error)
        except Exception:  # a bug here is no reason to try it again at every commit
            self._journal.postpone()
            logger.exception("the journal keeps growing")
        else:
            return True
        return False

    def _tell_the_loop(self, write: Future[None]) -> None:
        with suppress(RuntimeError):  # the loop is gone, and with it everybody who waited
            self._loop.call_soon_threadsafe(self._settle, write)

    def _settle(self, write: Future[None]) -> None:
        """Answer those whose write has ended. A write that ``flush`` has settled is no longer the current one."""
        if write is self._write:
            self._write = None
            written, self._writing = self._writing, []
            error = write.exception()
            self.failing = str(error or "")
            if error is None:
                for pending in written:
                    if not pending.done.done():  # its caller was cancelled
                        pending.done.set_result(None)
            else:
                waiting, self._waiting = self._waiting, []
                _fail(written + waiting, error)
            self._loop.call_soon(self._start)


def _fail(transactions: list[_Pending], error: BaseException) -> None:
    """Undo them, last first: what came later was built on what came before."""
    for pending in reversed(transactions):
        pending.undo()
    for pending in transactions:
        if not pending.done.done():
            failure = Unavailable(str(error))
            failure.__cause__ = error
            pending.done.set_exception(failure)
            pending.done.exception()  # who waited for it may have been cancelled, and nobody looks
