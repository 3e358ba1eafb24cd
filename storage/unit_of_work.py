"""What the units of work of every store do alike: keep their changes to themselves, and see them before the store's.

Knows no file and no database: a store's own unit reads what is stored, commits, and waits for names.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from math import log
from typing import Generic, Self, TypeVar, cast

from storage.codec import encode
from storage.ports import Conflict
from storage.records.record import Record

R = TypeVar("R", bound=Record)

SELDOM = 1 / 5_000
"""Values that a smaller share of the records hold all weigh the same in `alike`: a sample, too, knows no better."""

NEW, ANY, NEVER = -1, -2, -3
"""What a write expects to find, where it is not a revision: nothing, whatever is there, what cannot be."""

Place = tuple[type[Record], str]
"""A kind and an id."""


@dataclass(slots=True)
class Write:
    """What a unit will do to one id: the value of its last word on it, and what its first word expected."""

    record: Record | None
    """None to remove it."""
    document: bytes | None
    expected: int
    """``NEW``, ``ANY``, ``NEVER``, or the revision that must be stored."""


@dataclass(slots=True)
class Query(Generic[R]):
    """Which of the stored records are wanted. Never changed; to be frozen would double the time to make one."""

    kind: type[R]
    where: Mapping[str, str | tuple[str, ...]]
    after: str | None = None
    before: str | None = None
    limit: int | None = None
    backwards: bool = False
    """The highest ids first."""
    without: frozenset[str] = frozenset()
    """Ids to be left out."""
    filled: str = ""
    """A field whose text must not be empty."""

    def takes(self, record: Record) -> bool:
        """Tell whether this is one of them, what is left out and the limit aside."""
        is_filled = not self.filled or bool(getattr(record, self.filled))
        return is_filled and self.is_between(record.id) and has(record, self.where)

    def is_between(self, key: str) -> bool:
        """Tell whether an id is between the bounds."""
        return (self.after is None or key > self.after) and (self.before is None or key < self.before)


@dataclass(eq=False, repr=False)
class Unit(ABC):
    """A ``ports.UnitOfWork``. It commits once: afterwards, whatever came of it, it can only read."""

    _writes: dict[Place, Write] = field(default_factory=dict, init=False)
    _spent: bool = field(default=False, init=False)
    _block: AsyncExitStack | None = field(default=None, init=False)
    _held: set[str] = field(default_factory=set, init=False)

    @abstractmethod
    async def _stored(self, kind: type[R], key: str) -> R | None:
        """Return the stored record with this id, or None."""

    @abstractmethod
    async def _search(self, query: Query[R]) -> list[R]:
        """Return the stored records that are wanted."""

    @abstractmethod
    async def _search_each(self, kind: type[R], field: str, values: frozenset[str]) -> list[R]:
        """Return the stored records whose text is one of the values, in any order."""

    @abstractmethod
    async def _alike(self, kind: type[R], values: list[str], limit: int, field: str) -> list[R]:
        """Return the stored records that share the most of these values, in any order; each is given once."""

    @abstractmethod
    async def _commit(self, writes: Mapping[Place, Write]) -> None:
        """Make the writes durable, all or none. Raises Conflict and Unavailable as ``commit`` does."""

    @abstractmethod
    async def _hold(self, block: AsyncExitStack, name: str) -> None:
        """Wait for a name, and have the block let go of it when it ends."""

    async def __aenter__(self) -> Self:
        """Begin the block in which names can be held."""
        self._block = AsyncExitStack()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Let go of what was held; what was not committed has changed nothing."""
        block, self._block = self._block, None
        self._held.clear()
        if block is not None:
            await block.aclose()

    async def hold(self, name: str) -> None:
        """Wait until nobody else holds this name, and hold it to the end of the block; see ``ports.UnitOfWork``."""
        if self._block is None:
            raise RuntimeError("names are held within a block: async with store.unit() as unit")
        self._check_open()
        if name not in self._held:
            await self._hold(self._block, name)
            self._held.add(name)

    def holds(self, name: str) -> bool:
        """Tell whether this unit holds a name."""
        return name in self._held

    async def get(self, kind: type[R], key: str) -> R | None:
        """Return the record with this id, or None."""
        write = self._writes.get((kind, key))
        return await self._stored(kind, key) if write is None else cast("R | None", write.record)

    async def find(
        self,
        kind: type[R],
        *,
        after: str | None = None,
        before: str | None = None,
        limit: int | None = None,
        newest: int | None = None,
        filled: str = "",
        **where: str | tuple[str, ...],
    ) -> list[R]:
        """Return the records with these values in the order of their ids, as ``ports.UnitOfWork.find`` says."""
        backwards = newest is not None
        most = newest if backwards else limit
        check_indexed(kind, *where, *([filled] if filled else []))
        # What this unit has said something about itself is not looked for in the store.
        said = {key: write.record for (written, key), write in self._writes.items() if written is kind}
        query = Query(kind, where, after, before, most, backwards, frozenset(said), filled)
        own = [cast("R", record) for record in said.values() if record is not None and query.takes(record)]
        stored = await self._search(query)
        found = sorted([*stored, *own], key=_id, reverse=backwards)[: query.limit] if own else stored
        return found[::-1] if backwards else found

    async def find_each(self, kind: type[R], field: str, values: Iterable[str]) -> list[R]:
        """Return the records whose text is one of these values; see ``ports.UnitOfWork.find_each``."""
        if field != "id":
            check_indexed(kind, field)
        wanted = frozenset(values)
        said = {key: write.record for (written, key), write in self._writes.items() if written is kind}
        stored = [one for one in await self._search_each(kind, field, wanted) if one.id not in said]
        own = [cast("R", one) for one in said.values() if one is not None and getattr(one, field) in wanted]
        return sorted([*stored, *own], key=_id)

    async def alike(self, kind: type[R], values: Iterable[str], limit: int, field: str) -> list[R]:
        """Return the stored records that share the most of these values; see ``ports.UnitOfWork.alike``."""
        check_indexed(kind, field)
        asked = set(values)
        found = await self._alike(kind, sorted(asked), limit, field)
        return sorted(sorted(found, key=_id, reverse=True), key=lambda record: _unlike(getattr(record, field), asked))

    async def last(self, kind: type[R], **where: str) -> R | None:
        """Return the newest of what ``find`` would return, or None."""
        found = await self.find(kind, after=None, before=None, limit=None, newest=1, **where)
        return found[0] if found else None

    def written(self, kind: type[R]) -> list[R]:
        """Return the records of a kind that this unit has added or changed and not removed, as they are now."""
        return [
            cast("R", write.record)
            for (of, _), write in self._writes.items()
            if of is kind and write.record is not None
        ]

    def add(self, record: Record) -> None:
        """Write a new record; after a delete in the same unit it takes the place of the old one.

        Raises:
            ValueError: if a time in it has no time zone.
        """
        earlier = self._writes.get((type(record), record.id))
        if earlier is None:
            self._write(record, NEW)
        elif earlier.record is None:
            self._write(record, earlier.expected)
        else:
            self._write(record, NEVER)

    def put(self, record: Record) -> None:
        """Write a changed record; several puts in a unit are one change, checked by the revision of the first.

        Raises:
            TypeError: if the kind has no revision.
            ValueError: if a time in it has no time zone.
        """
        revision: int | None = getattr(record, "revision", None)
        if revision is None:
            raise TypeError(f"a {type(record).__name__} has no revision: it is added and deleted, never changed")
        earlier = self._writes.get((type(record), record.id))
        expected = earlier.expected if earlier else revision
        if earlier and earlier.record is None:
            expected = NEVER
        self._write(record, expected)

    def delete(self, record: Record) -> None:
        """Remove a record; a record that is gone already stays gone."""
        self._check_open()
        place = type(record), record.id
        earlier = self._writes.get(place)
        self._writes[place] = Write(None, None, earlier.expected if earlier else ANY)

    async def commit(self) -> None:
        """Make all of it durable; returns when it is.

        Raises:
            Conflict: if a record changed since it was read.
            Unavailable: if it cannot be written now.
            RuntimeError: if the unit was committed before.
        """
        self._check_open()
        self._spent = True
        writes, self._writes = self._writes, {}
        if writes:
            await self._commit(writes)

    def _check_open(self) -> None:
        if self._spent:
            raise RuntimeError("this unit of work was committed; take a fresh one from the store")

    def _write(self, record: Record, expected: int) -> None:
        """Note what a record is to be, with the revision that follows the one which is expected, if one is."""
        self._check_open()
        if expected >= 0:
            record = replace(record, revision=expected + 1)  # type: ignore[call-arg]  # it has one
        self._writes[type(record), record.id] = Write(record, encode(record), expected)


