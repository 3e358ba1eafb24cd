"""A desk whose staff have a group on a stand-in of Telegram; nothing runs by itself."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from bot.channels.telegram.customers.channel import TelegramChannel, telegram_bot
from bot.channels.telegram.customers.long_texts import parts
from bot.channels.telegram.staff.group_api import GroupApi
from bot.channels.telegram.staff.group_choices import GroupChoices
from bot.channels.telegram.staff.group_commands import GroupCommands
from bot.channels.telegram.staff.group_sync import GroupSync, group_words
from bot.channels.telegram.staff.topics import CardRenderer, Topics
from bot.channels.telegram.transport.api_calls import ApiCalls
from bot.channels.telegram.transport.intake import Intake
from bot.channels.telegram.transport.rate_limits import Priority
from bot.desk.briefing.queries import DeskQueries
from bot.desk.delivery.inbox import Inbox
from bot.desk.delivery.outbox import Outbox
from bot.desk.overview.reply_book import ReplyBook
from storage.records.access_records import Agent
from storage.records.complaint_records import Message, Ticket
from storage.records.traffic_records import InboxRow, OutboxRow, Topic
from tests.bot.desk.desk_harness import BILL, Clock, DeskHarness, open_desk
from tests.standins.bot_api.groups import Group, Member
from tests.standins.bot_api.rooms import Bubble
from tests.standins.bot_api.server import BotApi, Chat

T = TypeVar("T")

DESK = -1001234567890
LI = Agent(id="agent-li", name="Li Wei", role="agent", identities=("telegram:815",))
WU = Agent(id="agent-wu", name="Wu", role="agent", identities=("telegram:816",))
ADA = "telegram:1"
"""A customer on Telegram."""


class _Unpaced(ApiCalls):
    """Calls at once: the clock of an office is moved by hand."""

    def __init__(self) -> None:
        pass

    async def ready(self, chat: int, priority: Priority) -> None:
        pass

    async def make(self, chat: int, priority: Priority, call: Callable[[], Awaitable[T]]) -> T:
        return await call()


@dataclass
class Office:
    """The desk, the group, and what brings them together."""

    desk: DeskHarness
    api: BotApi
    telegram: TelegramChannel
    inbox: Inbox
    intake: Intake
    outbox: Outbox
    staff: GroupSync
    _last: list[object] = field(default_factory=list)

    @property
    def group(self) -> Group:
        return self.api.group(DESK, forum=True)

    @property
    def li(self) -> Member:
        return self.group.member(815, name="Li")

    @property
    def wu(self) -> Member:
        return self.group.member(816, name="Wu")

    @property
    def customer(self) -> Chat:
        return self.api.chat(1)

    async def settle(self) -> None:
        """Take what came, deliver what waits, show what is new, until nothing is left to do, however long it takes."""
        for _ in range(20):
            busy = await self._take()
            busy = await self._deliver() or busy
            busy = await self._show() or busy
            if not busy:
                return
        raise AssertionError("it never comes to rest")

    async def _take(self) -> bool:
        updates: list[object] = list(self.api.pending)
        self._last = updates or self._last
        await self.intake.take(updates)
        self.api.updates.drop_all()
        return await self.plays()

    async def plays(self) -> bool:
        """Play what is kept in the inbox."""
        rows = await self.desk.store.unit().find(InboxRow, problem="")
        for address in dict.fromkeys(row.address for row in rows):
            await self.inbox.workers.exhaust(address)
        return bool(rows)

    async def _deliver(self) -> bool:
        rows = await self.desk.store.unit().find(OutboxRow, problem="")
        for address in dict.fromkeys(row.address for row in rows):
            await self.outbox.deliver(address)
        return bool(rows)

    async def _show(self) -> bool:
        calls = len(self.api.arrivals)
        for ticket in await self.desk.store.unit().find(Ticket):
            await self.staff.catch_up(ticket.id)
        put_off = bool(self.staff._due)
        if put_off:
            self.desk.clock.now = max(*self.staff._due.values(), self.desk.clock.now)
            self.staff._due.clear()
        return put_off or len(self.api.arrivals) > calls

    async def waits_for_a_person(self, telling: str = BILL, *more: str) -> Ticket:
        """Let a customer tell the problem and ask for a person; returns the ticket, which has a topic then."""
        for text in (telling, *more, "/human"):
            await self.customer.says(text)
            await self.settle()
        return await self.desk.ticket(ADA)

    async def topic(self, ticket: Ticket) -> Topic:
        found = await self.desk.store.unit().get(Topic, ticket.id)
        assert found is not None
        return found

    async def thread(self, ticket: Ticket) -> int:
        """Return the number of the topic of a ticket."""
        return int((await self.topic(ticket)).place.rpartition(":")[2])

    async def shown(self, ticket: Ticket) -> list[str]:
        """Return what the bot shows in the topic of a ticket, below the card."""
        return [bubble.text for bubble in await self.bubbles(ticket)]

    async def bubbles(self, ticket: Ticket) -> list[Bubble]:
        return [one for one in self.group.in_topic(await self.thread(ticket)) if not one.deleted][1:]

    async def card(self, ticket: Ticket) -> Bubble:
        return self.group.in_topic(await self.thread(ticket))[0]

    async def says(self, who: Member, text: str, ticket: Ticket, reply_to: int = 0) -> int:
        """Let somebody write in the topic of a ticket; returns the number of the message in the group."""
        await who.says(text, topic=await self.thread(ticket), reply_to=reply_to)
        await self.settle()
        return int(who.written[-1]["message_id"])

    async def to_customer(self) -> list[str]:
        """Return what the agents said to the customer on Telegram, as the customer sees it."""
        return [bubble.text for bubble in self.customer.messages if bubble.text.startswith(("Li Wei:", "Wu:"))]

    async def transcript(self, author: str = "agent", to: str = ADA) -> list[str]:
        found = await self.desk.store.unit().find(Message, address=to)
        return [one.text for one in found if one.author == author]

    async def presses(self, who: Member, label: str, ticket: Ticket) -> None:
        """Let somebody tap a button of the topic of a ticket, the newest with this label."""
        shown = [*reversed(await self.bubbles(ticket)), await self.card(ticket)]
        card, data = next((one, data) for one in shown for known, data in one.buttons if known == label)
        answered = len(who.answers)
        await who.taps_on(card, data)
        await self.settle()
        await self.api.wait_for(lambda: len(who.answers) > answered)

    async def points(self, bubble: int, text: str) -> None:
        """Let the customer answer a message of ours."""
        await self.customer.says(text, reply_to=bubble)
        await self.settle()

    async def unplayed(self, who: Member, text: str, ticket: Ticket) -> InboxRow:
        """Let somebody write in a topic, and keep it without playing it; returns the row."""
        await who.says(text, topic=await self.thread(ticket))
        await self.intake.take(list(self.api.pending))
        self.api.updates.drop_all()
        (row,) = await self.desk.store.unit().find(InboxRow)
        return row

    async def again(self) -> None:
        """Let the updates that came last come once more."""
        await self.intake.take(self._last)
        await self.settle()

    async def revises(self, old: str, new: str) -> None:
        """Let the customer change a message."""
        number = next(one["message_id"] for one in self.customer.written if one.get("text") == old)
        await self.customer.edits(number, text=new)
        await self.settle()


class QuietInbox(Inbox):
    """Keeps what comes in, and plays it when it is told to."""

    async def keep(self, rows: Sequence[InboxRow], said: Mapping[str, str] | None = None) -> None:
        await self._keep({row.id: row for row in rows})


@dataclass
class OfStaffOrCustomers:
    """Gives an update to whom it is for."""

    staff: GroupSync
    customers: TelegramChannel

    async def take(self, row: InboxRow, *further: InboxRow) -> None:
        if not await self.staff.take(row):
            await self.customers.take(row, *further)


@asynccontextmanager
async def office(
    folder: Path,
    api: BotApi,
    *,
    groups: Sequence[int] = (DESK,),
    language: str = "en",
    desk_url: str = "",
    hours: int = 0,
    **policy: Any,
) -> AsyncIterator[Office]:
    """Open an office in this folder, so many hours after noon; ``policy`` is the desk's."""
    clock = Clock()
    clock.forward(hours=hours)
    async with open_desk(folder, language=language, clock=clock, **policy) as desk:
        store, environment = desk.store, desk.context.environment
        if not await store.unit().get(Agent, LI.id):
            unit = store.unit()
            unit.add(LI)
            unit.add(WU)
            await unit.commit()

        async def sleep(seconds: float) -> None:
            desk.pauses.append(seconds)
            desk.clock.forward(seconds=seconds)

        bot = telegram_bot(api.token, api.base_url)
        calls = _Unpaced()
        telegram = TelegramChannel(bot, desk.turns, calls)
        words = group_words(desk.context)
        board = DeskQueries(store, desk.context.scripts.script, desk.context.recognition.weights)
        line = GroupApi(bot, calls, store, environment.now, groups)
        choices = GroupChoices(desk.context.outcomes, ReplyBook(), words, environment.now)
        looks = CardRenderer(
            words=words, choices=choices, slots=lambda ticket: board.slots_of(ticket, words().language), desk=desk_url
        )
        acts = GroupCommands(line, store, environment, desk.turns, words, choices)
        staff = GroupSync(store, environment, Topics(line, store, environment, looks), acts, line, sleep)

        inbox = QuietInbox(store, {"telegram": OfStaffOrCustomers(staff, telegram)}, sleep, parts)
        outbox = Outbox(store, {"web": desk.channel, "telegram": telegram}, environment, sleep)
        intake = Intake(int(api.token.partition(":")[0]), inbox, environment.now)
        try:
            yield Office(desk, api, telegram, inbox, intake, outbox, staff)
        finally:
            await telegram.close()
