"""The Telegram channel: private chats with one bot. python-telegram-bot is its types and its requests.

It reads and plays what the inbox kept, and shows bubbles; how updates come in is in `polling` and `webhook`. It keeps
no conversation, and nothing across a restart.
"""

import asyncio
import logging
import unicodedata
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import replace
from functools import partial
from typing import Any

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions, ReplyParameters
from telegram.error import TelegramError

from bot.channels.port import Incoming, Odd, Outgoing, TryLater
from bot.channels.telegram.calling import Calls
from bot.channels.telegram.faults import quiet_libraries, send_error
from bot.channels.telegram.intake import read
from bot.channels.telegram.pace import Priority
from bot.channels.telegram.request import AiohttpRequest
from bot.channels.telegram.updates import Arrival, arrival, clean
from bot.desk.inbox import kind
from storage.traffic import InboxRow

logger = logging.getLogger(__name__)

LONGEST_TEXT = 4096
"""UTF-16 units in one message (https://core.telegram.org/bots/api#sendmessage)."""
LONGEST_LABEL = 64
"""Characters on one button: more than a phone shows in a row of one."""

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_JOINER = "\u200d"


class Telegram:
    """Customers on Telegram, as a `Channel` of the port and a taker of the inbox."""

    name = "telegram"

    def __init__(self, bot: Bot, play: Callable[[Incoming], Awaitable[None]], calls: Calls) -> None:
        self.bot = bot
        self._play = play
        self._calls = calls
        self._beside: set[asyncio.Task[None]] = set()

    async def take(self, row: InboxRow) -> None:
        """Play what a customer did; what is nothing for the desk is passed over.

        Raises:
            Odd: if the update cannot be read.
        """
        try:
            one = arrival(read(row.raw))
        except Exception as error:  # the library raises whatever an odd update makes it raise
            raise Odd(f"it cannot be read: {kind(error)}") from None
        if one is None:
            return
        await self._play(replace(one.incoming, update=row.id, kept=True))
        if one.query:
            self._do_beside(self._settle(one))

    async def close(self) -> None:
        """Let go of the connections; nothing can be sent afterwards."""
        for task in self._beside:
            task.cancel()
        await disconnect(self.bot)

    def cut(self, outgoing: Outgoing) -> list[Outgoing]:
        """Return a message in bubbles of at most `LONGEST_TEXT`, the buttons under the last."""
        *first, last = split(_text(outgoing))
        whole = replace(outgoing, choices=(), asks="")
        return [*(replace(whole, text=part) for part in first), replace(outgoing, text=last)]

    async def send(self, outgoing: Outgoing) -> tuple[str, ...]:
        """Show a bubble as plain text; returns its place.

        Raises:
            TryLater: if Telegram is out of reach, asks for patience or refuses the token.
            Unreachable: if the customer blocked the bot.
            Undeliverable: if Telegram refuses the chat or the message.
        """
        chat = _chat(outgoing.address)
        send = partial(
            self.bot.send_message,
            chat,
            outgoing.text,
            reply_markup=_keyboard(outgoing),
            link_preview_options=_NO_PREVIEW,
            reply_parameters=_answering(outgoing),
        )
        try:
            sent = await self._calls.make(chat, Priority.CUSTOMER, send)
        except TelegramError as error:
            # Not chained: the cause may show the address that was called, and so the token.
            raise send_error(error) from None
        return (f"{outgoing.address}:{sent.message_id}",)

    def _do_beside(self, call: Coroutine[Any, Any, None]) -> None:
        """Do what nobody has to wait for, and what is no loss if it fails."""
        task = asyncio.create_task(call)
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)

    async def _settle(self, tap: Arrival) -> None:
        """Stop the button's clock and take the buttons away; the tap itself is safe already."""
        await self._attempt("answerCallbackQuery", self.bot.answer_callback_query(tap.query))
        vanish = partial(self.bot.edit_message_reply_markup, chat_id=tap.chat, message_id=tap.message)
        await self._attempt("editMessageReplyMarkup", self._calls.make(tap.chat, Priority.CARD, vanish))

    async def _attempt(self, what: str, call: Awaitable[object]) -> None:
        try:
            await call
        except (TelegramError, TryLater) as error:
            logger.info("%s failed: %s", what, kind(error))


def telegram_bot(token: str, base_url: str) -> Bot:
    """Return a bot of the Bot API server at ``base_url``, to which the token is appended.

    The libraries' loggers are quietened on the way, because their lines hold the token.
    """
    quiet_libraries()
    # A long poll holds its connection for half a minute: it gets one of its own.
    return Bot(
        token,
        base_url=base_url,
        base_file_url=f"{base_url.removesuffix('bot')}file/bot",
        request=AiohttpRequest(),
        get_updates_request=AiohttpRequest(connections=1),
    )


async def disconnect(bot: Bot) -> None:
    """Let go of all connections; the library forgets those of a bot that was never asked who it is."""
    for request in bot._request:  # noqa: SLF001  # there is no other way to the one of getUpdates
        await request.shutdown()


def split(text: str, limit: int = LONGEST_TEXT) -> list[str]:
    """Return the text in parts of at most ``limit`` UTF-16 units, cut where it hurts least.

    That is after a paragraph, a line, a sentence or a word if one ends in the second half of a part, and never
    inside a character. White space at a cut is dropped.
    """
    parts = []
    rest = text.strip()
    while head := _too_long(rest, limit):
        cut = _cut(rest, head)
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return [*parts, rest]


def _too_long(text: str, limit: int) -> int:
    """Return how many characters of a text that is too long fit, or 0 if all of it fits."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * limit:
        return 0
    return len(units[: 2 * limit].decode("utf-16-le", "ignore"))  # "ignore" drops half a surrogate pair


def _cut(text: str, most: int) -> int:
    for mark in ("\n\n", "\n", "。", " "):
        at = text.rfind(mark, most // 2, most)
        if at >= 0:
            return at + len(mark)
    return next((cut for cut in range(most, most // 2, -1) if not _joined(text[cut - 1], text[cut])), most)


def _joined(left: str, right: str) -> bool:
    """Whether two characters show as one: accents, skin tones, families of emoji."""
    tone = "\U0001f3fb" <= right <= "\U0001f3ff"
    return _JOINER in (left, right) or tone or unicodedata.category(right) in ("Mn", "Mc", "Me")


def _text(outgoing: Outgoing) -> str:
    if outgoing.author == "agent" and outgoing.name:
        return clean(f"{outgoing.name}:\n{outgoing.text}")
    return clean(outgoing.text)


def _keyboard(outgoing: Outgoing) -> InlineKeyboardMarkup | None:
    rows = [[InlineKeyboardButton(_label(label), callback_data=data)] for data, label in outgoing.choices]
    return InlineKeyboardMarkup(rows) if rows else None


def _label(label: str) -> str:
    label = clean(label)
    return label if len(label) <= LONGEST_LABEL else label[: LONGEST_LABEL - 1] + "…"


def _answering(outgoing: Outgoing) -> ReplyParameters | None:
    """Return what shows a bubble as an answer, for as long as what it answers is still there."""
    if not outgoing.answers:
        return None
    return ReplyParameters(int(outgoing.answers.rpartition(":")[2]), allow_sending_without_reply=True)


def _chat(address: str) -> int:
    return int(address.removeprefix("telegram:"))
