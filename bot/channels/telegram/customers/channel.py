"""The Telegram channel: private chats with one bot. python-telegram-bot is its types and its requests.

It reads and plays what the inbox kept, and shows bubbles; how updates come in is in `polling` and `webhook`. It keeps
no conversation, and nothing across a restart.
"""

import asyncio
import logging
from collections.abc import Awaitable, Coroutine, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from telegram import Bot, InlineKeyboardMarkup, InputFile, LinkPreviewOptions, ReplyParameters
from telegram.error import TelegramError

from bot.channels.port import Channel, Incoming, IncomingHandler, Outgoing, OutgoingFile, TryLater, Undeliverable
from bot.channels.telegram.customers.long_texts import joined
from bot.channels.telegram.customers.rendering import DONE, bubbles, rendered, ticked
from bot.channels.telegram.customers.typing_indicator import TypingIndicator, always
from bot.channels.telegram.customers.updates import Arrival, arrival
from bot.channels.telegram.staff.members import StaffAccounts
from bot.channels.telegram.transport.api_calls import ApiCalls
from bot.channels.telegram.transport.api_errors import quiet_libraries, send_error
from bot.channels.telegram.transport.http_session import AiohttpRequest
from bot.channels.telegram.transport.intake import understood
from bot.channels.telegram.transport.message_editing import change, copy
from bot.channels.telegram.transport.rate_limits import Priority
from bot.desk.core.errors import error_kind
from storage.file_store import FileStore
from storage.records.traffic_records import InboxRow

logger = logging.getLogger(__name__)

_PICTURES = ("image/jpeg", "image/png")
_LARGEST_PICTURE = 10_000_000
"""Bytes (https://core.telegram.org/bots/api#sendphoto); what is larger goes as a document."""
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)


class TelegramChannel(Channel):
    """Customers on Telegram, as a `Channel` of the port and a taker of the inbox."""

    name = "telegram"

    def __init__(
        self,
        bot: Bot,
        turns: IncomingHandler,
        calls: ApiCalls,
        busy: TypingIndicator | None = None,
        members: StaffAccounts | None = None,
        files: FileStore | None = None,
    ) -> None:
        self.bot = bot
        self._files = files
        self._turns = turns
        self._calls = calls
        self._typing = busy or TypingIndicator(bot, always, asyncio.sleep)
        self._members = members
        self._beside: set[asyncio.Task[None]] = set()

    async def take(self, row: InboxRow, *further: InboxRow) -> None:
        """Play what a customer did; what is nothing for the desk is passed over.

        Raises:
            UnreadableUpdate: if the update cannot be read.
        """
        one = understood(row.raw, arrival)
        if one is None:
            return
        if one.query:
            self._do_beside(self._settle(one))
        incoming = replace(one.incoming, update=row.id, kept=True)
        if further:
            incoming = joined([incoming, *_read(further)])
        if incoming.button == DONE or (self._members and await self._members.take(incoming)):
            return
        with self._typing.shown(incoming):
            settles = await self._turns.play(incoming)
        if settles:
            self._do_beside(self._typing.show(incoming.address))

    async def close(self) -> None:
        """Let go of the connections; nothing can be sent afterwards."""
        for task in self._beside:
            task.cancel()
        await disconnect(self.bot)

    def cut(self, outgoing: Outgoing) -> list[Outgoing]:
        """Return a message in bubbles that Telegram takes, the buttons under the last."""
        return bubbles(outgoing)

    async def ready(self, address: str) -> None:
        """Return when Telegram takes one more bubble for a customer; the next call there takes this turn.

        Raises:
            TryLater: if Telegram wants this chat to be left alone.
        """
        await self._calls.ready(_chat(address), Priority.CUSTOMER)

    async def send(self, outgoing: Outgoing) -> tuple[str, ...]:
        """Show a bubble, or what it copies or changes; returns its refs, if they are new.

        The buttons that are over then vanish beside.

        Raises:
            TryLater: if Telegram is out of reach, asks for patience or refuses the token.
            Unreachable: if the customer blocked the bot.
            Undeliverable: if Telegram refuses the chat or the message.
        """
        try:
            numbers = await self._show(outgoing)
        except TelegramError as error:
            # Not chained: the cause may show the address that was called, and so the token.
            raise send_error(error) from None
        for ref in outgoing.over:
            self._do_beside(self._clear(ref))
        return tuple(f"{outgoing.address}:{number}" for number in numbers)

    async def _show(self, outgoing: Outgoing) -> list[int]:
        chat, bubble = _chat(outgoing.address), rendered(outgoing)
        if outgoing.edits:
            edit = partial(change, self.bot, outgoing.edits, bubble.text, bubble.entities)
            await self._calls.make(chat, Priority.CUSTOMER, edit)
            return []
        if outgoing.copies:
            look: dict[str, Any] = {"answers": _answering(outgoing), "entities": bubble.entities}
            show = partial(copy, self.bot, chat, outgoing.copies, caption=bubble.text, **look)
            return await self._calls.make(chat, Priority.CUSTOMER, show)
        if outgoing.files:
            return [await self._calls.make(chat, Priority.CUSTOMER, partial(self._send_file, chat, outgoing.files[0]))]
        send = partial(
            self.bot.send_message,
            chat,
            bubble.text,
            entities=bubble.entities or None,
            reply_markup=bubble.keyboard,
            link_preview_options=_NO_PREVIEW,
            reply_parameters=_answering(outgoing),
        )
        return [(await self._calls.make(chat, Priority.CUSTOMER, send)).message_id]

    async def _send_file(self, chat: int, file: OutgoingFile) -> int:
        """Send a file as a picture where Telegram takes it as one; returns the number of the message."""
        if self._files is None:
            raise Undeliverable("files are kept elsewhere")
        path = self._files.path(file.digest)
        content = InputFile(await asyncio.to_thread(path.read_bytes), filename=file.name)
        if file.type in _PICTURES and path.stat().st_size <= _LARGEST_PICTURE:
            return (await self.bot.send_photo(chat, content)).message_id
        return (await self.bot.send_document(chat, content)).message_id

    def _do_beside(self, call: Coroutine[Any, Any, None]) -> None:
        """Do what nobody has to wait for, and what is no loss if it fails."""
        task = asyncio.create_task(call)
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)

    async def _settle(self, tap: Arrival) -> None:
        """Stop the button's clock and leave of all buttons only a mark at the tapped one; the tap is safe already."""
        await self._attempt("answerCallbackQuery", self.bot.answer_callback_query(tap.query))
        if tap.incoming.button != DONE:
            await self._leave(tap.incoming.tapped, ticked(tap.label) if tap.label else None)

    async def _clear(self, ref: str) -> None:
        await self._leave(ref, None)

    async def _leave(self, ref: str, buttons: InlineKeyboardMarkup | None) -> None:
        """Have a message show these buttons instead of its own."""
        address, _, message = ref.rpartition(":")
        chat = _chat(address)
        edit = partial(self.bot.edit_message_reply_markup, chat, int(message), reply_markup=buttons)
        await self._attempt("editMessageReplyMarkup", self._calls.make(chat, Priority.CARD, edit))

    async def _attempt(self, what: str, call: Awaitable[object]) -> None:
        try:
            await call
        except (TelegramError, TryLater) as error:
            logger.info("%s failed: %s", what, error_kind(error))
        except Exception as error:  # no loop is above: the library raises whatever an odd answer makes it raise
            logger.warning("%s failed: %s", what, error_kind(error))


