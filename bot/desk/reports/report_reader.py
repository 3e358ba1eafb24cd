"""Reads from a snapshot of the store what reports are made of: each kind once, in slices beside the loop.

One reading serves everybody who opens a report within a minute. Documents are looked into without making records of
them, which would take five times as long; old ones lack a field rather than having another.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import orjson

from bot.desk.core.environment import Environment
from bot.desk.reports.promise_outcome import promise_outcome
from bot.desk.reports.ticket_facts import ConversationFact, DeskFacts, TicketFact
from bot.desk.scripts.registry import AFTER_ANSWER
from dialogs.model.script import Script
from dialogs.reading.places import point
from storage.ports import Snapshot, Store
from storage.records import Conversation, Handoff, Message, Occurrence, Record, Ticket

FRESH = timedelta(minutes=1)
"""How long one reading is good enough."""
AT_A_TIME = 2000
"""Documents that are looked into before others may go on."""
CATEGORY = "kind"
"""The slot that says what a complaint is about, in every script that has one."""
LONGEST_NAME = 60
"""Characters of a place."""


class ReportReader:
    """Gives the facts of the desk as they are now, or were a moment ago."""

    def __init__(self, store: Store, environment: Environment, script_of: Callable[[str], Script | None]) -> None:
        self._store = store
        self._environment = environment
        self._script_of = script_of
        self._reading = asyncio.Lock()
        self._known: DeskFacts | None = None

    async def facts(self) -> DeskFacts:
        """Return the facts; whoever asks while they are read waits for that reading."""
        async with self._reading:
            now = self._environment.now()
            if self._known is None or now - self._known.read >= FRESH:
                self._known = await self._read(now)
            return self._known

    async def _read(self, now: datetime) -> DeskFacts:
        gathered = FactGatherer(now, self._script_of)
        kinds: list[tuple[type[Record], Callable[[list[bytes]], None]]] = [
            (Conversation, gathered.take_conversations),
            (Occurrence, gathered.take_tellings),
            (Handoff, gathered.take_handoffs),
            (Message, gathered.take_messages),
            (Ticket, gathered.take_tickets),
        ]
        async with self._store.snapshot() as snapshot:
            for kind, take in kinds:
                await _in_slices(snapshot, kind, take)
        return await asyncio.to_thread(gathered.facts)


async def _in_slices(snapshot: Snapshot, kind: type[Record], take: Callable[[list[bytes]], None]) -> None:
    waiting: list[bytes] = []
    async for page in snapshot.documents(kind):
        waiting += page
        if len(waiting) >= AT_A_TIME:
            await asyncio.to_thread(take, waiting)
            waiting = []
    await asyncio.to_thread(take, waiting)


@dataclass
class FactGatherer:
    """What was read so far; tickets come last, and are joined with all else as they come."""

    now: datetime
    script_of: Callable[[str], Script | None]
    _tickets: list[TicketFact] = field(default_factory=list)
    _conversations: list[ConversationFact] = field(default_factory=list)
    _versions: dict[str, str] = field(default_factory=dict)
    """By conversation."""
    _asked: dict[str, tuple[datetime, str]] = field(default_factory=dict)
    """By ticket: when its customer was asked first, and what was said last."""
    _told: defaultdict[str, list[datetime]] = field(default_factory=lambda: defaultdict(list))
    _reasons: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _answered: dict[str, datetime] = field(default_factory=dict)
    """By ticket, or by the conversation of what was kept before messages knew their ticket."""
    _places: dict[str, str] = field(default_factory=dict)
    """By script: the slot in which a place is told."""

    def take_conversations(self, documents: Iterable[bytes]) -> None:
        """Take what was begun, what was left, and what was said to the question after an answer."""
        for one in map(orjson.loads, documents):
            began, state = datetime.fromisoformat(one["started"]), one["state"]
            if one["script"] == AFTER_ANSWER:
                first, said = self._asked.get(one.get("ticket", ""), (began, ""))
                self._asked[one.get("ticket", "")] = (first, state.get("slots", {}).get("solved") or said)
                continue
            stopped = state.get("step", "") if one["status"] == "abandoned" else ""
            self._versions[one["id"]] = one["version"]
            channel = one["address"].partition(":")[0]
            self._conversations.append(
                ConversationFact(began, one["script"], channel, state.get("language", ""), stopped)
            )

    def take_tellings(self, documents: Iterable[bytes]) -> None:
        """Take when which ticket was told."""
        for one in map(orjson.loads, documents):
            self._told[one["ticket"]].append(datetime.fromisoformat(one["at"]))

    def take_handoffs(self, documents: Iterable[bytes]) -> None:
        """Take why a person was called."""
        for one in map(orjson.loads, documents):
            self._reasons[one["ticket"]].append(one["reason"])

    def take_messages(self, documents: Iterable[bytes]) -> None:
        """Take when a person spoke first; all other messages, which are most of them, are not looked into."""
        for document in documents:
            if b'"agent"' in document:
                one = orjson.loads(document)
                about = one.get("ticket") or one["conversation"]
                if one["author"] == "agent" and about not in self._answered:
                    self._answered[about] = datetime.fromisoformat(one["at"])

    def take_tickets(self, documents: Iterable[bytes]) -> None:
        """Take the tickets, each with what is known about it."""
        self._tickets += [self._fact(one) for one in map(orjson.loads, documents)]

    def facts(self) -> DeskFacts:
        """Return all that was taken."""
        self._tickets.sort(key=lambda ticket: ticket.opened)
        return DeskFacts(self.now, self._tickets, self._conversations)

    def _fact(self, one: Mapping[str, Any]) -> TicketFact:
        key, opened = one["id"], datetime.fromisoformat(one["opened"])
        asked, solved = self._asked.get(key, (None, ""))
        slots, resolved = one.get("slots", {}), one.get("resolved")
        return TicketFact(
            reference=one["reference"],
            opened=opened,
            due=datetime.fromisoformat(one["due"]),
            resolved=datetime.fromisoformat(resolved) if resolved else None,
            promise=promise_outcome(one, self.now),
            status=one["status"],
            tellings=tuple(sorted(self._told.get(key, ()))),
            answered=self._first_answer(one, opened),
            reasons=tuple(self._reasons.get(key, ())),
            asked=asked,
            solved=solved,
            known_issue=one.get("known_issue", ""),
            script=one["script"],
            version=self._versions.get(one["conversation"], ""),
            category=str(slots.get(CATEGORY, "")),
            place=_place_name(str(slots.get(self._place_slot(one["script"]), ""))),
            channel=one["address"].partition(":")[0],
            language=one["language"],
            owner=one.get("owner", ""),
        )

    def _first_answer(self, one: Mapping[str, Any], opened: datetime) -> datetime | None:
        if one["status"] == "answered":
            return opened
        told = one.get("resolved")
        spoke = self._answered.get(one["id"]) or self._answered.get(one["conversation"])
        known = [at for at in (spoke, datetime.fromisoformat(told) if told else None) if at and at >= opened]
        return min(known, default=None)

    def _place_slot(self, script: str) -> str:
        if script not in self._places:
            found = self.script_of(script)
            slots = found.slots.values() if found else ()
            self._places[script] = next((slot.key for slot in slots if slot.type == "place"), "place")
        return self._places[script]


def _place_name(told: str) -> str:
    """Return a place as people name it; a point on the map names nothing."""
    return "" if point(told) else told.strip()[:LONGEST_NAME]
