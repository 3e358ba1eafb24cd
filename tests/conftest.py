"""What tests of several packages share: their order, where files are, one profile for all properties, one PostgreSQL.

The server is started when the first test asks for it, once in each process that runs tests.
"""

import gc
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import pytest_asyncio
from hypothesis import HealthCheck, settings

from storage.postgres.postgres_store import open_store
from tests.storage.postgres_server import database, server

# How long an example takes says more about the machine, and what else it does, than about the program.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

_LATER = ("processes", "bench", "journeys", "storage", "standins")
"""Folders whose tests take long: on files and databases, and with processes of their own."""

_MEMORY, _ROOM = Path("/dev/shm"), 2**31


def pytest_configure() -> None:
    """Have files kept in memory where there is room: stores wait for the disk two thirds of the time.

    And have numpy calculate in one thread, as the program does.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if _MEMORY.is_dir() and shutil.disk_usage(_MEMORY).free > _ROOM:
        os.environ.setdefault("TMPDIR", str(_MEMORY))
        tempfile.tempdir = None  # to be asked for anew


def pytest_xdist_auto_num_workers() -> int:
    """Have one process more than there are cores: one that plays a journey often waits for the program."""
    return (os.cpu_count() or 1) + 1


def pytest_collection() -> None:
    """Spare the collection a look through what it collects for garbage: a quarter of its time."""
    gc.disable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Have quick tests tell first what is wrong, then what takes longest, so that no process is left with it alone."""
    items.sort(key=_place)


def pytest_collection_finish() -> None:
    """Spare tests that have garbage collected, and all others, looking through what was collected here and stays."""
    gc.freeze()
    gc.enable()


def _place(item: pytest.Item) -> int:
    folder = item.path.relative_to(Path(__file__).parent).parts[0]
    return 1 if item.get_closest_marker("campaign") else _LATER.index(folder) + 2 if folder in _LATER else 0


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    with server() as url:
        yield url


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def postgres_template(postgres: str) -> AsyncIterator[str]:
    """Give the name of a database with all tables, of which those of the tests are copies."""
    async with database(postgres) as url:
        await (await open_store(url)).close()
        yield urlsplit(url).path[1:]


@pytest.fixture
async def postgres_url(postgres: str, postgres_template: str) -> AsyncIterator[str]:
    async with database(postgres, postgres_template) as url:
        yield url


@pytest.fixture
async def empty_postgres_url(postgres: str) -> AsyncIterator[str]:
    """Give a database without any table, as a company makes it."""
    async with database(postgres) as url:
        yield url
