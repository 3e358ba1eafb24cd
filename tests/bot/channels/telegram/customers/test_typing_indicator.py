"""Typing is shown while a turn takes long, and only where the bot will answer. Time is a list of pauses here."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from telegram import Bot

from bot.channels.port import Incoming
from bot.channels.telegram.customers.channel import disconnect, telegram_bot
from bot.channels.telegram.customers.typing_indicator import AGAIN, MOMENT, TypingIndicator, always
from tests.standins.bot_api.changes import Changes
from tests.standins.bot_api.server import BotApi

INCOMING = Incoming(address="telegram:1", update="u1", text="no signal")


class Pauses:
    """Sleeps until a test says that the time is over."""

    def __init__(self) -> None:
        self.asked: list[float] = []
        self._changes = Changes()
        self._over = 0

    async def sleep(self, seconds: float) -> None:
        self.asked.append(seconds)
        number = len(self.asked)
        self._changes.tell()
        await self._changes.wait_for(lambda: self._over >= number)

    async def begun(self, number: int) -> None:
        """Wait until the pause with this number, counted from 1, has begun."""
        await self._changes.wait_for(lambda: len(self.asked) >= number)

    async def end(self, number: int) -> None:
        """Let the pause with this number be over, once it has begun."""
        await self.begun(number)
        self._over = number
        self._changes.tell()


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    bot = telegram_bot(api.token, api.base_url)
    yield bot
    await disconnect(bot)


@pytest.fixture
def pauses() -> Pauses:
    return Pauses()


async def test_a_turn_that_takes_long_is_seen_again_and_again(api: BotApi, bot: Bot, pauses: Pauses) -> None:
    chat = api.chat(1)
    with TypingIndicator(bot, always, pauses.sleep).shown(INCOMING):
        await pauses.end(1)
        await pauses.end(2)
        await pauses.begun(3)

    assert pauses.asked == [MOMENT, AGAIN, AGAIN]
    assert [action["action"] for action in chat.actions] == ["typing", "typing"]


async def test_a_turn_that_is_done_in_a_moment_is_not_seen(api: BotApi, bot: Bot, pauses: Pauses) -> None:
    api.chat(1)
    with TypingIndicator(bot, always, pauses.sleep).shown(INCOMING):
        await pauses.begun(1)
    await pauses.end(1)
    await asyncio.sleep(0)

    assert api.arrivals_of("sendChatAction") == []


async def test_after_the_turn_nothing_more_is_shown(api: BotApi, bot: Bot, pauses: Pauses) -> None:
    api.chat(1)
    with TypingIndicator(bot, always, pauses.sleep).shown(INCOMING):
        await pauses.end(1)
        await pauses.begun(2)
    await pauses.end(2)
    await asyncio.sleep(0)

    assert len(api.arrivals_of("sendChatAction")) == 1


async def test_where_a_person_answers_the_bot_does_not_type(api: BotApi, bot: Bot, pauses: Pauses) -> None:
    asked: list[str] = []

    async def answered(address: str) -> bool:
        asked.append(address)
        pauses._changes.tell()
        return False

    api.chat(1)
    with TypingIndicator(bot, answered, pauses.sleep).shown(INCOMING):
        await pauses.end(1)
        await pauses._changes.wait_for(lambda: asked == ["telegram:1"])

    assert api.arrivals_of("sendChatAction") == []


async def test_a_later_version_of_a_text_is_not_answered(bot: Bot, pauses: Pauses) -> None:
    edit = Incoming(address="telegram:1", update="u1", text="no signal", edits="telegram:1:5")
    with TypingIndicator(bot, always, pauses.sleep).shown(edit):
        await asyncio.sleep(0)

    assert pauses.asked == []


@pytest.mark.parametrize("status", [403, 429, 500])
async def test_a_chat_that_cannot_be_told_is_left_alone(api: BotApi, bot: Bot, pauses: Pauses, status: int) -> None:
    api.chat(1)
    api.fail_next("sendChatAction", status, "No")
    with TypingIndicator(bot, always, pauses.sleep).shown(INCOMING):
        await pauses.end(1)
        await api.wait_for(lambda: bool(api.arrivals_of("sendChatAction")))
    await asyncio.sleep(0)

    assert pauses.asked == [MOMENT]
