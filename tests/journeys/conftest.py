from collections.abc import AsyncIterator

import pytest

from tests.journeys.on_telegram import WAYS
from tests.standins.bot_api.server import BotApi


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as api:
        yield api


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> str:
    """Have a journey made twice."""
    return str(request.param)
