"""One word to everybody whose ticket is linked with a known issue: a workaround, that it is fixed, or whether it is.

What is to be told is a record; one process at a time tells it, ticket by ticket with a rest between them, and goes on
where one that died stopped. Each customer hears it once, in their language, on their own channel.
"""

import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from itertools import count

from bot.desk.agents.resolving import Decided, needs_of, tell_outcome
from bot.desk.agents.surveys import ask_when_free
from bot.desk.core.environment import Environment
from bot.desk.core.errors import Refusal, Refused
from bot.desk.delivery.retries import pause_after
from bot.desk.outcomes.remedy_limits import shown_amount
from bot.desk.staff.audit import PROGRAM, Actor, put_on_record
from bot.desk.tickets.lifecycle import MOVES
from bot.desk.tickets.open_handoffs import current
from bot.desk.turn.ticket_turns import TicketTurns
from bot.desk.turn.turn import Turn
from storage.ports import EVERYWHERE, StorageError, Store, UnitOfWork
from storage.records.access_records import Agent
from storage.records.company_records import Broadcast
from storage.records.complaint_records import Customer, Ticket
from storage.records.resolution_records import Resolution, TicketLink
from storage.records.statuses import BroadcastKind, TicketStatus

log = logging.getLogger(__name__)

BROADCAST = "broadcasts"
"""The hint that something is to be told; no address looks like it."""
REST = 0.2
"""Seconds between two customers: nobody else waits for a wave of messages."""
LONGEST = 3000
_NOTHING = Decided()
_TOLD: dict[BroadcastKind, tuple[TicketStatus, ...]] = {
    "workaround": ("open", "investigating", "answered"),
    "fixed": ("open", "investigating", "answered"),
    "remedy": ("open", "investigating"),
    "confirmation": ("resolved",),
}
"""Whose customers are told what."""


@dataclass(frozen=True)
class Recipient:
    """A customer who would be told."""

    ticket: str
    reference: str
    language: str
    channel: str
    reachable: bool


async def recipients(unit: UnitOfWork, script: str, issue: str, kind: BroadcastKind) -> list[Recipient]:
    """Return who is told something about a known issue: whose ticket goes by it, or is linked with one that does."""
    going_by_it = {one.id: one for one in await unit.find(Ticket, known_issue=issue) if one.script == script}
    found = dict(going_by_it)
    for key in going_by_it:
        links = [*await unit.find(TicketLink, ticket=key), *await unit.find(TicketLink, other=key)]
        ends = {end for one in links if one.kind == "same-problem" for end in (one.ticket, one.other)}
        found |= {one.id: one for one in await unit.find_each(Ticket, "id", ends - found.keys())}
    told = [one for one in found.values() if one.script == script and one.status in _TOLD[kind]]
    return [await _recipient(unit, one) for one in sorted(told, key=lambda one: one.id)]


async def _recipient(unit: UnitOfWork, ticket: Ticket) -> Recipient:
    customer = await unit.get(Customer, ticket.customer)
    reachable = customer is not None and ticket.address not in customer.unreachable
    return Recipient(ticket.id, ticket.reference, ticket.language, ticket.address.partition(":")[0], reachable)


