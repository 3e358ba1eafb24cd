from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.container import House
from tests.bot.commands.place import open_house


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    async with open_house(tmp_path) as house:
        yield house
