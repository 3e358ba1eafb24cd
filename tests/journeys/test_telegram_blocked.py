"""A customer who blocks the bot and comes back, as the staff sees it and as the customer does."""

import asyncio
import re
from pathlib import Path

import pytest

from tests.journeys.on_telegram import on_telegram
from tests.journeys.program import HUNG, reference_in
from tests.journeys.test_telegram import ADA, CALLS, CALLS_ZH, hears
from tests.journeys.webclient import Staff, at_the_desk
from tests.standins.bot_api.server import BotApi

WORDS = {
    "en": (CALLS, "What is it mainly about?", "I'm passing you to a colleague", "We have reset your cell.", "Hello?"),
    "zh": (CALLS_ZH, "这主要是哪方面的问题", "我现在帮您转给同事", "我们已经重置了基站。", "在吗"),
}


async def until_the_ticket_says(agent: Staff, reference: str, words: str, *, there: bool = True) -> None:
    """Wait until the words are on the page of a ticket, or are not there any more."""
    async with asyncio.timeout(HUNG):
        while (words in await agent.reads_ticket(reference)) is not there:  # noqa: ASYNC110  # nobody tells
            await asyncio.sleep(0.05)


@pytest.mark.parametrize("language", ["en", "zh"])
async def test_who_blocks_the_bot_is_shown_as_such_and_gets_what_was_missed_when_it_is_sent_again(
    tmp_path: Path, api: BotApi, way: str, language: str
) -> None:
    chat = api.chat(ADA, language=language)
    telling, asks, passing, answer, back = WORDS[language]
    async with on_telegram(tmp_path, api, way) as program, at_the_desk(program) as agent:
        await chat.says(telling)
        await hears(chat, asks)
        await chat.says("/human")
        reference = reference_in((await hears(chat, passing)).text)
        await agent.does("claim", reference)
        await hears(chat, "Admin")

        await chat.blocks()
        await until_the_ticket_says(agent, reference, "cannot be reached on Telegram")
        await agent.does("reply", reference, answer)
        await until_the_ticket_says(agent, reference, "Not delivered")

        await chat.unblocks()
        await until_the_ticket_says(agent, reference, "cannot be reached on Telegram", there=False)
        await chat.says(back)
        page = (await agent.opens("/desk/undelivered")).decode()
        letter = re.search(r'action="(/desk/undelivered/[^/"]+)/again"', page)
        assert letter is not None
        await agent._post(f"{letter[1]}/again")
        await hears(chat, answer)
        await until_the_ticket_says(agent, reference, "Not delivered", there=False)

    assert [bubble.text for bubble in chat.messages].count(f"Admin:\n{answer}") == 1