class Broadcasts:
    """Tells what is to be told."""

    def __init__(self, store: Store, environment: Environment, turns: TicketTurns) -> None:
        self._store, self._environment, self._turns = store, environment, turns

    async def begin(
        self,
        by: Actor,
        about: tuple[str, str],
        kind: BroadcastKind,
        texts: dict[str, str],
        seen: Sequence[str],
        given: Decided = _NOTHING,
    ) -> Broadcast:
        """Have those told who were seen in the preview and still are to be told.

        ``about`` is the script and the key of the known issue, and ``given`` the remedy of each, if it is one.

        Raises:
            Refused: if nothing is to be said in a language that is spoken, or nobody is left.
        """
        script, issue = about
        async with self._store.unit() as unit:
            await unit.hold(BROADCAST)
            people = [one for one in await recipients(unit, script, issue, kind) if one.ticket in seen]
            if not people or not all(texts.get(one.language, "").strip() for one in people):
                raise Refused(Refusal.EMPTY)
            if any(len(text) > LONGEST for text in texts.values()):
                raise Refused(Refusal.TOO_LONG)
            broadcast = Broadcast(
                id=self._environment.new_id(),
                script=script,
                issue=issue,
                kind=kind,
                texts=dict(texts),
                tickets=tuple(one.ticket for one in people),
                remedy=given.remedy if kind == "remedy" else "none",
                amount=given.amount if kind == "remedy" else 0,
                currency=given.currency if kind == "remedy" and given.amount else "",
                agent=by.agent.id if by.agent else "",
                name=by.agent.name if by.agent else by.origin,
                at=self._environment.now(),
            )
            unit.add(broadcast)
            values = {"subject": broadcast.id, "about": issue, "detail": kind, "new": str(len(people))}
            await put_on_record(unit, self._environment, "issue-broadcast", by, **values)
            await unit.commit()
        self._store.changes.tell(BROADCAST)
        return broadcast

    async def serve(self, sleep: Callable[[float], Awaitable[None]]) -> None:
        """Tell what is to be told, for ever; begins with what a process that died has left."""
        with self._store.changes.watch() as changes:
            self._store.changes.tell(BROADCAST)
            async for hint in changes:
                if hint in (BROADCAST, EVERYWHERE):
                    await self._persist(sleep)

    async def _persist(self, sleep: Callable[[float], Awaitable[None]]) -> None:
        """Tell all that is to be told, however often the store cannot be used meanwhile."""
        for failures in count(1):
            try:
                await self.tell_all(sleep)
            except StorageError as fault:
                log.warning("a word to many goes on later: %s", fault)
                await sleep(pause_after(failures))
            else:
                return

    async def tell_all(self, sleep: Callable[[float], Awaitable[None]]) -> None:
        """Tell what is left of everything that was begun.

        Raises:
            StorageError: if the store cannot be used now; whoever was told hears it no second time.
        """
        for broadcast in await self._store.unit().find(Broadcast, status="running"):
            for place in range(broadcast.done, len(broadcast.tickets)):
                try:
                    await self._tell_one(broadcast, broadcast.tickets[place])
                except StorageError:
                    raise
                except Exception:  # this loop's: a bug with one ticket keeps the word from nobody else
                    log.exception("a word to many could not be told on one ticket")
                await self._note(broadcast.id, place + 1)
                await sleep(REST)
            await self._note(broadcast.id, len(broadcast.tickets))

    async def _tell_one(self, broadcast: Broadcast, key: str) -> None:
        ticket = await self._store.unit().get(Ticket, key)
        if ticket is None:
            return

        async def task(turn: Turn, now: Ticket) -> None:
            if now.status in _TOLD[broadcast.kind]:
                await _say(turn, now, broadcast)

        # By this mark nobody hears it twice, whenever the process dies.
        await self._turns.on_ticket(ticket.reference, task, update=f"broadcast:{broadcast.id}:{key}")

    async def _note(self, key: str, done: int) -> None:
        unit = self._store.unit()
        broadcast = await unit.get(Broadcast, key)
        if broadcast is not None:
            status = "done" if done == len(broadcast.tickets) else broadcast.status
            unit.put(replace(broadcast, done=done, status=status))
            await unit.commit()


async def _say(turn: Turn, ticket: Ticket, broadcast: Broadcast) -> None:
    text = str(broadcast.texts.get(ticket.language) or next(iter(broadcast.texts.values())))
    if broadcast.kind == "confirmation":
        await ask_when_free(turn, ticket)
    elif broadcast.kind == "workaround" or "resolve" not in MOVES[ticket.status]:
        turn.tell(text, ticket=ticket.id, once=True)
    elif await current(turn.unit, ticket) or await _needs_somebody(turn, ticket, broadcast):
        if broadcast.kind == "fixed":
            turn.tell(text, ticket=ticket.id, once=True)  # whoever has the ticket, or comes for it, closes it
    else:
        await _end(turn, ticket, broadcast, text)


async def _needs_somebody(turn: Turn, ticket: Ticket, broadcast: Broadcast) -> bool:
    """Tell whether a second person must look at an answer to this customer: then it stays with the colleagues."""
    agent = await turn.unit.get(Agent, broadcast.agent)
    given = Decided(remedy=broadcast.remedy, amount=broadcast.amount, currency=broadcast.currency)
    return agent is None or bool(await needs_of(turn, ticket, agent, given))


async def _end(turn: Turn, ticket: Ticket, broadcast: Broadcast, text: str) -> None:
    environment = turn.desk.environment
    resolution = Resolution(
        id=environment.new_id(),
        ticket=ticket.id,
        agent=broadcast.agent,
        name=broadcast.name,
        at=environment.now(),
        outcome_code="",
        explanation=text,
        remedy=broadcast.remedy,
        amount=broadcast.amount,
        currency=broadcast.currency,
    )
    turn.unit.add(resolution)
    await tell_outcome(turn, ticket, resolution)
    if broadcast.kind == "remedy":
        by = Actor(await turn.unit.get(Agent, broadcast.agent), PROGRAM)
        given = f"{broadcast.remedy} {shown_amount(broadcast.amount, broadcast.currency, 'en')}".strip()
        about = {"subject": ticket.id, "about": ticket.reference, "detail": broadcast.issue, "new": given}
        await put_on_record(turn.unit, environment, "remedy-granted", by, **about)
