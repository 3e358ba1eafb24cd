"""The program on Telegram, over a stand-in of its Bot API that outlives it, with updates by either way."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from tests.journeys.program import Program, running
from tests.standins.bot_api.server import BotApi

WAYS = {
    "polling": {"TELEGRAM_UPDATES": "polling"},
    "webhook": {"TELEGRAM_UPDATES": "webhook", "PUBLIC_URL": "https://desk.example.com"},
}
"""How updates come in, with the settings for it."""


@asynccontextmanager
async def on_telegram(folder: Path, api: BotApi, way: str = "polling", **settings: str) -> AsyncIterator[Program]:
    """Serve until the end of the block; a webhook leads to wherever the program is at that moment."""
    served = {"TELEGRAM_TOKEN": api.token, "TELEGRAM_API_URL": api.base_url, **WAYS[way]}
    async with running(folder, **served | settings) as program:
        api.webhook.gateway = lambda: program.base_url
        yield program
