import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.bot.desk import house as houses
from tests.bot.desk.house import House
from tests.bot.desk.on_postgres import opener


@pytest.fixture(autouse=True, scope="session")
def _desk_store(request: pytest.FixtureRequest) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        if os.environ.get("DESK_STORE") == "postgres":
            patch.setattr(houses, "open_store", opener(request.getfixturevalue("postgres")))
        yield


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with houses.open_house(tmp_path) as house:
        yield house
