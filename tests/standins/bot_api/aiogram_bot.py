"""An unmodified bot of aiogram on the stand-in, for the tests that take aiogram for an oracle."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

from aiogram import Bot
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from pydantic import BaseModel

from .server import BotApi


@asynccontextmanager
async def connected(api: BotApi) -> AsyncIterator[Bot]:
    """Connect a bot to the stand-in."""
    session = AiohttpSession(api=TelegramAPIServer.from_base(api.base_url.removesuffix("/bot")))
    async with session_closed(session):
        yield Bot(api.token, session=session)


@asynccontextmanager
async def session_closed(session: AiohttpSession) -> AsyncIterator[None]:
    """Close a session without the quarter of a second that it waits for TLS."""
    try:
        yield
    finally:
        if session._session:
            await session._session.close()


def unknown(value: object) -> Iterator[str]:
    """Yield the fields in a model, or in a list of them, that aiogram's models do not know."""
    if isinstance(value, list):
        for one in value:
            yield from unknown(one)
    elif isinstance(value, BaseModel):
        yield from (f"{type(value).__name__}.{key}" for key in value.model_extra or {})
        for _, one in value:
            yield from unknown(one)
