"""The embedded store: the records of ``ports.Store`` in TinyDB over a journal, in one folder and for one process.

A unit of work keeps its changes to itself until it commits; checking, applying and numbering them happens without a
pause in between, so two units never overwrite each other. Others see a commit from the moment it is applied, a moment
before it is durable; only its own caller is told when it is. Knows no file format.
"""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from heapq import merge
from itertools import islice
from pathlib import Path
from typing import TypeVar, cast

import orjson

from storage.backup import write_backup
from storage.codec import decode, encode
from storage.journal import Change, Journal, Tables
from storage.ports import Conflict, Unavailable
from storage.records import KINDS, Record
from storage.shelf import Shelf
from storage.tables import JournalDB, JournalStorage

R = TypeVar("R", bound=Record)

_NEW, _ANY, _NEVER = -1, -2, -3
"""What a write expects to find, where it is not a revision: nothing, whatever is there, what cannot be."""


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
        self.db = JournalDB(storage=lambda: self._storage)

    def unit(self) -> "EmbeddedUnit":
        """Return a fresh unit of work."""
        return EmbeddedUnit(self._storage)

    async def backup(self, folder: Path) -> None:
        """Write all that is durable now to a new folder, while commits go on; see ``ports.Store``."""
        await asyncio.to_thread(write_backup, folder, await self._storage.copy())

    async def close(self) -> None:
        """Finish what is being written and let go of the files; a second time does nothing."""
        self._storage.close()
        self._journal.close()


@dataclass(slots=True)
class _Write:
    """What a unit will do to one id: the value of its last word on it, and what its first word expected."""

    record: Record | None
    document: bytes | None
    expected: int


class EmbeddedUnit:
    """A ``ports.UnitOfWork``. It commits once: afterwards, whatever came of it, it can only read."""

    def __init__(self, storage: JournalStorage) -> None:
        self._storage = storage
        self._writes: dict[tuple[type[Record], str], _Write] = {}
        self._spent = False

    async def get(self, kind: type[R], key: str) -> R | None:
        """Return the record with this id, or None."""
        return self._get(kind, key)

    async def find(
        self, kind: type[R], *, before: str | None = None, limit: int | None = None, **where: str
    ) -> list[R]:
        """Return the records with these values in the order of their ids, as ``ports.UnitOfWork.find`` says."""
        stored = self._untouched(kind, self._shelf(kind, where).find(where, before))
        written = sorted(key for key in self._written(kind, where) if before is None or key < before)
        return [record for key in islice(merge(stored, written), limit) if (record := self._get(kind, key))]

    async def last(self, kind: type[R], **where: str) -> R | None:
        """Return the newest of what ``find`` would return, or None."""
        stored = self._untouched(kind, self._shelf(kind, where).newest(where))
        newest = max([*islice(stored, 1), *self._written(kind, where)], default=None)
        return None if newest is None else self._get(kind, newest)

    def add(self, record: Record) -> None:
        """Write a new record; after a delete in the same unit it takes the place of the old one.

        Raises:
            ValueError: if a time in it has no time zone.
        """
        earlier = self._writes.get(_place(record))
        if earlier is None:
            self._write(record, _NEW)
        else:
            self._write(record, earlier.expected if earlier.record is None else _NEVER)

    def put(self, record: Record) -> None:
        """Write a changed record; several puts in a unit are one change, checked by the revision of the first.

        Raises:
            TypeError: if the kind has no revision.
            ValueError: if a time in it has no time zone.
        """
        revision: int | None = getattr(record, "revision", None)
        if revision is None:
            raise TypeError(f"a {type(record).__name__} has no revision: it is added and deleted, never changed")
        earlier = self._writes.get(_place(record))
        expected = earlier.expected if earlier else revision
        if earlier and earlier.record is None:
            expected = _NEVER
        if expected >= 0:
            record = replace(record, revision=expected + 1)  # type: ignore[call-arg]  # it has one, see above
        self._write(record, expected)

    def delete(self, record: Record) -> None:
        """Remove a record; a record that is gone already stays gone."""
        earlier = self._writes.get(_place(record))
        self._check_open()
        self._writes[_place(record)] = _Write(None, None, earlier.expected if earlier else _ANY)

    async def commit(self) -> None:
        """Make all of it durable; returns when it is.

        Cancelling it does not take it back: what was handed to the disk becomes durable.

        Raises:
            Conflict: if a record changed since it was read.
            Unavailable: if it cannot be written now.
            RuntimeError: if the unit was committed before.
        """
        self._check_open()
        self._spent = True
        writes, self._writes = self._writes, {}
        changes = [change for place, write in writes.items() if (change := self._change(*place, write))]
        if changes:
            await self._storage.commit(changes)

    def _check_open(self) -> None:
        if self._spent:
            raise RuntimeError("this unit of work was committed; take a fresh one from the store")

    def _write(self, record: Record, expected: int) -> None:
        self._check_open()
        self._writes[_place(record)] = _Write(record, encode(record), expected)

    def _change(self, kind: type[Record], key: str, write: _Write) -> Change | None:
        """Return what a write does to the store, None for nothing; raise Conflict if it must not."""
        stored = self._storage.shelf(kind.__name__).documents.get(key)
        if not _as_expected(stored, write.expected):
            raise Conflict(f"{kind.__name__} {key} is not as this unit of work found it")
        if stored is None and write.document is None:
            return None
        return Change(kind.__name__, key, write.document)

    def _get(self, kind: type[R], key: str) -> R | None:
        write = self._writes.get((kind, key))
        if write is not None:
            return cast("R | None", write.record)
        stored = self._storage.shelf(kind.__name__).documents.get(key)
        return None if stored is None else decode(kind, stored)

    def _shelf(self, kind: type[Record], where: Mapping[str, str]) -> Shelf:
        for field in where:
            if field not in kind.INDEXES:
                raise KeyError(f"{kind.__name__} is not looked up by {field}; INDEXES names {kind.INDEXES}")
        return self._storage.shelf(kind.__name__)

    def _untouched(self, kind: type[Record], keys: Iterator[str]) -> Iterator[str]:
        """Yield the ids about which this unit has said nothing itself."""
        return (key for key in keys if (kind, key) not in self._writes)

    def _written(self, kind: type[Record], where: Mapping[str, str]) -> Iterator[str]:
        """Yield the ids of this unit's own records with these values."""
        for (written, key), write in self._writes.items():
            if written is kind and write.record is not None and _has(write.record, where):
                yield key


def _place(record: Record) -> tuple[type[Record], str]:
    return type(record), record.id


def _has(record: Record, where: Mapping[str, str]) -> bool:
    held = ((getattr(record, field), value) for field, value in where.items())
    return all(value in has if isinstance(has, tuple) else value == has for has, value in held)


def _as_expected(stored: bytes | None, expected: int) -> bool:
    if expected == _NEW:
        return stored is None
    if expected < 0:
        return expected == _ANY
    return stored is not None and bool(orjson.loads(stored)["revision"] == expected)
