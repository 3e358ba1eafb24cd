"""A bot of aiogram that knows nothing of the stand-in runs on it, polling and called."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest
from aiogram import Bot, Dispatcher, F
from aiogram.filters import Command, CommandObject, CommandStart
from aiogram.methods import SendMessage
from aiogram.types import (
    BotCommand,
    BufferedInputFile,
    CallbackQuery,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaPhoto,
    Message,
)
from aiogram.webhook.aiohttp_server import SimpleRequestHandler, setup_application
from aiohttp import web

from tests.standins.bot_api.aiogram_bot import connected
from tests.standins.bot_api.customer import tries_everything
from tests.standins.bot_api.server import BotApi

SECRET = "s-1"

Way = Callable[[Bot, BotApi], AbstractAsyncContextManager[None]]


def dispatcher() -> Dispatcher:
    """Return a bot that greets, shows buttons, marks what was tapped, sends files back, and echoes the rest.

    What its handlers return it does: by a call when polling, in the answer when called.
    """
    dispatcher = Dispatcher()

    @dispatcher.message(CommandStart(deep_link=True))
    async def start(message: Message, command: CommandObject) -> None:
        await message.answer(f"Welcome from <b>{command.args}</b>", parse_mode="HTML")

    @dispatcher.message(Command("buttons"))
    async def buttons(message: Message) -> None:
        row = [InlineKeyboardButton(text="Yes", callback_data="y"), InlineKeyboardButton(text="No", callback_data="n")]
        await message.answer("Well?", reply_markup=InlineKeyboardMarkup(inline_keyboard=[row]))

    @dispatcher.message(Command("album"))
    async def album(message: Message) -> None:
        photos = [BufferedInputFile(b"\xff\xd8\xff" + mark, "photo.jpg") for mark in (b"1", b"2")]
        await message.answer_media_group([InputMediaPhoto(media=photo) for photo in photos])

    @dispatcher.callback_query()
    async def tapped(query: CallbackQuery) -> None:
        await query.answer("Noted")
        assert isinstance(query.message, Message)
        await query.message.edit_text(f"You said {query.data}")

    @dispatcher.message(F.document)
    async def document(message: Message, bot: Bot) -> None:
        assert message.document
        content = await bot.download(message.document)
        assert content
        await message.reply_document(BufferedInputFile(content.read()[::-1], f"back-{message.document.file_name}"))

    @dispatcher.edited_message()
    async def edited(message: Message) -> SendMessage:
        return message.answer(f"You meant {message.text}")

    @dispatcher.message(F.text)
    async def echo(message: Message) -> SendMessage:
        return message.answer(f"You said {message.text}")

    return dispatcher


@asynccontextmanager
async def polling(bot: Bot, _: BotApi) -> AsyncIterator[None]:
    served = dispatcher()
    task = asyncio.create_task(served.start_polling(bot, handle_signals=False, close_bot_session=False))
    try:
        yield
    finally:
        await served.stop_polling()
        await task


@asynccontextmanager
async def called(bot: Bot, api: BotApi) -> AsyncIterator[None]:
    app, served = web.Application(), dispatcher()
    SimpleRequestHandler(served, bot, handle_in_background=False, secret_token=SECRET).register(app, "/hook")
    setup_application(app, served)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await bot.set_webhook(f"http://127.0.0.1:{runner.addresses[0][1]}/hook", secret_token=SECRET)
    yield
    await api.acknowledged()
    await runner.cleanup()


@pytest.mark.parametrize("way", [polling, called])
async def test_an_unmodified_bot_does_all_it_does_on_telegram(api: BotApi, way: Way) -> None:
    async with connected(api) as bot, way(bot, api):
        await bot.set_my_commands([BotCommand(command="buttons", description="Show buttons")], language_code="zh")
        await tries_everything(api)
