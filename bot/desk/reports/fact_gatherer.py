"""Joins what is stored about tickets and conversations into facts, and remembers what it has looked into.

Documents are looked into without making records of them, which would take five times as long. What an old one lacks is
what was not written down then.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any, Generic, NamedTuple, TypeVar

import orjson

from bot.desk.reports.promise_outcome import StoredPromise, promise_outcome
from bot.desk.reports.ticket_facts import ConversationFact, DeskFacts, TicketFact
from bot.desk.scripts.registry import AFTER_ANSWER
from dialogs.model.script import Script
from dialogs.reading.places import point

CATEGORY = "kind"
"""The slot that says what a complaint is about, in every script that has one."""
NO_PROBLEM = ("praise", "withdrawn")
"""Statuses of what nobody waits for."""
LONGEST_PLACE = 60
"""Characters of a place."""

T = TypeVar("T")


class TicketPart(NamedTuple):
    """What a ticket itself holds."""

    key: str
    conversation: str
    reference: str
    promise: StoredPromise
    known_issue: str
    script: str
    category: str
    place: str
    channel: str
    language: str
    owner: str


class ConversationPart(NamedTuple):
    """What a conversation holds."""

    key: str
    version: str
    ticket: str
    solved: str
    """What was said to the question after an answer."""
    fact: ConversationFact


class Remembered(Generic[T]):
    """What was made of documents; one that is read again as it was is not looked into again."""

    def __init__(self, make: Callable[[Any], T]) -> None:
        self._make = make
        self._before: dict[int, T] = {}
        self._now: dict[int, T] = {}

    def begin(self) -> None:
        """Begin to read all documents anew."""
        self._before, self._now = self._now, {}

    def take(self, documents: Iterable[bytes]) -> None:
        """Read some documents."""
        for document in documents:
            key = hash(document)
            known = self._before.get(key)
            self._now[key] = self._make(orjson.loads(document)) if known is None else known

    def finish(self) -> list[T]:
        """Return what was made of all documents; what is there no more is forgotten."""
        self._before = {}
        return list(self._now.values())


class FactGatherer:
    """What was read so far, and the facts that come of it."""

    def __init__(self, script_of: Callable[[str], Script | None]) -> None:
        self._script_of = script_of
        self.conversations = Remembered(_conversation)
        self.tellings = Remembered[tuple[str, datetime]](lambda one: (one["ticket"], datetime.fromisoformat(one["at"])))
        self.handoffs = Remembered[tuple[str, str]](lambda one: (one["ticket"], one["reason"]))
        self.tickets = Remembered(self._ticket)
        self.spoke: dict[str, datetime] = {}
        """When a person spoke first: by ticket, or by conversation where messages did not know their ticket yet."""

    def take_messages(self, documents: Iterable[bytes]) -> None:
        """Take when a person spoke first; all other messages, which are most of them, are not looked into."""
        for document in documents:
            if b'"agent"' in document:
                one = orjson.loads(document)
                if one["author"] == "agent":
                    self.hear(one.get("ticket") or one["conversation"], datetime.fromisoformat(one["at"]))

    def hear(self, about: str, at: datetime) -> None:
        """Take in that a person spoke."""
        self.spoke[about] = min(at, self.spoke.get(about, at))

    def facts(self, now: datetime) -> DeskFacts:
        """Return what all that was read comes to."""
        talks = self.conversations.finish()
        tellings, reasons = _grouped(self.tellings.finish()), _grouped(self.handoffs.finish())
        asked, versions = _asked(talks), {one.key: one.version for one in talks}
        tickets = []
        for one in self.tickets.finish():
            if one.promise.status in NO_PROBLEM:
                continue
            when, solved = asked.get(one.key, (None, ""))
            tickets.append(
                TicketFact(
                    one.reference,
                    one.promise.opened,
                    one.promise.due,
                    one.promise.resolved,
                    promise_outcome(one.promise, now),
                    one.promise.status,
                    tuple(sorted(tellings.get(one.key, ()))),
                    self._first_answer(one),
                    tuple(reasons.get(one.key, ())),
                    when,
                    solved,
                    one.known_issue,
                    one.script,
                    versions.get(one.conversation, ""),
                    one.category,
                    one.place,
                    one.channel,
                    one.language,
                    one.owner,
                )
            )
        tickets.sort(key=lambda ticket: ticket.opened)
        begun = [one.fact for one in talks if one.fact.script != AFTER_ANSWER]
        return DeskFacts(now, tickets, begun)

    def _first_answer(self, one: TicketPart) -> datetime | None:
        """Return when the customer was answered first: at once, by a person's words, or by the outcome."""
        opened, resolved = one.promise.opened, one.promise.resolved
        if one.promise.status == "answered":
            return opened
        spoke = self.spoke.get(one.key) or self.spoke.get(one.conversation)
        if spoke is None or spoke < opened:
            return resolved
        return spoke if resolved is None else min(spoke, resolved)

    def _ticket(self, one: Any) -> TicketPart:
        slots, resolved = one.get("slots", {}), one.get("resolved")
        promise = StoredPromise(
            one["status"],
            one.get("promise", "pending"),
            datetime.fromisoformat(one["opened"]),
            datetime.fromisoformat(one["due"]),
            datetime.fromisoformat(resolved) if resolved else None,
        )
        return TicketPart(
            one["id"],
            one["conversation"],
            one["reference"],
            promise,
            one.get("known_issue", ""),
            one["script"],
            slots.get(CATEGORY, ""),
            _place(slots.get(self._place_slot(one["script"]), "")),
            one["address"].partition(":")[0],
            one["language"],
            one.get("owner", ""),
        )

    def _place_slot(self, script: str) -> str:
        found = self._script_of(script)
        slots = found.slots.values() if found else ()
        return next((slot.key for slot in slots if slot.type == "place"), "place")


def _conversation(one: Any) -> ConversationPart:
    state = one["state"]
    stopped = state.get("step", "") if one["status"] == "abandoned" else ""
    channel, began = one["address"].partition(":")[0], datetime.fromisoformat(one["started"])
    fact = ConversationFact(began, one["script"], channel, state.get("language", ""), stopped)
    solved = state.get("slots", {}).get("solved", "") if one["script"] == AFTER_ANSWER else ""
    return ConversationPart(one["id"], one["version"], one.get("ticket", ""), solved, fact)


def _asked(talks: Iterable[ConversationPart]) -> dict[str, tuple[datetime, str]]:
    """Return by ticket when its customer was asked first whether it is solved, and what was said to that last."""
    asked: dict[str, tuple[datetime, str]] = {}
    for one in talks:
        if one.fact.script == AFTER_ANSWER:
            first, said = asked.get(one.ticket, (one.fact.began, ""))
            asked[one.ticket] = (first, one.solved or said)
    return asked


def _grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, list[T]]:
    found: defaultdict[str, list[T]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found


@lru_cache(maxsize=4096)
def _place(told: str) -> str:
    """Return a place as people name it; a point on the map names nothing."""
    return "" if point(told) else " ".join(told.split())[:LONGEST_PLACE]
