"""Which store a URL means."""

from pathlib import Path

from storage.ports import Store


async def open_any(url: str, folder: Path) -> Store:
    """Return the store of this URL: a PostgreSQL, or for an empty one the embedded store in the folder.

    Raises:
        InUse: if another process has the embedded store open.
        Damaged: if its files are not what was written, or a newer program wrote to the database.
        Unavailable: if it cannot be reached or written to.
    """
    if url:
        from storage.postgres.store import open_store as open_postgres  # only whoever uses it waits for its driver

        return await open_postgres(url)
    from storage.tinydb_store import open_store as open_embedded

    return await open_embedded(folder)
