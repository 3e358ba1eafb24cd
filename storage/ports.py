"""The words in which the rest of the program speaks to any store.

One unit of work is one commit: everything it adds, puts and deletes becomes durable together or not at all, and it
sees its own changes before that. A unit that is dropped without a commit has changed nothing.
"""

from pathlib import Path
from typing import Protocol, TypeVar

from storage.records import Record

R = TypeVar("R", bound=Record)


class StorageError(Exception):
    """What a caller of a store may handle."""


class Conflict(StorageError):
    """Somebody else changed a record since this unit read it; load again and try again."""


class Unavailable(StorageError):
    """The store cannot write now (a full or read-only disk); nothing was changed."""


class InUse(StorageError):
    """Another process writes to this store."""


class Damaged(StorageError):
    """The store's files are not what was written; starting would lose what is behind the damage."""


class UnitOfWork(Protocol):
    """Reads and writes that belong together."""

    async def get(self, kind: type[R], key: str) -> R | None:
        """Return the record with this id, or None."""

    async def find(
        self, kind: type[R], *, before: str | None = None, limit: int | None = None, **where: str
    ) -> list[R]:
        """Return the records whose indexed fields have these values, in the order of their ids.

        Several fields narrow each other; none means all of the kind. ``before`` keeps the ids below it and
        ``limit`` the first so many: ``find(Timer, before=now.isoformat(), limit=100)`` are the timers due.

        Raises:
            KeyError: if a field is not among the kind's ``INDEXES``.
        """

    async def last(self, kind: type[R], **where: str) -> R | None:
        """Return the newest of what ``find`` would return, or None."""

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


class Store(Protocol):
    """A place where records are kept."""

    def unit(self) -> UnitOfWork:
        """Return a fresh unit of work."""

    async def backup(self, folder: Path) -> None:
        """Write all that is durable now to a new folder, as an embedded store of its own, while commits go on.

        Raises:
            Unavailable: if something is in the folder already, or the disk does not take it.
        """

    async def close(self) -> None:
        """Finish what is being written and let go of the files or connections."""
