"""The words in which the rest of the program speaks to any store.

One unit of work is one commit: everything it adds, puts and deletes becomes durable together or not at all, and it
sees its own changes before that. A unit that is dropped without a commit has changed nothing.
"""

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, AbstractContextManager
from typing import Protocol, Self, TypeVar

from storage.records.record import Record

R = TypeVar("R", bound=Record)


class StorageError(Exception):
    """What a caller of a store may handle."""


class Conflict(StorageError):
    """Somebody else changed a record since this unit read it; load again and try again."""


class Unavailable(StorageError):
    """The store cannot read or write now (a full disk, a database out of reach); nothing was acknowledged."""


class InUse(StorageError):
    """Another process writes to this store."""


class Damaged(StorageError):
    """The store's files are not what was written; starting would lose what is behind the damage."""


class UnitOfWork(Protocol):
    """Reads and writes that belong together. Only who holds names needs the block: ``async with store.unit() as unit``.

    Raises:
        Unavailable: any of its methods that waits, if the store cannot be reached now.
    """

    async def __aenter__(self) -> Self:
        """Begin a block in which names can be held."""

    async def __aexit__(self, *_: object) -> None:
        """Let go of what was held; what was not committed has changed nothing."""

    async def hold(self, name: str) -> None:
        """Wait until no other unit, of whichever process, holds this name; then hold it, up to the commit or the end.

        ``hold(address)`` makes the turns of one address happen one after the other; what is read afterwards is what
        the one before has committed. The name of a process that dies is free again. To hold several names is safe
        only where everybody takes them in the same order.
        """

    def holds(self, name: str) -> bool:
        """Tell whether this unit holds a name."""

    async def get(self, kind: type[R], key: str) -> R | None:
        """Return the record with this id, or None."""

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
        """Return the records whose indexed fields have these values, in the order of their ids.

        Several fields narrow each other, and so do several values of a field that holds several; none means all of the
        kind. ``after`` keeps the ids above it, ``before``
        those below it, ``limit`` the first so many, ``newest`` the last so many (one of the two):
        ``find(Note, after=last.id, limit=100)`` is the next page. ``filled`` names an indexed text that must not be
        empty: ``find(OutboxRow, filled="problem")``.

        Raises:
            KeyError: if a field is not among the kind's ``INDEXES``.
        """

    async def find_each(self, kind: type[R], field: str, values: Iterable[str]) -> list[R]:
        """Return the records whose indexed text, or whose ``id``, is one of these values, in the order of their ids.

        ``find_each(Occurrence, "ticket", ids)`` are the tellings of a page of tickets by one look into the store.

        Raises:
            KeyError: if the field is not among the kind's ``INDEXES``.
        """

    async def alike(self, kind: type[R], values: Iterable[str], limit: int, field: str) -> list[R]:
        """Return the stored records that share the most of these values in a field that holds several.

        ``alike(Occurrence, words, 30, "words")`` are the tellings to be compared with a text of these words. If more
        share something than are wanted, it is chosen by weight: what few records hold weighs more, and what very many
        hold may not count. They come in order of how many values they share, of equals those with the fewest others
        first, then the newest. What the unit itself has written is not among them.

        Raises:
            KeyError: if the field is not among the kind's ``INDEXES``.
        """

    async def last(self, kind: type[R], **where: str) -> R | None:
        """Return the newest of what ``find`` would return, or None."""

    def written(self, kind: type[R]) -> list[R]:
        """Return the records of a kind that this unit has added or changed and not removed, as they are now."""

    def add(self, record: Record) -> None:
        """Write a new record; the commit raises Conflict if its id is taken."""

    def put(self, record: Record) -> None:
        """Write a changed record; the commit raises Conflict if its revision is not the stored one.

        Only kinds with a ``revision`` can be put. The store raises the stored revision by one.

        Raises:
            TypeError: if the kind has no revision.
        """

    def delete(self, record: Record) -> None:
        """Remove a record; a record that is gone already stays gone."""

    async def commit(self) -> None:
        """Make all of it durable; returns when it is. Nothing of it is visible to others if this raises.

        Raises:
            Conflict: if a record changed since it was read.
            Unavailable: if it cannot be written now.
        """


