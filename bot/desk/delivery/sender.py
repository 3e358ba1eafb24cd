"""Delivers one message of the outbox: what is shown, what is kept of where, and what a fault means for it.

A channel has no way to ask "is this there already?". So it is written down before that a bubble is being sent; who
finds that written down later knows that nobody knows. A reply or a question is sent again then and marked as
uncertain, a notice to many is not.
"""

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.channels.port import Channel, Outgoing, OutgoingFile, TryLater, Undeliverable, Unreachable
from bot.desk.core.environment import Environment
from bot.desk.core.errors import error_kind
from bot.desk.core.file_types import file_name
from bot.desk.core.file_words import words_beside
from bot.desk.core.message_refs import note_ref, ref_at, refs_at
from bot.desk.core.message_ticket import ticket_of
from storage.ports import StorageError, Store, UnitOfWork
from storage.records.complaint_records import Conversation, Customer, Message
from storage.records.traffic_records import Attachment, Edit, MessageRef, OutboxRow, Pause, StaffNotice, Topic

log = logging.getLogger(__name__)

ALBUM = timedelta(seconds=3)
"""How long the files of an agent's album are waited for; they come one by one, some later still."""
UNCERTAIN = "uncertain"
"""The problem of a notice of which nobody knows whether it arrived."""


class Sender:
    """Delivers rows of the outbox through their channels."""

    def __init__(self, store: Store, channels: Mapping[str, Channel], environment: Environment) -> None:
        self._store = store
        self._channels = channels
        self._environment = environment
        self._unwritten: dict[tuple[str, int], tuple[str, ...]] = {}
        """The refs of bubbles that arrived while that could not be written down, by row and number."""

    async def next(self, address: str) -> bool:
        """Deliver the next bubble to an address; tell whether there was one.

        Raises:
            TryLater: if it is to be tried again.
            StorageError: if what came of it cannot be written; it is tried again, too.
        """
        first = await self._first(address)
        if not first:
            return False
        self._await_author(first[0])
        await raise_if_paused(self._store, address, self._environment.now())
        channel = self._channels[address.partition(":")[0]]
        await self._ready(channel, address)
        for row in await self._first(address):  # it may have become another while this one waited
            self._await_author(row)
            await self._deliver(row, channel)
        return True

    def _await_author(self, row: OutboxRow) -> None:
        """Leave an agent's reply alone for as long as it may be taken back; what was said after it waits behind it."""
        now = self._environment.now()
        if row.not_before is not None and row.not_before > now:
            raise TryLater("its author may take it back", (row.not_before - now).total_seconds(), planned=True)

    async def _first(self, address: str) -> list[OutboxRow]:
        return await self._store.unit().find(OutboxRow, address=address, problem="", limit=1)

    async def _ready(self, channel: Channel, address: str) -> None:
        """Wait until something may be shown; what waits is not under way, and is not uncertain after a crash."""
        try:
            await channel.ready(address)
        except TryLater as fault:
            unit = self._store.unit()
            await begin_pause(unit, address, self._environment.now(), fault.seconds)
            await unit.commit()
            raise

    async def _deliver(self, row: OutboxRow, channel: Channel) -> None:
        unit = self._store.unit()
        message = await unit.get(Message, row.message)
        if message is None or await _is_silenced(unit, row, message):
            await _drop(unit, row, message)
            return
        there = self._unwritten.get((row.id, row.shown))
        if row.begun and row.once and there is None:
            await self._give_up(row, UNCERTAIN)
            return
        await self._await_album(unit, message)
        outgoing = await _outgoing(unit, row, message)
        if there is None:
            row = await self._begin(row)
        try:
            bubbles = channel.cut(outgoing)
            bubble = bubbles[min(row.shown, len(bubbles) - 1)]
            refs = await channel.send(bubble) if there is None else there
        except TryLater as fault:
            await self._wait(row, fault)
            raise
        except Undeliverable as fault:
            await self._give_up(row, str(fault), unreachable=isinstance(fault, Unreachable))
        except StorageError:
            raise
        except Exception as error:  # a bug, perhaps behind the sending: once more would be once more each time
            await self._give_up(row, f"it failed: {error_kind(error)}")
        else:
            await self._arrived(row, message, refs, last=row.shown + 1 >= len(bubbles))

    async def _await_album(self, unit: UnitOfWork, message: Message) -> None:
        """Leave a moment for the rest of an album, which comes file by file and is to be shown as one."""
        whole_at = message.at + ALBUM
        if message.author != "agent" or whole_at <= self._environment.now():
            return
        if any(one.album for one in await unit.find(Attachment, message=message.id)):
            left = (whole_at - self._environment.now()).total_seconds()
            raise TryLater("an album is still coming", left, planned=True)

    async def _begin(self, row: OutboxRow) -> OutboxRow:
        """Write down that it is being sent, and whether it may have been sent before."""
        unit = self._store.unit()
        unit.put(replace(row, begun=True, uncertain=row.uncertain or row.begun))
        await unit.commit()
        return replace(row, begun=True, uncertain=row.uncertain or row.begun, revision=row.revision + 1)

    async def _arrived(self, row: OutboxRow, message: Message, refs: tuple[str, ...], *, last: bool) -> None:
        unit, now = self._store.unit(), self._environment.now()
        self._unwritten[row.id, row.shown] = refs
        for ref in refs:
            note_ref(unit, ref, message, now, uncertain=row.uncertain)
        if last:
            unit.delete(row)
        else:
            unit.put(replace(row, shown=row.shown + 1, begun=False, uncertain=False))
        await unit.commit()
        del self._unwritten[row.id, row.shown]
        self._store.changes.tell(row.address)

    async def _wait(self, row: OutboxRow, fault: TryLater) -> None:
        """Write down that it did not arrive, where that is sure, and until when the channel wants to be left alone."""
        unit = self._store.unit()
        unit.put(replace(row, begun=fault.uncertain, attempts=row.attempts + 1))
        if fault.seconds:
            await begin_pause(unit, row.address, self._environment.now(), fault.seconds)
        await unit.commit()

    async def _give_up(self, row: OutboxRow, problem: str, *, unreachable: bool = False) -> None:
        """Leave it as a dead letter; the customer is marked if nothing gets there any more."""
        log.warning("a message cannot be delivered: %s", problem)
        unit = self._store.unit()
        unit.put(replace(row, problem=problem, attempts=row.attempts + 1))
        customer = await unit.last(Customer, identities=row.address) if unreachable else None
        if customer is not None and row.address not in customer.unreachable:
            unit.put(replace(customer, unreachable=(*customer.unreachable, row.address)))
        await _tell_who_wrote_it(unit, row)
        await unit.commit()
        self._store.changes.tell(row.address)


