"""How the bot presents itself: a menu of commands for each language and place, and a few words about itself.

Only what differs is set. Words that somebody wrote in BotFather stay. What cannot be set now is tried again, and
nothing waits for it.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial

from telegram import (
    Bot,
    BotCommandScope,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    BotCommandScopeDefault,
    MenuButtonDefault,
    MenuButtonWebApp,
    WebAppInfo,
)
from telegram.error import BadRequest, Forbidden

from bot.channels.telegram.telegram_words import TELEGRAM_WORDS
from bot.channels.telegram.transport.api_errors import meaning
from dialogs.strict_yaml.common_texts import languages

logger = logging.getLogger(__name__)

CUSTOMERS = tuple(f"menu.{command}" for command in ("status", "human", "language", "link", "privacy", "cancel", "help"))
"""The commands of private chats, by the key of their words."""
STAFF = tuple(f"staff-menu.{command}" for command in ("claim", "resolve", "renew", "handback"))
"""The commands of staff groups."""
SHORT, LONG = "about.short", "about.long"
"""What stands on the bot's page, and in an empty chat."""

FIRST_PAUSE, LONGEST_PAUSE = 30.0, 3600.0
"""Seconds between two attempts, and at most."""
DAY = 24 * 3600.0
"""Seconds until it is looked at anew."""

Step = Callable[[], Awaitable[None]]


@dataclass(frozen=True)
class DeskButton:
    """The button beside the box of a private chat that opens the desk as a Mini App."""

    bot: Bot
    url: str
    """Of the page that signs in whom Telegram names; empty if the Internet does not reach this server."""

    async def give(self, chat: int, language: str) -> None:
        """Give it to one member of the staff, in a language, unless it is there.

        Raises:
            TelegramError: if it cannot be given now.
        """
        now = await self.bot.get_chat_menu_button(chat) if self.url else None
        if now is None or (isinstance(now, MenuButtonWebApp) and now.web_app.url == self.url):
            return
        label = TELEGRAM_WORDS.word(language, "desk")
        await self.bot.set_chat_menu_button(chat, MenuButtonWebApp(label, WebAppInfo(self.url)))

    async def take(self, chat: int) -> None:
        """Take it away again.

        Raises:
            TelegramError: if it cannot be taken now.
        """
        await self.bot.set_chat_menu_button(chat, MenuButtonDefault())


class Menu:
    """Keeps all of it set."""

    def __init__(
        self,
        bot: Bot,
        groups: Sequence[int],
        button: DeskButton,
        members: Callable[[], Awaitable[Sequence[int]]],
        sleep: Callable[[float], Awaitable[object]],
    ) -> None:
        """Take the groups of the staff, and what tells in which private chats members of the staff are."""
        self._bot = bot
        self._groups = groups
        self._button = button
        self._members = members
        self._sleep = sleep
        self._told = False

    async def run(self) -> None:
        """Set what is to be set, and look again each day, until cancelled."""
        while True:
            left, pause = self._steps(), FIRST_PAUSE
            while left := [step for step in left if not await self._try(step)]:
                await self._sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE)
            self._told = False
            await self._sleep(DAY)

    def _steps(self) -> list[Step]:
        menus: list[tuple[BotCommandScope, Sequence[str]]] = [
            (BotCommandScopeDefault(), ()),  # other groups see none
            (BotCommandScopeAllPrivateChats(), CUSTOMERS),
            *((BotCommandScopeChat(group), STAFF) for group in self._groups),
        ]
        return [partial(self._set_commands, scope, menu) for scope, menu in menus] + [
            self._set_short,
            self._set_long,
            self._give_buttons,
        ]

    async def _try(self, step: Step) -> bool:
        try:
            await step()
        except Exception as error:  # a menu that cannot be set is no reason not to serve
            if not self._told:
                logger.warning("the bot's menu is not as it should be yet: %s", meaning(error))
            self._told = True
            return False
        return True

    async def _set_commands(self, scope: BotCommandScope, menu: Sequence[str]) -> None:
        for language in languages():
            wanted = [(key.rpartition(".")[2], TELEGRAM_WORDS.word(language, key)) for key in menu]
            there = await self._bot.get_my_commands(scope, _named(language))
            if [(one.command, one.description) for one in there] == wanted:
                continue
            if wanted:
                await self._bot.set_my_commands(wanted, scope, _named(language))
            else:
                await self._bot.delete_my_commands(scope, _named(language))

    async def _set_short(self) -> None:
        for language in languages():
            there = (await self._bot.get_my_short_description(_named(language))).short_description
            if _is_to_be_written(there, SHORT, language):
                await self._bot.set_my_short_description(TELEGRAM_WORDS.word(language, SHORT), _named(language))

    async def _set_long(self) -> None:
        for language in languages():
            there = (await self._bot.get_my_description(_named(language))).description
            if _is_to_be_written(there, LONG, language):
                await self._bot.set_my_description(TELEGRAM_WORDS.word(language, LONG), _named(language))

    async def _give_buttons(self) -> None:
        for chat in await self._members():
            try:
                await self._button.give(chat, languages()[0])
            except (BadRequest, Forbidden):  # who has left the bot needs none
                continue


def _named(language: str) -> str:
    """Return how Telegram names a language: the first is for everybody whose own has no words, and has no name."""
    return "" if language == languages()[0] else language


def _is_to_be_written(there: str, key: str, language: str) -> bool:
    """Tell whether nobody wrote anything: of a language without words Telegram tells those for everybody."""
    return there == "" or (bool(_named(language)) and there == TELEGRAM_WORDS.word(languages()[0], key))
