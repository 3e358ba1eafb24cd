import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.bot.desk import desk_harness
from tests.bot.desk.desk_harness import DeskHarness
from tests.bot.desk.on_postgres import opener

_ON_POSTGRES = os.environ.get("DESK_STORE") == "postgres"
_ON_A_STORE = {"desk", "tmp_path", "tmp_path_factory"}
"""Fixtures of which a test has one that opens a store."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """On PostgreSQL leave out what opens no store: it was tested already."""
    if _ON_POSTGRES:
        items[:] = [item for item in items if _ON_A_STORE.intersection(getattr(item, "fixturenames", ()))]


@pytest.fixture(autouse=True, scope="session")
def _desk_store(request: pytest.FixtureRequest) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        if _ON_POSTGRES:
            server, template = (request.getfixturevalue(name) for name in ("postgres", "postgres_template"))
            patch.setattr(desk_harness, "open_store", opener(server, template))
        yield


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[DeskHarness]:
    async with desk_harness.open_desk(tmp_path) as desk:
        yield desk