class Changes(Protocol):
    """Tells whoever looks at an address, in whichever process on this store, that something happened there.

    A hint, not a record: whoever is told reads the store again. It may get lost, so a look now and then stands behind
    it. Told after the commit, never before.
    """

    def tell(self, address: str) -> None:
        """Tell every watcher that something happened at this address."""

    def watch(self) -> AbstractContextManager[AsyncIterator[str]]:
        """Return the addresses of all changes from now on, without end; `EVERYWHERE` if some may have been missed."""


EVERYWHERE = ""
"""What watchers are told when hints may have been lost: anything may have changed."""


class Snapshot(Protocol):
    """A store as it was at one moment."""

    async def count(self, kind: type[Record]) -> int:
        """Return how many records of this kind there were."""

    def documents(self, kind: type[Record]) -> AsyncIterator[list[bytes]]:
        """Return the encoded documents of this kind in the order of their ids, some hundreds at a time."""


class Store(Protocol):
    """A place where records are kept."""

    @property
    def changes(self) -> Changes:
        """Return the hints of all processes on this store."""

    def unit(self) -> UnitOfWork:
        """Return a fresh unit of work."""

    def on_clock(self, hear: Callable[[float], None]) -> None:
        """Have ``hear`` told the time by the clock that all processes share, whenever a unit begins to hold a name.

        In seconds since 1970. Ids made by that clock sort in the order of the turns, whatever the clocks of the
        machines say. Where there is one process, its own clock is that clock, and nothing is told.
        """

    async def check_writable(self) -> None:
        """See that something can be written; costs nothing where the last commit of this process did not fail.

        Raises:
            Unavailable: if the last commit failed, and another one would fail as well.
        """

    async def newest_id(self) -> str:
        """Return the highest of the stored ids that were made by the clock, of whatever kind; nothing if there is none.

        Behind it whoever makes further ones goes on, whatever the clock shows by now.
        """

    async def values(self, kind: type[Record], field: str, **where: str) -> set[str]:
        """Return the different values that stored records have in an indexed text, without reading the records.

        ``values(OutboxRow, "address", problem="")`` are the addresses at which something waits. What ``where`` names
        are indexed texts as well.

        Raises:
            KeyError: if a field is not among the kind's ``INDEXES``.
        """

    async def count_filled(self, kind: type[Record], field: str) -> int:
        """Return in how many stored records an indexed text is not empty, without reading the records.

        Raises:
            KeyError: if the field is not among the kind's ``INDEXES``.
        """

    async def take(self, kind: type[R], *, before: str, limit: int) -> list[R]:
        """Return the first records with an id below a bound that no other process has taken a moment ago.

        ``take(Timer, before=now.isoformat(), limit=100)`` are the timers that are due and this process's to carry
        out. What is not deleted within some seconds, since its process died, can be taken again.
        """

    async def reserve(self, name: str) -> bool:
        """Tell whether this process has a name for itself now: until it releases it or dies, nobody else gets it.

        Unlike ``UnitOfWork.hold`` it does not wait, and may last for as long as a message takes to be sent. To reserve
        again what one has is allowed, and tells whether one still has it.
        """

    async def release(self, name: str) -> None:
        """Let go of a name; of one that was not reserved nothing happens."""

    def snapshot(self) -> AbstractAsyncContextManager["Snapshot"]:
        """Return all that is durable at one moment, for a block in which commits go on."""

    async def load(self, kind: type[Record], documents: Sequence[bytes]) -> None:
        """Add encoded documents of one kind as they are, a few thousand at most; durable when it returns.

        Raises:
            Conflict: if one of their ids is taken.
            Unavailable: if they cannot be written now.
        """

    async def forget(self) -> None:
        """Have nothing kept on the disk but what is stored now: what was removed or replaced is in no file behind it.

        Raises:
            Unavailable: if that cannot be done now.
        """

    async def close(self) -> None:
        """Finish what is being written and let go of the files or connections."""
