from collections.abc import AsyncIterator

import pytest

from tests.bot.channels.telegram.service import Desk, Line, connected
from tests.standins.bot_api.server import BotApi


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi(longest_poll=0.05) as api:
        yield api


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
async def line(api: BotApi, desk: Desk) -> AsyncIterator[Line]:
    async with connected(api, desk) as line:
        yield line
