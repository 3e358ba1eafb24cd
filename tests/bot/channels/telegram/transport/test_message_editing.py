"""What is there already is shown elsewhere, or changed."""

from collections.abc import AsyncIterator

import pytest
from telegram import Bot
from telegram.error import BadRequest

from bot.channels.telegram.customers.channel import disconnect, telegram_bot
from bot.channels.telegram.transport.message_editing import change, chat_at, copy, number_at
from tests.standins.bot_api.server import BotApi


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    bot = telegram_bot(api.token, api.base_url)
    yield bot
    await disconnect(bot)


async def test_several_files_are_shown_together_in_their_order(api: BotApi, bot: Bot) -> None:
    source, target = api.chat(1), api.chat(2)
    await source.album("photo", "video")
    first, second = (f"telegram:1:{one['message_id']}" for one in source.written)
    numbers = await copy(bot, 2, [second, first])

    assert [bubble.kind for bubble in target.messages] == ["photo", "video"]
    assert [bubble.id for bubble in target.messages] == numbers
    assert len({bubble.message["media_group_id"] for bubble in target.messages}) == 1


async def test_one_file_takes_other_words(api: BotApi, bot: Bot) -> None:
    source, target = api.chat(1), api.chat(2)
    await source.photo("mine")
    await copy(bot, 2, ["telegram:1:1"], caption="Li Na:\nmine")

    assert target.messages[0].text == "Li Na:\nmine"


async def test_a_text_and_the_words_under_a_file_are_changed_alike(api: BotApi, bot: Bot) -> None:
    chat = api.chat(1)
    await bot.send_message(1, "12 yuan")
    await chat.photo("12 yuan")
    await copy(bot, 1, ["telegram:1:2"])
    for bubble in chat.messages:
        await change(bot, f"telegram:1:{bubble.id}", "21 yuan", [])

    assert [bubble.text for bubble in chat.messages] == ["21 yuan", "21 yuan"]


async def test_what_says_so_already_is_left_and_what_is_gone_is_told(api: BotApi, bot: Bot) -> None:
    api.chat(1)
    await bot.send_message(1, "12 yuan")
    await change(bot, "telegram:1:1", "12 yuan", [])

    with pytest.raises(BadRequest, match="not found"):
        await change(bot, "telegram:1:99", "21 yuan", [])


def test_an_address_and_a_ref_name_the_chat_and_a_ref_its_number() -> None:
    assert chat_at("telegram:-1001") == chat_at("telegram:-1001:7") == -1001
    assert number_at("telegram:-1001:7") == 7
