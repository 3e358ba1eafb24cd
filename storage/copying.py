"""Copies all that one store holds into another of whichever kind, and reads it back to see that it arrived.

What an older program wrote is brought to today's schema on the way. Knows no kind of store.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass

from storage.codec import decode, encode
from storage.kinds import KINDS
from storage.ports import Snapshot, StorageError, Store, UnitOfWork
from storage.records.complaint_records import Sequence
from storage.records.record import Record

Progress = Callable[[str, int], AbstractContextManager[Callable[[int], object]]]
"""Given what is done and how many documents it is done to: a block, in which it is told how many more are done."""


UNFINISHED = "unfinished copy"
"""The id of a Sequence that stands in a store while all of another one is copied into it."""


class NotEmpty(StorageError):
    """The store to copy into holds something already."""


@dataclass(frozen=True)
class Tally:
    """What a store holds of one kind."""

    count: int
    digest: str
    """The SHA-256, in hexadecimal, of the documents as this program writes them, in the order of their ids."""


@dataclass(frozen=True)
class Copied:
    """What was copied of one kind, and what of it was found in the other store afterwards."""

    kind: str
    sent: Tally
    found: Tally

    @property
    def same(self) -> bool:
        """Whether all of it arrived as it was."""
        return self.sent == self.found


@contextmanager
def quietly(_what: str, _count: int) -> Iterator[Callable[[int], object]]:
    """Show no progress."""
    yield lambda _more: None


async def copy(source: Store, target: Store, progress: Progress = quietly) -> list[Copied]:
    """Copy one moment of the source into a target that holds nothing; return what was sent and found, kind by kind.

    A copy that is interrupted leaves a part of it in the target, and a mark, so that nobody takes it for the whole: it
    is to be emptied before the next try.

    Raises:
        NotEmpty: if the target holds something.
        Damaged: if a document of the source cannot be read.
        Unavailable: if one of the two cannot be reached or written to.
    """
    await _check_empty(target)
    mark = Sequence(id=UNFINISHED)
    await _commit(target, lambda unit: unit.add(mark))
    async with source.snapshot() as snapshot:
        sent = [await _send(snapshot, kind, target, progress) for kind in KINDS]
    await _commit(target, lambda unit: unit.delete(mark))
    async with target.snapshot() as snapshot:
        found = [await _read_back(snapshot, kind, progress) for kind in KINDS]
    return [Copied(kind.__name__, *tallies) for kind, *tallies in zip(KINDS, sent, found, strict=True)]


async def _commit(target: Store, write: Callable[[UnitOfWork], None]) -> None:
    unit = target.unit()
    write(unit)
    await unit.commit()


async def _check_empty(target: Store) -> None:
    async with target.snapshot() as snapshot:
        for kind in KINDS:
            if count := await snapshot.count(kind):
                raise NotEmpty(f"the store to copy into is not empty: it holds {count:,} of {kind.__name__}")


async def _send(snapshot: Snapshot, kind: type[Record], target: Store, progress: Progress) -> Tally:
    tallier = _Tallier()
    with progress(kind.__name__, await snapshot.count(kind)) as advance:
        async for page in snapshot.documents(kind):
            documents = [encode(decode(kind, document)) for document in page]
            await target.load(kind, documents)
            tallier.add(documents)
            advance(len(documents))
    return tallier.tally


async def _read_back(snapshot: Snapshot, kind: type[Record], progress: Progress) -> Tally:
    tallier = _Tallier()
    with progress(f"{kind.__name__} read back", await snapshot.count(kind)) as advance:
        async for page in snapshot.documents(kind):
            tallier.add([encode(decode(kind, document)) for document in page])
            advance(len(page))
    return tallier.tally


class _Tallier:
    """A tally in the making."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self._count = 0

    def add(self, documents: list[bytes]) -> None:
        """Count in these documents, which follow those before."""
        self._count += len(documents)
        for document in documents:
            self._hash.update(document + b"\n")

    @property
    def tally(self) -> Tally:
        """What was counted so far."""
        return Tally(self._count, self._hash.hexdigest())
