import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.bot.desk import desk_harness
from tests.bot.desk.desk_harness import DeskHarness
from tests.bot.desk.on_postgres import opener


@pytest.fixture(autouse=True, scope="session")
def _desk_store(request: pytest.FixtureRequest) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        if os.environ.get("DESK_STORE") == "postgres":
            patch.setattr(desk_harness, "open_store", opener(request.getfixturevalue("postgres")))
        yield


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[DeskHarness]:
    async with desk_harness.open_desk(tmp_path) as desk:
        yield desk
