"""Reads conversations from the store and plays them again: as they were, or on a draft. Changes nothing."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import accumulate

from bot.desk.scripts.registry import ScriptRegistry
from bot.desk.scripts.rehearsals import RehearsalTask, Rehearse, rehearse_here
from dialogs.model.events import Event, event_from_json
from dialogs.model.script import Script
from dialogs.versions.journal_replay import Course, Rehearsal, retell, side_by_side
from dialogs.versions.turn_views import TurnView, turn_views
from storage.ports import Store, UnitOfWork
from storage.records.complaint_records import Conversation, JournalEntry, Ticket


@dataclass(frozen=True)
class ConversationJournal:
    """What happened in a conversation, in order, and by which versions it was played."""

    entries: tuple[JournalEntry, ...]
    script: Script
    """The version that it began on."""
    moved: Mapping[int, Script]
    """The versions to which it moved, by the number of the first event there, as `journal_replay.retell` takes them."""

    @property
    def events(self) -> tuple[Event, ...]:
        """What happened."""
        return tuple(event_from_json(entry.event) for entry in self.entries)


class NoSuchConversation(Exception):
    """There is no such conversation, or it cannot be played again; the text says which."""


@dataclass(frozen=True)
class ReplayedJournal:
    """One conversation, turn by turn."""

    conversation: Conversation
    reference: str
    """Of its ticket; empty if it came to none."""
    versions: tuple[str, ...]
    """The ids of the versions that played it, in order."""
    turns: tuple[tuple[datetime, TurnView], ...]
    """Each with its time."""


@dataclass(frozen=True)
class ReplayedOnDraft:
    """One conversation on a draft."""

    conversation: str
    reference: str
    began: datetime
    rehearsal: Rehearsal


@dataclass(frozen=True)
class ReplayReport:
    """Many conversations on a draft, in the order in which they began."""

    replayed: Sequence[ReplayedOnDraft]
    unreadable: Sequence[str]
    """The ids of those that were played by a version which this program cannot read any more."""

    @property
    def differing(self) -> tuple[ReplayedOnDraft, ...]:
        """Those that would have gone differently."""
        return tuple(one for one in self.replayed if one.rehearsal.differs)

    @property
    def ended_otherwise(self) -> int:
        """How many would have ended, or be waiting, elsewhere."""
        return sum(one.rehearsal.ended_otherwise for one in self.replayed)

    @property
    def untaken(self) -> Counter[str]:
        """How many answers could not have been taken, by the step of the draft."""
        return Counter(answer.draft for one in self.replayed for answer in one.rehearsal.untaken)

    def old(self) -> tuple[Course, ...]:
        """Return how the conversations went."""
        return tuple(one.rehearsal.old for one in self.replayed)

    def draft(self) -> tuple[Course, ...]:
        """Return how they would have gone."""
        return tuple(one.rehearsal.draft for one in self.replayed)


@dataclass(frozen=True)
class ReplayedDraft:
    """The text on which conversations are played."""

    key: str
    """Of its script."""
    text: str


_PAGE = 50
"""Conversations that are read at a time."""


async def _give_way(_done: int, _total: int, _so_far: ReplayReport) -> None:
    await asyncio.sleep(0)  # customers come first


AfterEach = Callable[[int, int, ReplayReport], Awaitable[None]]
"""What happens after each conversation: how many are done, of how many, and what came of them so far."""


async def replay_all(
    store: Store,
    scripts: ScriptRegistry,
    draft: ReplayedDraft,
    since: datetime,
    after_each: AfterEach = _give_way,
    rehearse: Rehearse = rehearse_here,
) -> ReplayReport:
    """Return how the conversations of the draft's script that began since would have gone on the draft."""
    unit = store.unit()
    found = await _conversations(unit, draft.key, since)
    replayed, unreadable = list[ReplayedOnDraft](), list[str]()
    so_far = ReplayReport(replayed, unreadable)
    for number, (started, key) in enumerate(found, 1):
        conversation = await unit.get(Conversation, key)
        if conversation is not None:  # else it was erased meanwhile
            entries = await unit.find(JournalEntry, conversation=key)
            task = _task(scripts, draft, conversation, entries)
            rehearsal = await rehearse(task) if task else None
            if rehearsal is None:
                unreadable.append(key)
            else:
                replayed.append(ReplayedOnDraft(key, await _reference(unit, conversation), started, rehearsal))
        await after_each(number, len(found), so_far)
    return so_far


