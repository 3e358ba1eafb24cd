"""The program runs on a stand-in of the Bot API that others wrote, which is less exact than Telegram in places."""

import asyncio
import json
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.journeys.program import HUNG, reference_in, running
from tests.journeys.webclient import at_the_desk

HERE = Path(__file__).parent
NODE = shutil.which("node")
TOKEN = "4711:another"
MISSING = (
    "node is not here"
    if not NODE
    else ""
    if (HERE / "node_modules").is_dir()
    else "say `npm ci` in tests/standins/telegram_test_api"
)

pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"telegram-test-api cannot run: {MISSING}")


class Customer:
    """The one customer of the stand-in."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._heard: list[dict[str, Any]] = []

    async def reads(self) -> str:
        """Return the next line that the stand-in prints."""
        assert self._process.stdout
        async with asyncio.timeout(HUNG):
            return (await self._process.stdout.readline()).decode().strip()

    async def does(self, **what: object) -> None:
        assert self._process.stdin
        self._process.stdin.write(json.dumps(what).encode() + b"\n")
        await self._process.stdin.drain()

    async def says(self, text: str) -> None:
        await self.does(says=text)

    async def hears(self, *words: str) -> str:
        """Return the text of a message with these words, now or when it comes."""
        while True:
            for one in self._heard:
                if all(word in one["message"]["text"] for word in words):
                    return str(one["message"]["text"])
            await self.does(hears=True)
            self._heard += json.loads(await self.reads())

    async def presses(self, label: str) -> None:
        """Tap the newest button with this label."""
        for one in reversed(self._heard):
            rows = one["message"].get("reply_markup", {}).get("inline_keyboard", [])
            for button in (button for row in rows for button in row if button["text"] == label):
                await self.does(taps=button["callback_data"], at=one["messageId"])
                return
        raise AssertionError(f"no button {label!r}")


@asynccontextmanager
async def customer() -> AsyncIterator[tuple[Customer, str]]:
    """Serve until the end of the block, with one customer; tells where."""
    process = await asyncio.create_subprocess_exec(
        str(NODE),
        "customer.mjs",
        cwd=HERE,
        env={**os.environ, "TOKEN": TOKEN},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=2**20,
    )
    try:
        somebody = Customer(process)
        yield somebody, await somebody.reads()
    finally:
        process.kill()
        await process.wait()


async def test_a_complaint_is_told_by_words_and_buttons_and_answered_by_a_person(tmp_path: Path) -> None:
    async with (
        customer() as (ada, url),
        running(tmp_path, TELEGRAM_TOKEN=TOKEN, TELEGRAM_API_URL=f"{url}/bot") as program,
        at_the_desk(program) as agent,
    ):
        await ada.says("/start")
        await ada.hears("What happened, and since when?")
        await ada.says("My calls are full of clicking since Monday")
        await ada.hears("What is it mainly about?")
        await ada.presses("Network or signal")
        await ada.hears("Where does it happen?")
        await ada.says("Riverside Gardens, building 3")
        await ada.hears("Which phone number")
        await ada.says("+86 138 0013 8000")
        await ada.hears("what would put this right for you?")
        await ada.presses("Fix the problem")
        await ada.hears("Problem: My calls are full of clicking")
        await ada.presses("Send it")
        reference = reference_in(await ada.hears("You'll have an answer by "))
        await ada.says("/human")
        await ada.hears("I'm passing you to a colleague")
        await agent.does("claim", reference)
        await ada.hears("Admin from our team is with you now.")
        await agent.does("reply", reference, "We have reset your cell.")
        answer = await ada.hears("We have reset your cell.")
        await agent.does("resolve", reference, "A faulty antenna was replaced.")
        await ada.hears("A faulty antenna was replaced.")
        await ada.presses("Yes, it's solved")
        await ada.hears(f"{reference} is closed now.")
        status = await agent.reads_ticket(reference, "status")

    assert answer.startswith("Admin:")
    assert "closed" in status
    assert " ERROR " not in program.log
    assert "Traceback" not in program.log
