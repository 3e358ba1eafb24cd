"""The desk of the tests on PostgreSQL, with DESK_STORE=postgres: a database in place of each folder of a store."""

import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from storage.ports import Store
from storage.postgres.postgres_store import open_store


def opener(server: str, template: str) -> Callable[[Path], Awaitable[Store]]:
    """Return what opens the store of a folder: the first time in a copy of the template, later in the same database."""
    databases: dict[Path, str] = {}

    async def open_for(folder: Path) -> Store:
        if folder not in databases:
            databases[folder] = f"desk_{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}_{len(databases)}"
            connection = await asyncpg.connect(server)
            await connection.execute(f"drop database if exists {databases[folder]} with (force)")
            await connection.execute(f"create database {databases[folder]} template {template}")
            await connection.close()
        return await open_store(urlunsplit(urlsplit(server)._replace(path=f"/{databases[folder]}")))

    return open_for
