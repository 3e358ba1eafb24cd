"""What tests of several packages share: one PostgreSQL for the whole run, started when the first test asks for it."""

from collections.abc import AsyncIterator, Iterator

import pytest

from tests.storage.postgres_server import database, server


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    with server() as url:
        yield url


@pytest.fixture
async def postgres_url(postgres: str) -> AsyncIterator[str]:
    async with database(postgres) as url:
        yield url
