"""The long-polling loop of Telegram: fetch, have every update played, and only then fetch the next.

Asking with a higher offset is how the Bot API is told that updates were taken
(https://core.telegram.org/bots/api#getupdates), so nothing is lost if the process is killed at any point; what was
played but not yet acknowledged comes again, and the desk drops it by `Incoming.update`. It sends no messages.
"""

import asyncio
import logging
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable

from telegram import Bot
from telegram.error import Conflict, RetryAfter, TelegramError

from bot.channels.port import Incoming
from bot.channels.telegram.faults import FOR_THE_OPERATOR, kind, meaning, seconds_asked
from bot.channels.telegram.updates import ALLOWED, Arrival, arrival, update_id
from storage.ports import Unavailable

logger = logging.getLogger(__name__)

BATCH = 100
"""How many updates are fetched at once, the most that getUpdates gives."""
LONGEST_PAUSE = 30.0
"""Seconds between two attempts at most, and always while only the operator can help."""
TRIES = 3
"""After so many failures that are not the store's an update is passed over, so that it cannot block the others."""

COMMANDS = (
    ("start", "Tell us about a problem", "反映问题"),
    ("status", "See how far your complaint is", "查询投诉进度"),
    ("language", "Choose the language", "选择语言"),
    ("human", "Talk to a person", "转人工客服"),
    ("cancel", "Drop what was begun", "取消当前投诉"),
    ("help", "What this bot can do", "使用帮助"),
)
"""The menu of the chat: command, English, Chinese."""


class Polling:
    """Takes the updates of one bot, one batch after the other."""

    def __init__(
        self,
        bot: Bot,
        play: Callable[[Incoming], Awaitable[None]],
        *,
        sleep: Callable[[float], Awaitable[object]],
        seconds: int,
        lanes: int,
    ) -> None:
        self._bot = bot
        self._play = play
        self._sleep = sleep
        self._seconds = seconds
        self._lanes = asyncio.Semaphore(lanes)
        self._offset = 0
        self._failures: Counter[int] = Counter()
        self._rounds_failed = 0
        self._trouble = ""

    async def run(self) -> None:
        """Take updates until cancelled; every trouble is logged when it begins, and waited out."""
        await self._introduce()
        while True:
            try:
                await self._round()
            except Exception as error:  # the channel's loop: whatever it is, the next round comes
                await self._wait_out(error)
            else:
                self._recovered()

    async def _introduce(self) -> None:
        await self._attempt("getMe", self._bot.initialize())
        await self._attempt("deleteWebhook", self._bot.delete_webhook())
        english = [(command, words) for command, words, _ in COMMANDS]
        chinese = [(command, words) for command, _, words in COMMANDS]
        await self._attempt("setMyCommands", self._bot.set_my_commands(english))
        await self._attempt("setMyCommands", self._bot.set_my_commands(chinese, language_code="zh"))

    async def _attempt(self, what: str, call: Awaitable[object]) -> None:
        """Await a call that the service can do without."""
        try:
            await call
        except Exception as error:  # a menu that cannot be set is no reason not to serve
            logger.warning("%s failed: %s", what, kind(error))

    async def _round(self) -> None:
        updates = await self._fetch()
        if not updates:
            return
        await self._play_all([one for raw in updates if (one := _read(raw))])
        self._offset = max(number for raw in updates if (number := update_id(raw)) is not None) + 1
        self._failures.clear()

    async def _fetch(self) -> list[object]:
        # Bot.get_updates parses a whole batch at once, so one odd update would hold up all. The doubled underscore
        # still spells getUpdates on the wire; without it the library warns that it has that method itself.
        updates = await self._bot.do_api_request(
            "get__updates",
            {"offset": self._offset, "limit": BATCH, "timeout": self._seconds, "allowed_updates": list(ALLOWED)},
            read_timeout=self._seconds + 10,
        )
        if not isinstance(updates, list):
            raise TelegramError("getUpdates did not answer with a list")
        return updates

    async def _play_all(self, arrivals: list[Arrival]) -> None:
        """Play the updates of each chat in their order, those of different chats at the same time."""
        chats: defaultdict[int, list[Arrival]] = defaultdict(list)
        for one in arrivals:
            chats[one.chat].append(one)
        outcomes = await asyncio.gather(*map(self._play_chat, chats.values()), return_exceptions=True)
        for outcome in outcomes:
            if outcome is not None:
                raise outcome

    async def _play_chat(self, arrivals: list[Arrival]) -> None:
        async with self._lanes:
            for one in arrivals:
                await self._play_one(one)

    async def _play_one(self, one: Arrival) -> None:
        try:
            await self._play(one.incoming)
        except Unavailable:
            raise
        except Exception as error:  # a bug in a turn: tried again, then passed over, so that nobody is stuck behind it
            self._failures[one.update] += 1
            if self._failures[one.update] < TRIES:
                raise
            logger.error("update %d is refused after %d tries: %s", one.update, TRIES, kind(error))  # noqa: TRY400  # a traceback would show what the customer wrote
        if one.query:
            await self._settle(one)

    async def _settle(self, tap: Arrival) -> None:
        """Stop the button's clock and take the buttons away; the tap itself is safe already."""
        await self._attempt("answerCallbackQuery", self._bot.answer_callback_query(tap.query))
        await self._attempt(
            "editMessageReplyMarkup", self._bot.edit_message_reply_markup(chat_id=tap.chat, message_id=tap.message)
        )

    async def _wait_out(self, error: Exception) -> None:
        trouble = meaning(error) if isinstance(error, TelegramError) else f"updates wait: {kind(error)}"
        if trouble != self._trouble:
            logger.error("%s", trouble)
        self._trouble = trouble
        if isinstance(error, Conflict):
            await self._attempt("deleteWebhook", self._bot.delete_webhook())
        self._rounds_failed += 1
        await self._sleep(self._pause(error))

    def _pause(self, error: Exception) -> float:
        if isinstance(error, RetryAfter):
            return seconds_asked(error)
        if isinstance(error, FOR_THE_OPERATOR):
            return LONGEST_PAUSE
        return min(2.0 ** min(self._rounds_failed - 1, 10), LONGEST_PAUSE)

    def _recovered(self) -> None:
        if self._trouble:
            logger.info("updates are taken again")
        self._trouble = ""
        self._rounds_failed = 0


def _read(raw: object) -> Arrival | None:
    try:
        one = arrival(raw)
    except Exception as error:  # the library raises whatever an odd update makes it raise
        logger.warning("update %s is odd and passed over: %s", update_id(raw), kind(error))
        return None
    if one is None:
        logger.debug("update %s is nothing for the desk", update_id(raw))
    return one
