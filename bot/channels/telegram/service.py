"""Telegram put together for a running desk: the channel, the ways in, and the loops that keep them going."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

from aiohttp.typedefs import Handler

from bot.channels.telegram.customers.channel import TelegramChannel, telegram_bot
from bot.channels.telegram.customers.file_source import TelegramFileSource
from bot.channels.telegram.customers.long_texts import parts
from bot.channels.telegram.customers.menu import DeskButton, Menu
from bot.channels.telegram.customers.typing_indicator import TypingIndicator
from bot.channels.telegram.staff.group_sync import staff_group
from bot.channels.telegram.staff.members import StaffAccounts, chats
from bot.channels.telegram.transport.api_calls import ApiCalls
from bot.channels.telegram.transport.intake import Intake
from bot.channels.telegram.transport.polling import Polling
from bot.channels.telegram.transport.rate_limits import RateLimiter, RateLimits
from bot.channels.telegram.transport.webhook import PATH, Webhook
from bot.container import Container
from bot.desk.delivery.inbox import Inbox, Taker
from bot.desk.jobs.downloads import Downloads
from bot.leader import while_leader
from storage.ports import Store
from storage.records.access_records import Agent
from storage.records.complaint_records import Conversation
from storage.records.traffic_records import InboxRow


class TelegramService(Taker):
    """All of Telegram in one process. Of several processes on a store one asks for updates; all play and deliver."""

    def __init__(self, container: Container, app: str) -> None:
        """``app`` is the path of the page that the staff opens within Telegram."""
        settings = container.settings
        bot = telegram_bot(settings.telegram_token, settings.telegram_api_url)
        limits = RateLimits(
            per_second=settings.telegram_per_second,
            per_chat=settings.telegram_per_chat,
            per_group_minute=settings.telegram_per_group,
        )
        calls = ApiCalls(RateLimiter(limits, now=asyncio.get_running_loop().time, sleep=asyncio.sleep))
        busy = TypingIndicator(bot, partial(_bot_answers, container.store), asyncio.sleep)
        button = DeskButton(bot, f"{settings.public_url}{app}" if settings.public_url else "")
        self.members = StaffAccounts(
            bot, container.store, container.environment, calls, button, settings.address, settings.telegram_staff_group
        )
        self.channel = TelegramChannel(bot, container.queue, calls, busy, self.members, container.files)
        self.hooks: dict[str, Handler] = {}
        """What Telegram brings by itself, by path."""
        self._staff = staff_group(container, bot, calls)
        inbox = Inbox(container.store, {TelegramChannel.name: self}, asyncio.sleep, parts)
        self._files = TelegramFileSource(bot)
        sources = {TelegramChannel.name: self._files}
        fetching = Downloads(
            container.store, container.files, sources, container.turns, container.environment, asyncio.sleep
        )
        intake = Intake(int(bot.token.partition(":")[0]), inbox, container.environment.now)
        self._way_in: Polling | Webhook = Polling(bot, intake)
        if settings.telegram_updates == "webhook":
            self._way_in = Webhook(bot, intake, settings.public_url)
            self.hooks[PATH] = self._way_in.answer
        menu = Menu(bot, settings.telegram_staff_group, button, partial(_members, container.store), asyncio.sleep)
        self.loops: list[Callable[[], Awaitable[None]]] = [
            inbox.serve,
            fetching.serve,
            partial(while_leader, container.store, "telegram", self._way_in.run),
            partial(while_leader, container.store, "telegram menu", menu.run),
        ]
        if self._staff is not None:
            self.loops += [self._staff.serve, self._staff.patrol]

    def trouble(self) -> str:
        """Return what is wrong with Telegram, as far as this process knows; empty while all is well."""
        return "; ".join(filter(None, [self._way_in.trouble, self._staff.trouble if self._staff else ""]))

    async def close(self) -> None:
        """Let go of all connections."""
        await self._files.close()
        await self.channel.close()

    async def take(self, row: InboxRow, *further: InboxRow) -> None:
        """Give an update that the inbox kept to whom it is for: the staff in their groups, or customers."""
        if self._staff is None or not await self._staff.take(row):
            await self.channel.take(row, *further)


async def _bot_answers(store: Store, address: str) -> bool:
    """Tell whether the bot, and no person, will answer at an address."""
    newest = await store.unit().last(Conversation, address=address)
    return newest is None or newest.status != "with-person"


async def _members(store: Store) -> list[int]:
    """Return the private chats of the staff."""
    staff = [agent for agent in await store.unit().find(Agent) if agent.status == "active"]
    return [chat for agent in staff for chat in chats(agent.identities)]
