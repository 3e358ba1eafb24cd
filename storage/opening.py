"""Which store a URL means, and how a URL is shown: its password is a secret."""

import re
from pathlib import Path

from storage.copying import UNFINISHED
from storage.embedded.journal import numbers
from storage.ports import StorageError, Store, Unavailable
from storage.records.complaint_records import Sequence

POSTGRES = ("postgresql://", "postgres://")
"""How the URL of a PostgreSQL begins."""
EMBEDDED = "embedded:"
"""May be written before the folder of an embedded store."""

_PASSWORD = re.compile(r"((?:^|[?&])(?:ssl)?password=)[^&]*", re.IGNORECASE)


class UnknownStore(StorageError):
    """A URL that means no store this program knows; the text says which do."""


class NotBegun(StorageError):
    """A folder without a store, where perhaps one should be; the text says how to begin one."""


class Unfinished(StorageError):
    """A store that holds a part of another one: whoever served on it would not know what is missing."""


async def open_any(url: str, folder: Path) -> Store:
    """Return the store of this URL: a PostgreSQL, the embedded one of a folder, or for an empty URL that of ``folder``.

    Raises:
        UnknownStore: if the URL means none.
        Unfinished: if a copy into it was interrupted.
        InUse: if another process has the embedded store open.
        Damaged: if its files are not what was written, or a newer program wrote to the database.
        Unavailable: if it cannot be reached or written to.
    """
    store = await _opened(url, folder_of(url, folder))
    try:
        is_part = await store.unit().get(Sequence, UNFINISHED) is not None
    except BaseException:
        await store.close()
        raise
    if is_part:
        await store.close()
        raise Unfinished(f"{shown(url) or folder} holds a part of a copy: empty it, and copy again")
    return store


async def _opened(url: str, place: Path | None) -> Store:
    if place is not None:
        from storage.embedded.embedded_store import open_store as open_embedded

        return await open_embedded(place)
    from storage.postgres.postgres_store import open_store as open_postgres  # only whoever uses it waits for its driver

    try:
        return await open_postgres(url)
    except Unavailable as fault:
        raise Unavailable(f"{shown(url)}: {fault}") from fault


def folder_of(url: str, folder: Path) -> Path | None:
    """Return the folder of the embedded store that a URL means, ``folder`` for an empty one; None for a PostgreSQL.

    Raises:
        UnknownStore: if the URL means no store.
    """
    if url.startswith(POSTGRES):
        return None
    place = url.removeprefix(EMBEDDED)
    if "://" in place:
        raise UnknownStore(f"{shown(url)} is no store: write postgresql://…, or the folder of an embedded store")
    return Path(place) if place else folder


def holds_a_store(folder: Path) -> bool:
    """Tell whether there is an embedded store in a folder; opening one where there is none would make it."""
    return bool(numbers(folder, "journal") or numbers(folder, "snapshot"))


def check_begun(url: str, folder: Path) -> None:
    """See that a start finds a store, or may make one: only in a folder that it makes as well, beside something else.

    A volume that is not mounted is an empty folder: a desk that began anew there would look as if all was lost.

    Raises:
        NotBegun: if somebody has to say that a store is to begin there.
    """
    place = folder_of(url, folder)
    if place is None or holds_a_store(place):
        return
    above = next((parent for parent in place.absolute().parents if parent.exists()), Path("/"))
    if place.exists() or not any(above.iterdir()):
        raise NotBegun(
            f"there is no store in {place}: if a volume or a disk should be there, mount it, or restore a backup.\n"
            "If a new desk is to begin there: python -m bot store begin"
        )


def shown(url: str) -> str:
    """Return a URL without its password, whether that stands before the host or among the options."""
    scheme, mark, rest = url.partition("://")
    # A password may hold what would end it in a well-formed URL: rather leave out too much.
    credentials, at, place = rest.rpartition("@")
    rest = credentials.partition(":")[0] + at + place
    return _PASSWORD.sub(r"\1…", scheme + mark + rest)
