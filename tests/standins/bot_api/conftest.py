from collections.abc import AsyncIterator

import pytest

from tests.standins.bot_api.server import BotApi


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi(longest_poll=0.01) as api:
        yield api