async def _drop(unit: UnitOfWork, row: OutboxRow, message: Message | None) -> None:
    """Take back what was not shown; what surely was never seen leaves the transcript, too."""
    unit.delete(row)
    if message is not None and not (row.begun or row.shown):
        unit.delete(message)
    await unit.commit()


async def _is_silenced(unit: UnitOfWork, row: OutboxRow, message: Message) -> bool:
    """Tell whether the bot said this before a person took the conversation."""
    conversation = await unit.get(Conversation, row.conversation)
    return message.author == "bot" and conversation is not None and row.epoch < conversation.owner_epoch


async def _tell_who_wrote_it(unit: UnitOfWork, row: OutboxRow) -> None:
    """Have it said in the staff's topic, where it was written there."""
    message = await unit.get(Message, row.message)
    about = await ticket_of(unit, message) if message else ""
    topic = await unit.get(Topic, about) if about else None
    refs = [ref.id for ref in await unit.find(MessageRef, message=row.message)] if topic else []
    here = [ref for ref in refs if topic and ref.startswith(f"{topic.chat}:")]
    if topic and here and await unit.get(StaffNotice, row.id) is None:
        unit.add(StaffNotice(id=row.id, topic=topic.id, key="group.undelivered", answers=here[-1]))


async def _outgoing(unit: UnitOfWork, row: OutboxRow, message: Message) -> Outgoing:
    edit = await unit.get(Edit, row.edit) if row.edit else None
    there = await refs_at(unit, message.id, row.address) if edit else ()
    files = () if edit else await _files(unit, message)
    return Outgoing(
        address=message.address,
        message=message.id,
        author=message.author,
        name=message.name,
        text=edit.text if edit else words_beside(message.text) if files else message.text,
        files=files,
        choices=message.choices,
        asks=message.asks,
        over=await refs_at(unit, row.over, row.address) if row.over else (),
        answers=await ref_at(unit, message.answers, row.address) if message.answers and not edit else "",
        edits=there[0] if len(there) == 1 else "",  # of several bubbles nobody knows which to change: it comes anew
        copies=() if edit else await _copies(unit, row, message),
    )


async def _files(unit: UnitOfWork, message: Message) -> tuple[OutgoingFile, ...]:
    """Return the files that an agent sent along from a page."""
    if message.author != "agent":
        return ()
    kept = [one for one in await unit.find(Attachment, message=message.id) if one.status == "kept" and not one.source]
    return tuple(OutgoingFile(one.kind, one.digest, file_name(one), one.type) for one in kept)


async def _copies(unit: UnitOfWork, row: OutboxRow, message: Message) -> tuple[str, ...]:
    """Return where the agent put the files of this message, on the channel to which it goes."""
    if message.author != "agent" or not await unit.last(Attachment, message=message.id):
        return ()
    channel = row.address.partition(":")[0]
    refs = [ref.id for ref in await unit.find(MessageRef, message=message.id)]
    return tuple(one for one in refs if one.startswith(f"{channel}:") and not one.startswith(f"{row.address}:"))


async def raise_if_paused(store: Store, address: str, now: datetime) -> None:
    """Go on only if nobody wants this address to be left alone.

    Raises:
        TryLater: for as long as that is so.
    """
    unit = store.unit()
    pause = await unit.get(Pause, address)
    if pause is None:
        return
    if pause.until > now:
        raise TryLater("the channel asked for patience", (pause.until - now).total_seconds())
    unit.delete(pause)
    await unit.commit()


async def begin_pause(unit: UnitOfWork, address: str, now: datetime, seconds: float) -> None:
    """Leave an address alone for so many seconds from now on, whatever was asked for before."""
    known, until = await unit.get(Pause, address), now + timedelta(seconds=seconds)
    unit.put(replace(known, until=until)) if known else unit.add(Pause(id=address, until=until))