def conflict(kind: type[Record], key: str) -> Conflict:
    """Return the refusal of a write that did not find what it expected."""
    return Conflict(f"{kind.__name__} {key} is not as this unit of work found it")


def has(record: Record, where: Mapping[str, str | tuple[str, ...]]) -> bool:
    """Tell whether a record's fields have these values; a tuple has each of its members."""
    for name, wanted in where.items():
        held = getattr(record, name)
        for value in wanted if isinstance(wanted, tuple) else (wanted,):
            if value != held and not (isinstance(held, tuple) and value in held):
                return False
    return True


def weight(held: float, records: float) -> float:
    """Return what it counts in `alike` that two records share a value which so many hold."""
    return (1 - log(held / max(records, 1) + SELDOM)) ** 2


def _unlike(held: tuple[str, ...], asked: set[str]) -> tuple[int, int]:
    """Return what sorts first whoever holds the most of what is asked, and of those who holds the least beside it."""
    return -len(asked.intersection(held)), len(held)


def check_indexed(kind: type[Record], *fields: str) -> None:
    """Raise KeyError if a kind is not looked up by one of these fields."""
    for name in fields:
        if name not in kind.INDEXES:
            raise KeyError(f"{kind.__name__} is not looked up by {name}; INDEXES names {kind.INDEXES}")


def _id(record: Record) -> str:
    return record.id
