from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.container import Container
from tests.bot.commands.place import open_desk


@pytest.fixture
async def container(tmp_path: Path) -> AsyncIterator[Container]:
    async with open_desk(tmp_path) as container:
        yield container
