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

from bot.channels.telegram.transport.api_errors import meaning

logger = logging.getLogger(__name__)

Words = tuple[str, str]
"""In English and in Chinese."""

LANGUAGES = ("", "zh")
"""As Telegram names them: for everybody, and for those who read Chinese."""
CUSTOMERS: dict[str, Words] = {
    "status": ("Where your complaint stands", "查询投诉进度"),
    "human": ("Talk to a person", "转人工"),
    "language": ("English or Chinese", "切换中文或英文"),
    "link": ("Bring in your complaints from another chat", "合并您在别处提的投诉"),
    "cancel": ("Stop this conversation", "结束这次对话"),
    "help": ("What I can do for you", "使用帮助"),
}
"""The commands of private chats."""
STAFF: dict[str, Words] = {
    "claim": ("Claim this ticket", "认领此工单"),
    "resolve": ("Tell the outcome and resolve the ticket", "填写处理结果并结案"),
    "handback": ("Hand back to the bot", "交还机器人"),
}
"""The commands of staff groups."""
SHORT: Words = (
    "Tell us once what went wrong, in your own words. We note it down and tell you when you'll hear from us.",
    "遇到问题，用您自己的话说一次就好。我们记下来，并告诉您什么时候答复。",
)
"""What stands on the bot's page: at most 120 characters (https://core.telegram.org/bots/api#setmyshortdescription)."""
LONG: Words = (
    "Something went wrong? Tell us here, in your own words. You need to tell us only once: it is noted down, reaches "
    "the right person, and you are told when you'll have an answer. Photos, voice messages and files are welcome.",
    "遇到问题了？用您自己的话告诉我们，只需要说一次：我们会记录清楚，交给负责的同事，并告诉您什么时候能得到答复。照片、语音和文件都可以发。",
)
"""What stands in an empty chat: at most 512 characters (https://core.telegram.org/bots/api#setmydescription)."""
DESK: Words = ("Desk", "工作台")

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

    async def give(self, chat: int, language: str = "") -> None:
        """Give it to one member of the staff, unless it is there.

        Raises:
            TelegramError: if it cannot be given now.
        """
        now = await self.bot.get_chat_menu_button(chat) if self.url else None
        if now is None or (isinstance(now, MenuButtonWebApp) and now.web_app.url == self.url):
            return
        words = DESK[language[:2] == "zh"]
        await self.bot.set_chat_menu_button(chat, MenuButtonWebApp(words, WebAppInfo(self.url)))

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
        menus: list[tuple[BotCommandScope, dict[str, Words]]] = [
            (BotCommandScopeDefault(), {}),  # other groups see none
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

    async def _set_commands(self, scope: BotCommandScope, menu: dict[str, Words]) -> None:
        for number, language in enumerate(LANGUAGES):
            wanted = [(command, words[number]) for command, words in menu.items()]
            there = await self._bot.get_my_commands(scope, language)
            if [(one.command, one.description) for one in there] == wanted:
                continue
            if wanted:
                await self._bot.set_my_commands(wanted, scope, language)
            else:
                await self._bot.delete_my_commands(scope, language)

    async def _set_short(self) -> None:
        for number, language in enumerate(LANGUAGES):
            there = (await self._bot.get_my_short_description(language)).short_description
            if _is_to_be_written(there, SHORT, number):
                await self._bot.set_my_short_description(SHORT[number], language)

    async def _set_long(self) -> None:
        for number, language in enumerate(LANGUAGES):
            there = (await self._bot.get_my_description(language)).description
            if _is_to_be_written(there, LONG, number):
                await self._bot.set_my_description(LONG[number], language)

    async def _give_buttons(self) -> None:
        for chat in await self._members():
            try:
                await self._button.give(chat)
            except (BadRequest, Forbidden):  # who has left the bot needs none
                continue


def _is_to_be_written(there: str, words: Words, number: int) -> bool:
    """Tell whether nobody wrote anything: of a language without words Telegram tells those for everybody."""
    return there == "" or (number > 0 and there == words[0])
