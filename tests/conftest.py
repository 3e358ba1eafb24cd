"""What tests of several packages share: the order they run in, one profile for all properties, and one PostgreSQL.

The server is started when the first test asks for it, once in each process that runs tests.
"""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.storage.postgres_server import database, server

# How long an example takes says more about the machine, and what else it does, than about the program.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")

_LATER = ("storage", "standins", "bench", "processes", "journeys")
"""Folders whose tests take long: on files and databases, and with processes of their own."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Have quick tests tell first what is wrong, and campaigns last."""
    items.sort(key=_place)


def _place(item: pytest.Item) -> tuple[bool, int]:
    folder = item.path.relative_to(Path(__file__).parent).parts[0]
    return bool(item.get_closest_marker("campaign")), _LATER.index(folder) + 1 if folder in _LATER else 0


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    with server() as url:
        yield url


@pytest.fixture
async def postgres_url(postgres: str) -> AsyncIterator[str]:
    async with database(postgres) as url:
        yield url
