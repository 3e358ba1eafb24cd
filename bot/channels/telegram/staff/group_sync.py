"""The staff's groups in service: finds the tickets for which a topic has something to show, and has it shown.

Nothing depends on it: the desk and the customers do without. What a group missed is shown when it is there again.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta

from telegram import Bot

from bot.channels.telegram.staff.group_api import GroupApi, Hindered
from bot.channels.telegram.staff.group_choices import GroupChoices
from bot.channels.telegram.staff.group_commands import GroupCommands
from bot.channels.telegram.staff.topics import CardRenderer, Topics
from bot.channels.telegram.telegram_words import TELEGRAM_WORDS
from bot.channels.telegram.transport.api_calls import ApiCalls
from bot.container import Container
from bot.desk.briefing.queries import DeskQueries
from bot.desk.core.environment import Environment
from bot.desk.core.words import Words
from bot.desk.delivery.worker_pool import WorkerPool
from bot.desk.tickets.open_handoffs import current
from bot.desk.turn.context import DeskContext
from storage.ports import EVERYWHERE, StorageError, Store, UnitOfWork
from storage.records.complaint_records import Alert, Customer, Handoff, Ticket
from storage.records.traffic_records import InboxRow, Topic

logger = logging.getLogger(__name__)

PREFIX = "telegram-staff:"
"""Before the id of a ticket: where its topic's worker works."""
TICK = 0.5
"""Seconds between two looks at what was put off."""
ROUND = 30
"""Ticks between two looks at all topics, for hints that got lost."""

_CALLED = 200
"""The newest alerts, among which those are for which no topic was opened because a hint got lost."""

Sleep = Callable[[float], Awaitable[object]]


class GroupSync:
    """A worker for each ticket whose topic has something to show, and the taker of what is done there."""

    def __init__(
        self, store: Store, environment: Environment, topics: Topics, acts: GroupCommands, line: GroupApi, sleep: Sleep
    ) -> None:
        self._store = store
        self._environment = environment
        self._topics = topics
        self._acts = acts
        self._api = line
        self._sleep = sleep
        self._due: dict[str, datetime] = {}
        self.workers = WorkerPool(store, "staff group", self._next, sleep)

    async def take(self, row: InboxRow) -> bool:
        """Take what was done in a staff group; tell whether it was one. Raises what `GroupCommands.take` raises."""
        return await self._acts.take(row)

    async def serve(self) -> None:
        """Show what waits, and from then on whatever happens, for ever."""
        with self._store.changes.watch() as changes:
            await self.look()
            try:
                async for address in changes:
                    await (self.look() if address == EVERYWHERE else self._look_at(address))
            finally:
                await self.workers.stop()

    async def patrol(self) -> None:
        """Look again at what was put off when its time has come, and at everything now and then, for ever."""
        while True:
            await self._inspect()
            for _ in range(ROUND):
                await self._sleep(TICK)
                now = self._environment.now()
                due = [address for address, at in self._due.items() if at <= now]
                for address in due:
                    del self._due[address]
                self.workers.wake(due)
            await self.look()

    async def look(self) -> None:
        """Look at all topics that are open, and at all tickets that are with a person or wait for one."""
        unit = self._store.unit()
        try:
            handed = [one for status in ("waiting", "claimed") for one in await unit.find(Handoff, status=status)]
            topics = await unit.find(Topic, status="open")
            called = await unit.find(Alert, newest=_CALLED)
        except StorageError as fault:
            logger.warning("the staff's topics are behind: %s", fault)
            return
        self._wake(
            {*(handoff.ticket for handoff in handed), *(topic.id for topic in topics), *(one.ticket for one in called)}
            - {""}
        )

    @property
    def trouble(self) -> str:
        """What the operator is to mend; empty while all groups can be used."""
        return self._api.trouble

    async def _inspect(self) -> None:
        try:
            await self._api.inspect()
        except StorageError as fault:
            logger.warning("the staff's groups are not looked at: %s", fault)

    async def catch_up(self, ticket: str) -> None:
        """Show everything there is for one ticket; returns when nothing is left for now."""
        await self.workers.exhaust(PREFIX + ticket)

    async def _look_at(self, address: str) -> None:
        """Look at the tickets of whoever is at this address."""
        unit = self._store.unit()
        try:
            customer = await unit.last(Customer, identities=address)
            tickets = await unit.find(Ticket, customer=customer.id) if customer else []
            self._wake([one.id for one in tickets if await _has_a_topic(unit, one)])
        except StorageError as fault:
            logger.warning("the staff's topics are behind: %s", fault)

    def _wake(self, tickets: Iterable[str]) -> None:
        self.workers.wake(PREFIX + ticket for ticket in tickets)

    async def _next(self, address: str) -> bool:
        key = address.removeprefix(PREFIX)
        try:
            found = await self._topics.next(key)
        except Hindered as why:
            topic = await self._store.unit().get(Topic, key)
            if topic is not None:
                self._api.leave_alone(topic.chat, why)
            return False
        if isinstance(found, timedelta):
            self._due[address] = self._environment.now() + found
            return False
        return found


async def _has_a_topic(unit: UnitOfWork, ticket: Ticket) -> bool:
    """Tell whether there is a topic for a ticket, or has to be one: it was handed off, or somebody is called for it."""
    known = await unit.get(Topic, ticket.id) or await unit.find(Alert, ticket=ticket.id, limit=1)
    return bool(known or await current(unit, ticket))


def group_words(desk: DeskContext) -> Callable[[], Words]:
    """Return what says the words of the groups: in the language and by the clocks that the desk has by now."""
    return lambda: Words(TELEGRAM_WORDS, desk.policy.language, desk.policy.zone)


def staff_group(container: Container, bot: Bot, calls: ApiCalls, sleep: Sleep = asyncio.sleep) -> GroupSync | None:
    """Return the groups of this house in service, or None if there are none."""
    settings, store, environment = container.settings, container.store, container.environment
    if not settings.telegram_staff_group:
        return None
    words = group_words(container.desk)
    board = DeskQueries(store, container.desk.scripts.script, container.desk.recognition.weights)
    choices = GroupChoices(container.desk.outcomes, container.replies, words, container.environment.now)
    looks = CardRenderer(
        words=words,
        choices=choices,
        slots=lambda ticket: board.slots_of(ticket, words().language),
        desk=f"{settings.public_url}/desk/tickets/" if settings.public_url else "",
    )
    line = GroupApi(bot, calls, store, environment.now, settings.telegram_staff_group)
    acts = GroupCommands(line, store, environment, container.turns, words, choices)
    return GroupSync(store, environment, Topics(line, store, environment, looks), acts, line, sleep)
