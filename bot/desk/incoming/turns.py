"""One turn: lock, load, advance, then state, journal, tickets, timers and outbox in one commit.

Turns of one address never overlap, whichever process plays them. A turn that meets somebody else's change is loaded
and played again; when `play` returns, everything the customer said and caused is durable, and the channel may
acknowledge it.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

from bot.channels.port import Incoming, IncomingHandler
from bot.desk.agents.phoned import CallerTurns
from bot.desk.core.sanitize import clean_name
from bot.desk.incoming.message_handler import handle_message, read_unread
from bot.desk.recognition.known_issues import in_force
from bot.desk.redaction.redaction import redacted
from bot.desk.tickets.search_index import keep_findable
from bot.desk.tickets.watchers import tell_what_happened
from bot.desk.turn.context import DeskContext
from bot.desk.turn.locks import LocksNeeded, require_locks
from bot.desk.turn.ticket_turns import TicketTask, TicketTurns
from bot.desk.turn.turn import Turn
from dialogs.strict_yaml.common_words import language_tagged
from storage.ports import Conflict, Store, UnitOfWork
from storage.records.complaint_records import Conversation, Customer, Ticket
from storage.records.traffic_records import InboxMark, InboxRow

ConversationTask = Callable[[Turn], Awaitable[None]]
_TRIES = 10
"""Times that a turn is played against changes from elsewhere before it is given up."""


class Turns(IncomingHandler, TicketTurns, CallerTurns):
    """Plays turns, each under the lock of its address."""

    def __init__(self, desk: DeskContext, store: Store) -> None:
        self._desk = desk
        self._store = store
        self._learnt: tuple[str, str] | None = None
        """What was in force, and on which day, when recognition was last known to have learnt it."""

    async def play(self, incoming: Incoming) -> bool:
        """Take one thing a customer did; returns when it is durable. A second time it changes nothing.

        Tells whether it is kept unread until the customer pauses.

        Raises:
            Unavailable: if the store cannot write now; nothing was taken.

        """
        settles = False

        async def act(unit: UnitOfWork) -> Turn | None:
            nonlocal settles
            for update in (incoming.update, *incoming.updates):
                if not await take_out(unit, update, self._desk.environment.now(), kept=incoming.kept):
                    return None
            turn = await self._turn_of(unit, incoming)
            if not incoming.presence:
                await handle_message(turn, incoming)
            settles = turn.conversation is not None and bool(turn.conversation.unread)
            return turn

        return await self._commit(incoming.address, act) and settles

    async def on_ticket(self, reference: str, act: TicketTask, *, update: str = "") -> bool:
        """Do something to a ticket under the lock of its address; tell whether there is such a ticket.

        ``update`` is the row of the inbox that asks for it: it is taken out, and a second time nothing is done.

        Raises:
            Unavailable: if the store cannot write now; nothing was done, unless the line broke in the very commit.

        """
        ticket = await self._store.unit().last(Ticket, reference=reference)
        return ticket is not None and await self.on_ticket_id(ticket.id, act, update=update)

    async def on_ticket_id(self, key: str, act: TicketTask, *, update: str = "") -> bool:
        """Do something to the ticket with this id, as `on_ticket` does."""
        known = await self._store.unit().get(Ticket, key)
        if known is None:
            return False

        async def on_fresh(unit: UnitOfWork) -> Turn | None:
            ticket = await unit.get(Ticket, key)
            customer = await unit.get(Customer, ticket.customer) if ticket else None
            if ticket is None or customer is None:
                return None
            require_locks(unit, [ticket.address])
            turn = await self._turn(unit, ticket.address, customer)
            if not update or await take_out(unit, update, self._desk.environment.now(), kept=True):
                if turn.conversation is not None and turn.conversation.unread:
                    await read_unread(turn)  # nobody acts on a ticket over what its customer has just written
                    ticket = await unit.get(Ticket, key) or ticket
                await act(turn, ticket)
            return turn

        return await self._commit(known.address, on_fresh)

    async def with_caller(self, address: str, name: str, language: str, act: Callable[[Turn], Awaitable[None]]) -> None:
        """Do something at the address of somebody who phoned; who has proved this number elsewhere is that customer.

        Raises:
            Unavailable: if the store cannot write now; nothing was done.
        """
        number = address.partition(":")[2]

        async def on_fresh(unit: UnitOfWork) -> Turn:
            if await unit.last(Customer, identities=address) is None:
                known = [one for one in await unit.find(Customer, phones=number) if number in one.proven]
                if len(known) == 1:
                    unit.put(replace(known[0], identities=(*known[0].identities, address)))
            turn = await self._turn_of(unit, Incoming(address=address, update="", name=name, language=language))
            turn.incoming = None
            await act(turn)
            return turn

        await self._commit(address, on_fresh)

    async def on_conversation(self, key: str, act: ConversationTask) -> bool:
        """Do something to a conversation under the lock of its address; tell whether it still is the newest there."""
        known = await self._store.unit().get(Conversation, key)
        return known is not None and await self.on_address(known.address, act, only=key)

    async def on_address(self, address: str, act: ConversationTask, only: str = "") -> bool:
        """Do something to the newest conversation at an address, under its lock; tell whether there is one.

        ``only`` is the id that it must have for that.
        """

        async def on_fresh(unit: UnitOfWork) -> Turn | None:
            newest = await unit.last(Conversation, address=address)
            customer = await unit.get(Customer, newest.customer) if newest else None
            if newest is None or only not in ("", newest.id) or customer is None:
                return None
            turn = await self._turn(unit, address, customer)
            await act(turn)
            return turn

        return await self._commit(address, on_fresh)

    async def _commit(self, address: str, act: Callable[[UnitOfWork], Awaitable[Turn | None]]) -> bool:
        # Before the transaction begins, which may not stand still for the seconds that learning can take.
        edition = (self._desk.scripts.edition, self._desk.wall_clock()[:10])
        if edition != self._learnt:
            await self._desk.recognition.ready(in_force(self._desk, self._desk.scripts.main))
            self._learnt = edition
        locked, fault = {address}, Conflict("the turn needs ever more locks")
        for _ in range(_TRIES):
            async with self._store.unit() as unit:
                for one in sorted(locked):  # everybody in this order, so that no two wait for each other
                    await unit.hold(one)
                try:
                    turn = await act(unit)
                    if turn is None:
                        return False
                    await tell_what_happened(turn)
                    await keep_findable(unit)
                    await unit.commit()
                except LocksNeeded as wish:
                    locked |= wish.addresses
                except Conflict as conflict:
                    fault = conflict
                else:
                    if turn.to_learn:
                        self._desk.recognition.learn_from(turn.to_learn)
                    for place in {address, *turn.written_to}:
                        self._store.changes.tell(place)
                    return True
        raise fault

    async def _turn_of(self, unit: UnitOfWork, incoming: Incoming) -> Turn:
        customer = await unit.last(Customer, identities=incoming.address)
        name = redacted(clean_name(incoming.name)) if incoming.name else ""
        if customer is None:
            customer = Customer(
                id=self._desk.environment.new_id(),
                identities=(incoming.address,),
                name=name,
                language=language_tagged(incoming.language),
                since=self._desk.environment.now(),
            )
            unit.add(customer)
        else:
            # Who says something somewhere can be reached there.
            lost = {*customer.unreachable} - {incoming.address}
            lost |= {incoming.address} if incoming.presence == "left" else set()
            if lost != {*customer.unreachable} or name not in ("", customer.name):
                customer = replace(customer, name=name or customer.name, unreachable=tuple(sorted(lost)))
                unit.put(customer)
        return replace(await self._turn(unit, incoming.address, customer), incoming=incoming)

    async def _turn(self, unit: UnitOfWork, address: str, customer: Customer) -> Turn:
        newest = await unit.last(Conversation, address=address)
        if newest is not None and self._desk.scripts.record(newest.version) is None:
            await self._desk.scripts.refresh(unit)  # another process has published it a moment ago
        return Turn(self._desk, unit, customer, address, newest)


async def take_out(unit: UnitOfWork, update: str, at: datetime, *, kept: bool) -> bool:
    """Mark an update as taken, and take it out of the inbox if it is kept there; tell whether it was not taken yet."""
    if await unit.get(InboxMark, update):
        return False
    unit.add(InboxMark(id=update, at=at))
    if kept and (row := await unit.get(InboxRow, update)):
        unit.delete(row)
    return True
