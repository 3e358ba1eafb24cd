"""Two stores on one fresh database, as two processes have them, and a connection from outside."""

from collections.abc import AsyncIterator
from typing import TYPE_CHECKING

import asyncpg
import pytest

from storage.postgres.postgres_store import PostgresStore, open_store
from tests.storage.postgres.places import QUICK

if TYPE_CHECKING:
    Connection = asyncpg.Connection[asyncpg.Record]


@pytest.fixture
async def one(postgres_url: str) -> AsyncIterator[PostgresStore]:
    store = await open_store(postgres_url, QUICK)
    yield store
    await store.close()


@pytest.fixture
async def other(postgres_url: str) -> AsyncIterator[PostgresStore]:
    store = await open_store(postgres_url, QUICK)
    yield store
    await store.close()


@pytest.fixture
async def admin(postgres_url: str) -> "AsyncIterator[Connection]":
    connection: Connection = await asyncpg.connect(postgres_url)
    yield connection
    await connection.close()
