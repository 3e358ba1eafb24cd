from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.bot.channels.telegram.office import DESK, Office, office
from tests.standins.bot_api.server import BotApi


@pytest.fixture
async def desk(tmp_path: Path, api: BotApi) -> AsyncIterator[Office]:
    api.group(DESK, forum=True)
    async with office(tmp_path, api) as desk:
        yield desk