def _read(rows: Sequence[InboxRow]) -> Iterator[Incoming]:
    """Yield what customers said in these rows."""
    for row in rows:
        if one := understood(row.raw, arrival):
            yield replace(one.incoming, update=row.id)


def telegram_bot(token: str, base_url: str) -> Bot:
    """Return a bot of the Bot API server at ``base_url``, to which the token is appended.

    The libraries' loggers are quietened on the way, because their lines hold the token. Calls go over the proxy that
    the environment names, if it names one.
    """
    quiet_libraries()
    proxy = _proxy_to(base_url)
    # A long poll holds its connection for half a minute: it gets one of its own.
    return Bot(
        token,
        base_url=base_url,
        base_file_url=f"{base_url.removesuffix('bot')}file/bot",
        request=AiohttpRequest(proxy=proxy),
        get_updates_request=AiohttpRequest(connections=1, proxy=proxy),
    )


async def disconnect(bot: Bot) -> None:
    """Let go of all connections; the library forgets those of a bot that was never asked who it is."""
    for request in bot._request:  # noqa: SLF001  # there is no other way to the one of getUpdates
        await request.shutdown()


def _proxy_to(url: str) -> str | None:
    """Return the proxy that ``HTTPS_PROXY``, ``HTTP_PROXY`` and ``NO_PROXY`` name for a server; None if none.

    Asked once: aiohttp would look anew at each call.
    """
    server = urlsplit(url)
    return None if proxy_bypass(server.hostname or "") else getproxies().get(server.scheme)


def _answering(outgoing: Outgoing) -> ReplyParameters | None:
    """Return what shows a bubble as an answer, for as long as what it answers is still there."""
    if not outgoing.answers:
        return None
    return ReplyParameters(int(outgoing.answers.rpartition(":")[2]), allow_sending_without_reply=True)


def _chat(address: str) -> int:
    return int(address.removeprefix("telegram:"))
