"""The embedded store: the records of ``ports.Store`` in TinyDB over a journal, in one folder and for one process.

A unit of work keeps its changes to itself until it commits; checking, applying and numbering them happens without a
pause in between, so two units never overwrite each other. Others see a commit from the moment it is applied, a moment
before it is durable; only its own caller is told when it is. Knows no file format.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TypeVar

import orjson

from storage.address_locks import AddressLocks
from storage.changes import LocalChanges
from storage.codec import decode
from storage.embedded.commits import Views
from storage.embedded.journal import DocumentChange, Journal, Tables
from storage.embedded.tinydb_tables import JournalDB, JournalStorage
from storage.kinds import KINDS, is_made
from storage.ports import Conflict, Unavailable
from storage.records.record import Record
from storage.unit_of_work import ANY, NEW, Place, Query, Unit, Write, check_indexed, conflict, has

R = TypeVar("R", bound=Record)

_PAGE = 500
"""Documents of a moment that are read at a time."""


async def open_store(folder: Path) -> "EmbeddedStore":
    """Return the store kept in this folder, which is made if it is not there.

    Raises:
        InUse: if another process has it open.
        Damaged: if its files are not what was written.
        Unavailable: if the folder cannot be written to.
    """
    try:
        journal = Journal(folder)
        try:
            return EmbeddedStore(journal, await asyncio.to_thread(journal.replay))
        except BaseException:
            journal.close()
            raise
    except OSError as error:
        raise Unavailable(f"cannot open the store in {folder}: {error.strerror}") from error


class EmbeddedStore:
    """A ``ports.Store``. ``db`` is the TinyDB behind it, whose tables have the names of the records."""

    def __init__(self, journal: Journal, tables: Tables) -> None:
        self._journal = journal
        self._storage = JournalStorage(journal, tables, {kind.__name__: kind.INDEXES for kind in KINDS})
        self._locks = AddressLocks()
        self.db = JournalDB(storage=lambda: self._storage)
        self.changes = LocalChanges()

    def unit(self) -> "EmbeddedUnit":
        """Return a fresh unit of work."""
        return EmbeddedUnit(self._storage, self._locks, self._storage.undone)

    def on_clock(self, hear: Callable[[float], None]) -> None:
        """Do nothing: there is no clock but this process's."""

    async def check_writable(self) -> None:
        """See that what could not be written last could be now; see ``ports.Store``."""
        await self._storage.probe()

    async def newest_id(self) -> str:
        """Return the highest of the ids that were made by the clock; see ``ports.Store``."""
        tables = (self._storage.tables[kind.__name__] for kind in KINDS)
        return max(filter(is_made, (next(table.find({}, backwards=True), "") for table in tables)), default="")

    async def values(self, kind: type[Record], field: str, **where: str) -> set[str]:
        """Return the values of an indexed text; see ``ports.Store``. Others have a turn between its pages."""
        check_indexed(kind, field, *where)
        table, found, last = self._storage.tables[kind.__name__], set[str](), None
        while page := list(islice(table.find(where, last), _PAGE)):
            for document in map(orjson.loads, map(table.documents.__getitem__, page)):
                if all(document.get(name) == value for name, value in where.items()):
                    found.add(document.get(field, ""))
            last = page[-1]
            await asyncio.sleep(0)
        return found

    async def count_filled(self, kind: type[Record], field: str) -> int:
        """Return in how many records a text is not empty; see ``ports.Store``."""
        check_indexed(kind, field)
        return len(self._storage.tables[kind.__name__].filled(field))

    async def take(self, kind: type[R], *, before: str, limit: int) -> list[R]:
        """Return the first records with an id below a bound: there is no other process to take them."""
        return await self.unit().find(kind, before=before, limit=limit)

    async def reserve(self, name: str) -> bool:
        """Return True: there is no other process that could have the name."""
        return True

    async def release(self, name: str) -> None:
        """Do nothing; see ``reserve``."""

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator["EmbeddedSnapshot"]:
        """Give all that is durable at one moment; see ``ports.Store``."""
        yield EmbeddedSnapshot(await self._storage.view())

    async def load(self, kind: type[Record], documents: Sequence[bytes]) -> None:
        """Add encoded documents as they are; see ``ports.Store``."""
        changes = [DocumentChange(kind.__name__, orjson.loads(document)["id"], document) for document in documents]
        stored, given = self._storage.tables[kind.__name__].documents, set[str]()
        for change in changes:
            if change.key in stored or change.key in given:
                raise conflict(kind, change.key)
            given.add(change.key)
        await self._storage.commit(changes)

    async def forget(self) -> None:
        """Replace the journal by a snapshot of what is stored now; see ``ports.Store``."""
        await self._storage.compact()

    async def close(self) -> None:
        """Finish what is being written and let go of the files; a second time does nothing."""
        try:
            self._storage.close()
        finally:
            self._journal.close()


