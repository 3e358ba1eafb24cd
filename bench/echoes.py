"""Bots that send back what they are told, as each library has it in its first example: ``python -m bench.echoes``.

Each runs until it is ended. None of them keeps anything: what was fetched and not yet answered is lost with them.
"""

import asyncio
import logging
import sys
from collections.abc import Callable
from typing import Any

import aiogram
import aiohttp
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from telegram import Update
from telegram.ext import Application, CallbackContext, MessageHandler, filters


def stock(base_url: str, token: str, *, at_once: bool = False) -> None:
    """python-telegram-bot: its Updater, its requests on httpx; one update after the other unless ``at_once``."""

    async def echo(update: Update, _: CallbackContext[Any, Any, Any, Any]) -> None:
        if update.message and update.message.text:
            await update.message.reply_text(update.message.text)

    application = Application.builder().token(token).base_url(base_url).concurrent_updates(at_once).build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling()


def stock_at_once(base_url: str, token: str) -> None:
    stock(base_url, token, at_once=True)


def with_aiogram(base_url: str, token: str) -> None:
    """Its third version: a Dispatcher, which handles each update in a task of its own."""
    dispatcher = aiogram.Dispatcher()

    @dispatcher.message()
    async def echo(message: aiogram.types.Message) -> None:
        if message.text:
            await message.answer(message.text)

    async def poll() -> None:
        session = AiohttpSession(api=TelegramAPIServer.from_base(base_url.removesuffix("/bot")))
        await dispatcher.start_polling(aiogram.Bot(token, session=session))

    asyncio.run(poll())


def bare(base_url: str, token: str) -> None:
    """No library but aiohttp: a batch is fetched, and answered all at once, before the next is."""

    async def loop() -> None:
        offset = 0
        async with aiohttp.ClientSession() as session:

            async def call(method: str, **parameters: object) -> Any:
                async with session.post(f"{base_url}{token}/{method}", json=parameters) as answer:
                    return (await answer.json())["result"]

            while True:
                updates = await call("getUpdates", offset=offset, timeout=30)
                messages = [update["message"] for update in updates]
                sent = (call("sendMessage", chat_id=one["chat"]["id"], text=one["text"]) for one in messages)
                await asyncio.gather(*sent)
                offset = max([offset, *(update["update_id"] + 1 for update in updates)])

    asyncio.run(loop())


ECHOES: dict[str, Callable[[str, str], None]] = {
    "bare aiohttp": bare,
    "python-telegram-bot": stock,
    "python-telegram-bot, concurrent_updates": stock_at_once,
    "aiogram": with_aiogram,
}


def main(name: str, base_url: str, token: str) -> None:
    logging.disable()
    ECHOES[name](base_url, token)


if __name__ == "__main__":
    main(*sys.argv[1:])
