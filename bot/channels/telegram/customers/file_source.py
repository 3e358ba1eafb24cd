"""Fetches what customers sent from where Telegram keeps it: getFile tells where, and from there it is streamed.

Addresses of files hold the bot's token: none is logged, and no error of a library that may name one goes any further.
"""

from collections.abc import AsyncGenerator

from aiohttp import ClientError, ClientSession, ClientTimeout
from telegram import Bot, File
from telegram.error import BadRequest, RetryAfter, TelegramError

from bot.channels.port import LARGEST_FILE, Gone, TooLarge, TryLater
from bot.channels.telegram.transport.api_errors import meaning, seconds_asked

_CHUNK = 64 * 1024
_PATIENCE = ClientTimeout(total=None, sock_connect=10, sock_read=30)


class TelegramFileSource:
    """Where the files of one bot's chats are, as a `FileSource` of the port."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot
        self._session: ClientSession | None = None

    async def fetch(self, source: str) -> AsyncGenerator[bytes, None]:
        """Return what a file holds, piece by piece.

        Raises:
            TryLater: if Telegram is out of reach, asks for patience, refuses the token or sent only a part.
            TooLarge: if it is larger than bots may have.
            Gone: if Telegram does not know it; not for sure if it may be there again later.
        """
        told, size = await self._find(source), 0
        try:
            async with self._door().get(told.file_path or "", allow_redirects=False) as response:
                if response.status == 404:
                    raise Gone("Telegram does not have a file", sure=False)
                if response.status != 200:
                    raise TryLater(f"a file cannot be downloaded: status {response.status}")
                async for chunk in response.content.iter_chunked(_CHUNK):
                    size += len(chunk)
                    if size > LARGEST_FILE:
                        raise TooLarge("a file is larger than Telegram says")
                    yield chunk
        except (ClientError, OSError, TimeoutError, ValueError) as error:
            raise TryLater(f"a file cannot be downloaded: {type(error).__name__}") from None
        if told.file_size and size != told.file_size:
            raise TryLater("a file cannot be downloaded: only a part came")

    async def close(self) -> None:
        """Let go of the connections."""
        if self._session is not None:
            await self._session.close()

    async def _find(self, source: str) -> File:
        try:
            return await self._bot.get_file(source)
        except TelegramError as error:
            raise _refusal(error) from None

    def _door(self) -> ClientSession:
        if self._session is None:  # made late: it wants a running loop
            self._session = ClientSession(timeout=_PATIENCE, trust_env=True)
        return self._session


def _refusal(error: TelegramError) -> Exception:
    """Return what an error of getFile means for the file."""
    if isinstance(error, RetryAfter):
        return TryLater(meaning(error), seconds_asked(error))
    if isinstance(error, BadRequest) and "too big" in error.message.casefold():
        return TooLarge(error.message)
    if isinstance(error, BadRequest):
        # One of its sentences is "wrong file_id or the file is temporarily unavailable".
        return Gone(error.message, sure="temporarily" not in error.message.casefold())
    return TryLater(meaning(error))
