from collections.abc import AsyncIterator, Iterator

import pytest
from playwright.async_api import Browser, async_playwright

from tests.journeys import program
from tests.journeys.browsers import CHROMIUM
from tests.journeys.forked import forking
from tests.journeys.on_telegram import WAYS
from tests.standins.bot_api.server import BotApi


@pytest.fixture(autouse=True, scope="session")
def _forked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch, forking(tmp_path_factory.mktemp("forking")) as start:
        patch.setattr(program, "start", start)
        yield


@pytest.fixture
def from_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have the program started as a company starts it."""
    monkeypatch.setattr(program, "start", program.spawn)


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as api:
        yield api


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> str:
    """Have a journey made twice."""
    return str(request.param)


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        await browser.close()