async def _conversations(unit: UnitOfWork, script: str, since: datetime) -> list[tuple[datetime, str]]:
    """Return when the conversations of a script began and their ids, in order; read a page at a time."""
    found, after = list[tuple[datetime, str]](), ""
    while page := await unit.find(Conversation, after=after, limit=_PAGE):
        found += ((one.started, one.id) for one in page if one.script == script and one.started >= since)
        after = page[-1].id
        await asyncio.sleep(0)
    return sorted(found)


def _task(
    scripts: ScriptRegistry, draft: ReplayedDraft, conversation: Conversation, entries: Sequence[JournalEntry]
) -> RehearsalTask | None:
    """Return what is to be played of a conversation; None if nothing happened, or a version is not there."""
    versions = [entry.version or conversation.version for entry in entries]
    changes = [at for at, version in enumerate(versions) if at == 0 or version != versions[at - 1]]
    played = [(at, record.text) for at in changes if (record := scripts.record(versions[at]))]
    if not changes or len(played) < len(changes):
        return None
    return RehearsalTask(draft.text, played, [entry.event for entry in entries])


async def replay_beside(
    store: Store, scripts: ScriptRegistry, draft: Script, name: str
) -> tuple[Conversation, tuple[tuple[TurnView, TurnView], ...]]:
    """Return a conversation with each turn as it was and as it would have been on a draft.

    Raises:
        NoSuchConversation: if there is none of this script, or it cannot be played again.

    """
    unit = store.unit()
    conversation = await unit.get(Conversation, name)
    journal = await _journal(unit, scripts, conversation) if conversation else None
    if conversation is None or journal is None or conversation.script != draft.key:
        raise NoSuchConversation(f"there is no conversation {name} of {draft.key} that can be played")
    return conversation, side_by_side(journal.script, draft, journal.events, journal.moved)


async def replay_one(store: Store, scripts: ScriptRegistry, name: str) -> ReplayedJournal:
    """Return one conversation turn by turn, named by its id or by the reference of its ticket.

    A ticket may have had several conversations; the reference names that in which it was told first.

    Raises:
        NoSuchConversation: if there is none, or it cannot be played again.

    """
    unit = store.unit()
    conversation = await unit.get(Conversation, name) or await _of_ticket(unit, name.upper())
    if conversation is None:
        raise NoSuchConversation(f"there is no conversation {name}, and no ticket of that reference")
    journal = await _journal(unit, scripts, conversation)
    if journal is None:
        raise NoSuchConversation(f"{name} was played by a version that this program cannot read any more")
    moments = retell(journal.script, journal.events, journal.moved)
    told = turn_views(moments)
    firsts = accumulate((len(turn.moments) for turn in told[:-1]), initial=0)  # the entry with which each turn begins
    timed = tuple((journal.entries[first].at, turn) for first, turn in zip(firsts, told, strict=True))
    versions = dict.fromkeys(entry.version or conversation.version for entry in journal.entries)
    return ReplayedJournal(conversation, await _reference(unit, conversation), tuple(versions), timed)


async def _journal(unit: UnitOfWork, scripts: ScriptRegistry, conversation: Conversation) -> ConversationJournal | None:
    entries = await unit.find(JournalEntry, conversation=conversation.id)
    return read_journal(scripts, conversation, entries)


async def _reference(unit: UnitOfWork, conversation: Conversation) -> str:
    ticket = await unit.get(Ticket, conversation.ticket) if conversation.ticket else None
    return ticket.reference if ticket else ""


async def _of_ticket(unit: UnitOfWork, reference: str) -> Conversation | None:
    ticket = await unit.last(Ticket, reference=reference)
    return await unit.get(Conversation, ticket.conversation) if ticket else None


def read_journal(
    scripts: ScriptRegistry, conversation: Conversation, entries: Sequence[JournalEntry]
) -> ConversationJournal | None:
    """Return the journal, or None where it has no event or was played by a version that cannot be read any more."""
    versions = [entry.version or conversation.version for entry in entries]
    changes = [at for at, version in enumerate(versions) if at == 0 or version != versions[at - 1]]
    played = {at: script for at in changes if (script := scripts.version(versions[at]))}
    if not changes or len(played) < len(changes):
        return None
    return ConversationJournal(tuple(entries), played[0], {at: script for at, script in played.items() if at})
