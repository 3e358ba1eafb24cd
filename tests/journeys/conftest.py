from collections.abc import AsyncIterator, Iterator

import pytest
from playwright.async_api import Browser, async_playwright

from tests.journeys import program
from tests.journeys.browsers import CHROMIUM
from tests.journeys.forked import forking
from tests.journeys.on_telegram import WAYS
from tests.standins.bot_api.server import BotApi


@pytest.fixture(scope="session")
def forked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[program.Start]:
    """Return how a program is forked from one that has read everything in."""
    with forking(tmp_path_factory.mktemp("forking")) as start:
        yield start


@pytest.fixture(autouse=True)
def _forked(monkeypatch: pytest.MonkeyPatch, forked: program.Start) -> None:
    # For journeys only: a bench that comes after one in the same process measures a program of its own.
    monkeypatch.setattr(program, "start", forked)


@pytest.fixture
def from_nothing(monkeypatch: pytest.MonkeyPatch, _forked: None) -> None:
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
