"""The Telegram channel: private chats with one bot, by long polling. python-telegram-bot is its transport and types.

It shows messages and hands over what comes in; it keeps no conversation, and nothing across a restart but what
Telegram itself keeps. Files are not downloaded.
"""

import asyncio
import unicodedata
from collections.abc import Awaitable, Callable

from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from bot.channels.port import Incoming, Outgoing
from bot.channels.telegram.faults import quiet_libraries, send_error
from bot.channels.telegram.polling import Polling
from bot.channels.telegram.updates import clean

LONGEST_TEXT = 4096
"""UTF-16 units in one message (https://core.telegram.org/bots/api#sendmessage)."""
LONGEST_LABEL = 64
"""Characters on one button: more than a phone shows in a row of one."""

_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
_JOINER = "\u200d"


class Telegram:
    """Customers on Telegram, as a `Channel` of the port."""

    name = "telegram"

    def __init__(
        self,
        bot: Bot,
        play: Callable[[Incoming], Awaitable[None]],
        *,
        sleep: Callable[[float], Awaitable[object]] = asyncio.sleep,
        poll_seconds: int = 30,
        lanes: int = 64,
    ) -> None:
        """``poll_seconds`` is how long Telegram may hold an empty answer, ``lanes`` how many chats play at once."""
        self._bot = bot
        self._polling = Polling(bot, play, sleep=sleep, seconds=poll_seconds, lanes=lanes)
        self._begun: dict[str, int] = {}

    async def serve(self) -> None:
        """Play what customers do, until cancelled.

        An update is acknowledged to Telegram only after ``play`` returned for it and for all that were fetched with
        it. It may be played twice: after a kill, or when another one of its batch failed.
        """
        await self._polling.run()

    async def close(self) -> None:
        """Let go of the connections; nothing can be sent afterwards."""
        await self._bot.shutdown()
        # The library forgets the connections of a bot that only ever sent messages.
        await self._bot.request.shutdown()

    async def send(self, outgoing: Outgoing) -> None:
        """Show a message as plain text, in several bubbles if it is too long for one, the buttons under the last.

        When a message is tried again, the bubbles that Telegram took already are not sent again. An answer that was
        lost on the way back cannot be told from a request that never arrived, so a bubble may show twice.

        Raises:
            TryLater: if Telegram is out of reach, asks for patience or refuses the token.
            Undeliverable: if the customer blocked the bot, or Telegram refuses the chat or the message.
        """
        parts = split(_text(outgoing))
        begun = self._begun.pop(outgoing.message, 0)
        for number, part in list(enumerate(parts))[begun:]:
            buttons = _keyboard(outgoing) if number == len(parts) - 1 else None
            try:
                await self._bot.send_message(
                    _chat(outgoing.address), part, reply_markup=buttons, link_preview_options=_NO_PREVIEW
                )
            except TelegramError as error:
                if number:
                    self._begun[outgoing.message] = number
                # Not chained: the cause may show the address that was called, and so the token.
                raise send_error(error) from None


def telegram_bot(token: str, base_url: str) -> Bot:
    """Return a bot of the Bot API server at ``base_url``, to which the token is appended.

    The libraries' loggers are quietened on the way, because their lines hold the token.
    """
    quiet_libraries()
    return Bot(
        token,
        base_url=base_url,
        # A reply that is given up too early is sent twice: patience is cheaper.
        request=HTTPXRequest(connection_pool_size=64, connect_timeout=10, read_timeout=20, pool_timeout=20),
        get_updates_request=HTTPXRequest(connection_pool_size=1, connect_timeout=10),
    )


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


def _chat(address: str) -> int:
    return int(address.removeprefix("telegram:"))
