"""Tellings in several quick messages, over the web and over Telegram, with the pause that is set by default."""

from pathlib import Path

import pytest

from tests.journeys.on_telegram import on_telegram
from tests.journeys.program import Program, reference_in, running
from tests.journeys.test_telegram import ADA, hears
from tests.journeys.webclient import at_the_desk, visiting
from tests.standins.bot_api.server import BotApi

BURSTS = {
    "en": (
        ("hi", "so", "my", "calls", "are full of clicking", "since Monday"),
        "hi so my calls are full of clicking",
    ),
    "zh": (("喂", "通话毛病太多", "对方受不了，从周一开始的"), "喂 通话毛病太多 对方受不了"),
}
ASKS = {"en": "What is it mainly about?", "zh": "这主要是哪方面的问题"}
PATIENT = {"SETTLE": "2"}
MORE_PATIENT = {"SETTLE": "8"}
"""A pause that outlasts a start, however busy the machine is."""


async def read_at_the_desk(program: Program, reference: str) -> str:
    """Return what the staff see of a ticket."""
    async with at_the_desk(program) as agent:
        return await agent.reads_ticket(reference)


@pytest.mark.parametrize("language", BURSTS)
async def test_a_burst_in_the_web_chat_is_answered_once_and_stands_whole_on_the_ticket(
    tmp_path: Path, language: str
) -> None:
    bubbles, telling = BURSTS[language]
    async with running(tmp_path, **PATIENT) as program, visiting(program, language) as customer:
        for bubble in bubbles:
            await customer.says(bubble)
        assert [*bubbles] == customer.texts
        await customer.hears(ASKS[language])
        await customer.says("/human")
        reference = reference_in(str((await customer.hears("T-2"))["text"]))
        ticket = await read_at_the_desk(program, reference)

    assert telling in ticket


@pytest.mark.parametrize("language", BURSTS)
async def test_a_burst_on_telegram_is_answered_once(tmp_path: Path, api: BotApi, language: str) -> None:
    bubbles, _ = BURSTS[language]
    chat = api.chat(ADA, language="zh-hans" if language == "zh" else "en")
    async with on_telegram(tmp_path, api, "polling", **PATIENT):
        for bubble in bubbles:
            await chat.says(bubble)
        await hears(chat, ASKS[language])
        await api.acknowledged()

    assert len([one for one in chat.messages if ASKS[language] in one.text]) == 1


async def test_a_kill_between_the_bubbles_loses_none_of_them(tmp_path: Path) -> None:
    bubbles, telling = BURSTS["en"]
    async with running(tmp_path, **MORE_PATIENT) as program, visiting(program) as customer:
        for bubble in bubbles[:3]:
            await customer.says(bubble)
        await program.kill()
        await program.start()
        await customer.opens(program)
        for bubble in bubbles[3:]:
            await customer.says(bubble)
        await customer.hears(ASKS["en"])
        await customer.says("/human")
        reference = reference_in(str((await customer.hears("T-2"))["text"]))
        ticket = await read_at_the_desk(program, reference)

    assert telling in ticket
