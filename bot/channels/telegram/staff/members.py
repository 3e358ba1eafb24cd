"""Members of the staff on Telegram: connects their accounts, and tells who opened the Mini App.

A secret that connects comes as ``/start staff-…`` in a private chat. It is never played as a customer's turn, so that
it comes to stand in no transcript; of the update only the mark is left. ``/start sign-in`` of a connected account is
answered with a sign-in link, which goes to that account and to nobody else; for others it is a word like any.
"""

import logging
import re
from collections.abc import Awaitable, Iterable, Sequence
from datetime import timedelta
from functools import partial

from telegram import Bot, LinkPreviewOptions
from telegram.error import TelegramError

from bot.channels.port import Incoming, TryLater
from bot.channels.telegram.customers.menu import DeskButton
from bot.channels.telegram.staff.mini_app import opened
from bot.channels.telegram.telegram_words import TELEGRAM_WORDS
from bot.channels.telegram.transport.api_calls import ApiCalls
from bot.channels.telegram.transport.rate_limits import Priority
from bot.desk.core.environment import Environment
from bot.desk.core.errors import error_kind
from bot.desk.staff.accounts import Opening, connect
from bot.desk.staff.audit import Actor
from bot.desk.staff.membership import new_link
from dialogs.strict_yaml.common_texts import languages
from dialogs.strict_yaml.common_words import language_tagged
from storage.ports import Conflict, Store, UnitOfWork
from storage.records.access_records import Agent
from storage.records.traffic_records import InboxMark, InboxRow

logger = logging.getLogger(__name__)

_SECRET = re.compile(r"/start\s+staff-(\S*)\s*")
_SIGN_IN = "sign-in"
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
LINK_FOR = timedelta(minutes=10)
_TRIES = 3


class StaffAccounts:
    """The accounts of the staff with one bot."""

    def __init__(
        self,
        bot: Bot,
        store: Store,
        environment: Environment,
        calls: ApiCalls,
        button: DeskButton,
        address: str,
        groups: tuple[int, ...] = (),
    ) -> None:
        """``address`` is where browsers reach the desk, ``groups`` are those of the staff."""
        self._groups = groups
        self._bot = bot
        self._address = address
        self._store = store
        self._environment = environment
        self._calls = calls
        self._button = button
        self._name = ""

    async def link(self, secret: str) -> str:
        """Return the address that brings a secret to the bot; empty while Telegram cannot be asked for its name."""
        return await self._starting(f"staff-{secret}")

    async def sign_in_address(self) -> str:
        """Return the address that asks the bot for a sign-in link; empty as above."""
        return await self._starting(_SIGN_IN)

    async def announce(self, text: str) -> bool:
        """Say something to all of the staff in their groups; tell whether it got to one."""
        arrived = False
        for group in self._groups:
            send = partial(self._bot.send_message, group, text, link_preview_options=_NO_PREVIEW)
            arrived = await _attempt("sendMessage", self._calls.make(group, Priority.STAFF, send)) or arrived
        return arrived

    async def _starting(self, payload: str) -> str:
        try:
            self._name = self._name or (await self._bot.get_me()).username or ""
        except TelegramError as error:
            logger.warning("getMe failed: %s", error_kind(error))
        return f"https://t.me/{self._name}?start={payload}" if self._name else ""

    async def forget(self, identities: Sequence[str]) -> None:
        """Take the desk's button from the accounts among these."""
        for chat in chats(identities):
            await _attempt("setChatMenuButton", self._button.take(chat))

    def opened_by(self, data: str) -> Opening | None:
        """Return who opened the Mini App with this data; None if it is not from Telegram, or old."""
        return opened(data, self._bot.token, self._environment.now().timestamp())

    async def take(self, incoming: Incoming) -> bool:
        """Take a secret, whether or not it is good, or the wish to sign in; tell whether this was one.

        Raises:
            StorageError: if it cannot be written now; it comes again.
        """
        if incoming.text.split() == ["/start", _SIGN_IN]:
            return await self._give_link(incoming)
        found = _SECRET.fullmatch(incoming.text)
        if found is None:
            return False
        agent, is_first = await self._connect(incoming, found[1])
        if is_first:
            await self._answer(incoming, agent)
        return True

    async def _connect(self, incoming: Incoming, secret: str) -> tuple[Agent | None, bool]:
        """Return who is connected now, and whether this update was not taken before."""
        fault = Conflict("an account changes all the time")
        for _ in range(_TRIES):
            unit = self._store.unit()
            if not await self._take_out(unit, incoming):
                return None, False
            agent = await connect(unit, self._environment, secret, incoming.address)
            try:
                await unit.commit()
            except Conflict as conflict:
                fault = conflict
            else:
                return agent, True
        raise fault

    async def _take_out(self, unit: UnitOfWork, incoming: Incoming) -> bool:
        """Mark an update as taken, and take it out of the inbox; tell whether it was not taken yet."""
        if await unit.get(InboxMark, incoming.update):
            return False
        unit.add(InboxMark(id=incoming.update, at=self._environment.now()))
        if row := await unit.get(InboxRow, incoming.update):
            unit.delete(row)
        return True

    async def _give_link(self, incoming: Incoming) -> bool:
        """Send a member of the staff a sign-in link; tell whether it is one who asks."""
        unit = self._store.unit()
        agent = await unit.last(Agent, identities=incoming.address)
        if agent is None or agent.status != "active":
            return False
        if await self._take_out(unit, incoming):
            await unit.commit()
            token = await new_link(self._store, self._environment, Actor(agent, incoming.address), agent, LINK_FOR)
            await self._say(incoming, "account.sign-in", link=f"{self._address}/sign-in?token={token}")
        return True

    async def _answer(self, incoming: Incoming, agent: Agent | None) -> None:
        await self._say(incoming, "account.connected" if agent else "account.spent", name=agent.name if agent else "")
        if agent:
            give = self._button.give(_chat(incoming), _language(incoming))
            await _attempt("setChatMenuButton", give)

    async def _say(self, incoming: Incoming, key: str, **values: str) -> None:
        chat, words = _chat(incoming), TELEGRAM_WORDS.word(_language(incoming), key, **values)
        send = partial(self._bot.send_message, chat, words, link_preview_options=_NO_PREVIEW)
        await _attempt("sendMessage", self._calls.make(chat, Priority.STAFF, send))


def _chat(incoming: Incoming) -> int:
    return int(incoming.address.partition(":")[2])


def _language(incoming: Incoming) -> str:
    return language_tagged(incoming.language) or languages()[0]


def chats(identities: Iterable[str]) -> list[int]:
    """Return the private chats among the identities of members."""
    return [int(one.partition(":")[2]) for one in identities if one.startswith("telegram:")]


async def _attempt(what: str, call: Awaitable[object]) -> bool:
    try:
        await call
    except (TelegramError, TryLater) as error:
        logger.info("%s failed: %s", what, error_kind(error))
        return False
    return True
