from collections.abc import AsyncIterator

import pytest

from bot.channels.telegram.channel import Telegram
from tests.bot.channels.telegram.service import Desk, connected
from tests.standins.bot_api.server import BotApi


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi(longest_poll=0.05) as api:
        yield api


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
async def telegram(api: BotApi, desk: Desk) -> AsyncIterator[Telegram]:
    async with connected(api, desk) as telegram:
        yield telegram
