"""Files and corrections on Telegram, as the customer sends them and as the staff sees them."""

import asyncio
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.channels.port import LARGEST_FILE
from dialogs.strict_yaml.common_texts import common_texts
from tests.journeys.on_telegram import on_telegram
from tests.journeys.program import HUNG, reference_in
from tests.journeys.test_telegram import ADA, CALLS, CALLS_ZH, hears
from tests.journeys.webclient import Staff, at_the_desk
from tests.standins.bot_api.files import CONTENTS, JPEG
from tests.standins.bot_api.server import DOWNLOAD, BotApi

WORDS = {
    "en": {"telling": CALLS, "asks": "What is it mainly about?", "person": "I'm passing you to a colleague"},
    "zh": {"telling": CALLS_ZH, "asks": "这主要是哪方面的问题", "person": "我现在帮您转给同事"},
}


def said(key: str, language: str) -> str:
    """Return one of the common wordings as far as it is always the same."""
    return common_texts()[key][language].partition("{")[0]


async def files_of(agent: Staff, reference: str) -> list[bytes]:
    """Return the files that a ticket's page shows, in their order."""
    page = (await agent.opens(f"/desk/tickets/{reference}")).decode()
    places = dict.fromkeys(re.findall(r'(?:src|href)="(/desk/files/[^"]+)"', page))
    return [await agent.opens(place) for place in places]


async def until_the_ticket_shows(agent: Staff, reference: str, enough: Callable[[list[bytes]], bool]) -> list[bytes]:
    """Wait until a ticket shows such files; returns them."""
    async with asyncio.timeout(HUNG):
        while True:
            files = await files_of(agent, reference)
            if enough(files):
                return files
            await asyncio.sleep(0.05)


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_all_that_a_customer_sends_is_with_the_ticket(
    tmp_path: Path, api: BotApi, way: str, language: str
) -> None:
    chat, words = api.chat(ADA, language=language), WORDS[language]
    async with on_telegram(tmp_path, api, way, LANGUAGE=language) as program, at_the_desk(program) as agent:
        await chat.photo(words["telling"], JPEG + b"1")
        first = chat.written[-1]["message_id"]
        await hears(chat, words["asks"])
        album = await chat.album(("photo", JPEG + b"2"), ("photo", JPEG + b"3"), ("photo", JPEG + b"4"), late=2)
        await hears(chat, said("file-kept", language))
        await chat.voice()
        await chat.document(name="账单.pdf", size=LARGEST_FILE + 1)
        await hears(chat, said("file-too-large", language))
        await chat.edits(first, caption=f"{words['telling']} (12B)")
        await hears(chat, said("edit-kept", language))
        await chat.says("/human")
        reference = reference_in((await hears(chat, words["person"])).text)
        await album.rest_comes()
        await chat.document(name="账单.pdf")
        await chat.says("*", reply_to=first)
        files = await until_the_ticket_shows(agent, reference, lambda files: len(files) == 6)
        transcript = await agent.reads_ticket(reference, "transcript")
        known = await agent.reads_ticket(reference, "known")

    assert files == [*(JPEG + number for number in (b"1", b"2", b"3", b"4")), CONTENTS["voice"], CONTENTS["document"]]
    assert "too large" in transcript
    assert "账单.pdf 69 B" in transcript
    assert f"In answer to: {words['telling']}" in transcript
    assert transcript.count(f"{words['telling']} (12B)") == known.count(f"{words['telling']} (12B)") == 1
    assert len(chat.messages) == 7  # nothing is said of what came late, and who waits hears once that something came


async def test_a_kill_while_a_file_is_coming_loses_nothing_and_keeps_nothing_twice(
    tmp_path: Path, api: BotApi, way: str
) -> None:
    chat = api.chat(ADA)
    async with on_telegram(tmp_path, api, way) as program:
        api.break_next(DOWNLOAD, "hang", times=10)
        album = await chat.album(("photo", JPEG + b"1"), ("photo", JPEG + b"2"), caption=CALLS, late=1)
        await hears(chat, "What is it mainly about?")
        await api.wait_for(lambda: "getFile" in [arrival.method for arrival in api.arrivals], HUNG)
        await program.kill()
        await album.rest_comes()
        api.recover(DOWNLOAD)
        await program.start()
        await chat.says("/human")
        reference = reference_in((await hears(chat, "I'm passing you")).text)
        async with at_the_desk(program) as agent:
            files = await until_the_ticket_shows(agent, reference, lambda files: len(files) == 2)

    assert files == [JPEG + b"1", JPEG + b"2"]
    assert list((tmp_path / "data" / "files" / "coming").iterdir()) == []


async def test_a_file_that_telegram_does_not_give_away_after_all_is_told(tmp_path: Path, api: BotApi, way: str) -> None:
    chat = api.chat(ADA)
    async with on_telegram(tmp_path, api, way) as program, at_the_desk(program) as agent:
        api.fail_next("getFile", 502, "Bad Gateway")
        api.fail_next("getFile", 400, "Bad Request: file is too big")
        await chat.photo(CALLS)
        await hears(chat, said("file-too-large", "en"))
        await chat.says("/human")
        reference = reference_in((await hears(chat, "I'm passing you")).text)
        transcript = await agent.reads_ticket(reference, "transcript")

    assert "Photo too large" in transcript
    assert "Traceback" not in program.log
    assert api.token not in program.log
