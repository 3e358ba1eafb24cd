"""The one way to the staff's groups: every call goes through here, which knows what a refusal means for a topic.

It also knows under which numbers the groups go now: one that becomes a supergroup gets another.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from telegram import Bot
from telegram.error import BadRequest, ChatMigrated, Forbidden, RetryAfter, TelegramError

from bot.channels.port import SendError, TryLater, Undeliverable
from bot.channels.telegram.transport.api_calls import ApiCalls
from bot.channels.telegram.transport.api_errors import seconds_asked, send_error
from bot.channels.telegram.transport.message_editing import chat_at
from bot.channels.telegram.transport.rate_limits import Priority
from bot.desk.core.errors import error_kind
from bot.desk.delivery import sender
from storage.ports import Store
from storage.records.traffic_records import Moved

logger = logging.getLogger(__name__)

T = TypeVar("T")

REST = timedelta(minutes=1)
"""How long a group is left alone in which the bot may not do what it must, or a topic that Telegram refuses."""

_GONE = ("message thread not found", "topic_deleted", "topic_id_invalid")
"""Both words for a deleted topic, and that for one of which nobody knows."""
_CLOSED = "topic_closed"
_FOR_THE_OPERATOR = (
    ("not a forum", "the group has no topics; turn them on in its settings"),
    ("kicked", "the bot was thrown out; add it again as an administrator who manages topics"),
    ("not a member", "the bot is not in the group; add it as an administrator who manages topics"),
    ("chat not found", "there is no such group, or the bot is not in it"),
    ("rights", "the bot lacks a right; make it an administrator who manages topics"),
    ("write_forbidden", "the bot may not write; make it an administrator who manages topics"),
    ("admin_required", "the bot lacks a right; make it an administrator who manages topics"),
)


class TopicGone(Exception):
    """There is no such topic any more: somebody deleted it."""


class TopicClosed(Exception):
    """Nobody can write in the topic before it is opened again."""


class Hindered(Exception):
    """The bot cannot work in this group until somebody mends that; the text says what to do."""


class GroupApi:
    """Calls Telegram for the staff's groups, named by their addresses such as ``telegram:-1001234``."""

    def __init__(
        self, bot: Bot, calls: ApiCalls, store: Store, now: Callable[[], datetime], numbers: Sequence[int]
    ) -> None:
        """``numbers`` are those of the groups that the operator named."""
        self.bot = bot
        self._calls = calls
        self._store = store
        self._now = now
        self._named = [f"telegram:{number}" for number in numbers]
        self._resting: dict[str, datetime] = {}
        self._name = ""
        self._well: set[str] = set()
        self._trouble: dict[str, str] = {}

    async def is_named(self, name: str) -> bool:
        """Tell whether the bot has this name; where Telegram cannot be asked, it is taken for so."""
        try:
            self._name = self._name or (await self.bot.get_me()).username or ""
        except TelegramError as error:
            logger.warning("getMe failed: %s", error_kind(error))
        return not self._name or name.casefold() == self._name.casefold()

    async def groups(self) -> tuple[str, ...]:
        """Return the addresses of the groups as they are now."""
        unit, found = self._store.unit(), []
        for address in self._named:
            seen = {address}
            while (moved := await unit.get(Moved, address)) and moved.to not in seen:
                address = moved.to
                seen.add(address)
            found.append(address)
        return tuple(dict.fromkeys(found))

    @property
    def trouble(self) -> str:
        """What the operator is to mend, in sentences; empty while all groups can be used."""
        return "; ".join(f"staff group {chat_at(group)}: {why}" for group, why in self._trouble.items())

    async def inspect(self) -> None:
        """Look at the groups of which it is not known that the bot can work there, before anybody needs them."""
        groups = await self.groups()
        self._trouble = {group: why for group, why in self._trouble.items() if group in groups}
        for group in groups:
            if group in self._well or self.rests(group):
                continue
            try:
                await self.call(group, partial(self._examine, chat_at(group)))
            except Hindered as why:
                self.leave_alone(group, why)
            except Undeliverable as odd:  # such as an answer that the library cannot read
                logger.warning("the staff group %s cannot be looked at: %s", group, odd)
                self._well.add(group)
            except SendError:  # Telegram is away, of which others tell
                continue

    async def _examine(self, number: int) -> None:
        chat, me = await self.bot.get_chat(number), int(self.bot.token.partition(":")[0])
        if not chat.is_forum:
            raise BadRequest("the chat is not a forum")
        member = await self.bot.get_chat_member(number, me)
        if not getattr(member, "can_manage_topics", False):
            raise BadRequest("not enough rights")

    async def moved(self, group: str, to: int) -> None:
        """Keep that a group goes on under another number."""
        unit = self._store.unit()
        if await unit.get(Moved, group) is None:
            unit.add(Moved(id=group, to=f"telegram:{to}"))
            await unit.commit()
            logger.warning("the staff group %s is now %d; write that into TELEGRAM_STAFF_GROUP", group, to)

    def rests(self, group: str) -> bool:
        """Tell whether a group is left alone for now, because the bot could not work there."""
        return self._resting.get(group, self._now()) > self._now()

    async def heed_pause(self, group: str) -> None:
        """Go on only if Telegram does not want this group to be left alone.

        Raises:
            TryLater: until then.
        """
        await sender.raise_if_paused(self._store, group, self._now())

    async def call(self, group: str, call: Callable[[], Awaitable[T]], *, card: bool = False) -> T:
        """Do a call about a group; ``card`` says that it only changes what is shown already, for which there is time.

        Raises:
            TopicGone: if the topic was deleted, and only then.
            TopicClosed: if nobody can write in it.
            TryLater: if the group is to be left alone for a while, or Telegram cannot be reached.
            Hindered: if the bot cannot work in this group.
            Undeliverable: if Telegram refuses just this, or by a bug.
        """
        try:
            result = await self._calls.make(chat_at(group), Priority.CARD if card else Priority.STAFF, call)
        except RetryAfter as error:
            unit = self._store.unit()
            await sender.begin_pause(unit, group, self._now(), seconds_asked(error))
            await unit.commit()
            raise send_error(error) from None
        except ChatMigrated as error:
            await self.moved(group, error.new_chat_id)
            raise TryLater("the group has another number") from None
        except TelegramError as error:
            # Not chained: the cause may show the address that was called, and so the token.
            raise meaning(error) from None
        except TryLater:
            raise
        except Exception as error:  # a bug, perhaps behind the call: once more would be once more each time
            raise Undeliverable(f"it failed: {error_kind(error)}") from None
        self._well.add(group)
        if self._trouble.pop(group, ""):
            logger.info("the staff group %s works again", group)
        return result

    def leave_alone(self, group: str, why: Hindered) -> None:
        """Leave a group in which the bot cannot work alone for a while; the operator is told once."""
        self._resting[group] = self._now() + REST
        self._well.discard(group)
        if self._trouble.get(group) != str(why):
            logger.error("the staff group %s cannot be used: %s", group, why)
        self._trouble[group] = str(why)


def meaning(error: TelegramError) -> Exception:
    """Return what an error means for a topic."""
    words = error.message.lower()
    if isinstance(error, BadRequest) and any(gone in words for gone in _GONE):
        return TopicGone()
    if isinstance(error, BadRequest) and _CLOSED in words:
        return TopicClosed()
    if isinstance(error, BadRequest | Forbidden):
        told = next((told for known, told in _FOR_THE_OPERATOR if known in words), "")
        if told or isinstance(error, Forbidden):
            return Hindered(told or "Telegram forbids it")
        return Undeliverable(error.message)
    return send_error(error)