class EmbeddedSnapshot:
    """A ``ports.Snapshot`` over views of the tables, whose documents are shared with the store."""

    def __init__(self, tables: Views) -> None:
        self.tables = tables

    async def count(self, kind: type[Record]) -> int:
        """Return how many records of this kind there were."""
        return len(self.tables[kind.__name__])

    async def documents(self, kind: type[Record]) -> AsyncIterator[list[bytes]]:
        """Yield the documents of this kind in the order of their ids."""
        table = self.tables[kind.__name__]
        ids = iter(table)
        while page := list(islice(ids, _PAGE)):
            yield table.page(page)
            await asyncio.sleep(0)  # a million documents must not hold up the loop


@dataclass(eq=False, repr=False)
class EmbeddedUnit(Unit):
    """A unit of work whose commit, cancelled or not, becomes durable once it was handed to the disk."""

    _storage: JournalStorage
    _locks: AddressLocks
    _undone: int
    """How often the store had taken back changes when the unit began."""

    async def _stored(self, kind: type[R], key: str) -> R | None:
        stored = self._storage.tables[kind.__name__].documents.get(key)
        return None if stored is None else decode(kind, stored)

    async def _search(self, query: Query[R]) -> list[R]:
        table = self._storage.tables[query.kind.__name__]
        ids: Iterable[str]
        if query.filled:
            filled = table.filled(query.filled)
            ids = [key for key in (reversed(filled) if query.backwards else filled) if query.is_between(key)]
        else:
            ids = table.find(query.where, query.after, query.before, backwards=query.backwards)
        found: list[R] = []
        for key in ids:
            if len(found) == query.limit:
                break
            if key not in query.without:
                record = decode(query.kind, table.documents[key])
                if has(record, query.where):  # another value may have the same checksum
                    found.append(record)
        return found

    async def _search_each(self, kind: type[R], field: str, values: frozenset[str]) -> list[R]:
        table = self._storage.tables[kind.__name__]
        if field == "id":
            return [decode(kind, table.documents[key]) for key in values if key in table.documents]
        return [one for value in values for one in await self._search(Query(kind, {field: value}))]

    async def _alike(self, kind: type[R], values: list[str], limit: int, field: str) -> list[R]:
        table = self._storage.tables[kind.__name__]
        return [decode(kind, table.documents[key]) for key in table.alike(field, values, limit)]

    async def _hold(self, block: AsyncExitStack, name: str) -> None:
        await block.enter_async_context(self._locks.lock(name))

    async def _commit(self, writes: Mapping[Place, Write]) -> None:
        changes = []
        for (kind, key), write in writes.items():
            stored = self._storage.tables[kind.__name__].documents.get(key)
            if not _as_expected(stored, write.expected):
                raise conflict(kind, key)
            if stored is not None or write.document is not None:
                changes.append(DocumentChange(kind.__name__, key, write.document))
        if changes:
            # Revisions do not tell: those that were taken back are given out again, for other changes.
            if self._undone != self._storage.undone:
                raise Conflict("the disk refused what this unit of work may have read")
            await self._storage.commit(changes)


def _as_expected(stored: bytes | None, expected: int) -> bool:
    if expected == NEW:
        return stored is None
    if expected < 0:
        return expected == ANY
    return stored is not None and bool(orjson.loads(stored).get("revision", 0) == expected)
