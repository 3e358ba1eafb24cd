"""A bot of grammY that knows nothing of the stand-in runs on it in node, polling and called."""

import asyncio
import os
import shutil
from pathlib import Path

import pytest

from tests.standins.bot_api.customer import tries_everything
from tests.standins.bot_api.server import BotApi

HERE = Path(__file__).parent
NODE = shutil.which("node")
MISSING = (
    "node is not here"
    if not NODE
    else ""
    if (HERE / "node_modules").is_dir()
    else "say `npm ci` in tests/standins/grammy"
)

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"grammY cannot run: {MISSING}")


@pytest.mark.parametrize("settings", [{}, {"SECRET": "s-1"}], ids=["polling", "called"])
async def test_an_unmodified_bot_does_all_it_does_on_telegram(settings: dict[str, str]) -> None:
    async with BotApi() as api:
        where = {"API_ROOT": api.base_url.removesuffix("/bot"), "TOKEN": api.token, **settings}
        bot = await asyncio.create_subprocess_exec(
            str(NODE), "bot.mjs", cwd=HERE, env={**os.environ, **where}, stdout=asyncio.subprocess.PIPE
        )
        assert bot.stdout
        try:
            assert await bot.stdout.readline() == b"ready\n"
            await tries_everything(api)
        finally:
            bot.kill()
            await bot.wait()
