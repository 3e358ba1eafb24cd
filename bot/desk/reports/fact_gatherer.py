"""Joins what is stored about tickets and conversations into facts, and remembers what it has looked into.

Documents are looked into without making records of them, which would take five times as long. What an old one lacks is
what was not written down then.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from operator import attrgetter, itemgetter
from typing import Any, Generic, TypeVar

import orjson

from bot.desk.reports.desk_facts import DeskFacts, Dialog, Stop
from bot.desk.reports.promise_outcome import StoredPromise, promise_outcomes
from bot.desk.reports.ticket_facts import TicketFact
from bot.desk.scripts.registry import AFTER_ANSWER
from dialogs.model.script import Script
from dialogs.reading.places import point

CATEGORY = "kind"
"""The slot that says what a complaint is about, in every script that has one."""
NO_PROBLEM = ("praise", "withdrawn", "merged")
"""Statuses of what nobody waits for."""
IMPORTED = "import"
"""The channel of what was taken in from another system."""
LONGEST_PLACE = 60
"""Characters of a place."""
AT_A_TIME = 2000
"""Documents that are looked into before others may go on."""

T = TypeVar("T")


# What is remembered are bare tuples of texts and times: the garbage collector, which holds up everybody, passes them
# over, as it does not those with names.
Call = tuple[str, bool, datetime, datetime | None, bool]
Given = tuple[str, str, str, int, str]
TicketPart = tuple[
    str, str, str, str, str, datetime, datetime, datetime | None, str, str, str, str, str, str, str, Given
]  # fmt: skip
About = tuple[
    TicketPart,
    tuple[datetime | None, str],
    str,
    tuple[datetime, ...],
    tuple[Call, ...],
    tuple[tuple[datetime, str], ...],
    datetime | None,
    str,
]
"""All that the fact of a ticket is joined from: where it is as it was, the fact is, too."""
TalkPart = tuple[str, str, str, str, datetime, str, str, str, str]


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
        self.conversations = Remembered(_talk)
        self.tellings = Remembered[tuple[str, datetime]](lambda one: (one["ticket"], datetime.fromisoformat(one["at"])))
        self.handoffs = Remembered(_call)
        self.promises = Remembered(_promise)
        self.tickets = Remembered(self._ticket)
        self._made: dict[str, tuple[About, TicketFact]] = {}
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

    def facts(self, now: datetime, teams: Mapping[str, str], rest: Callable[[], None] = lambda: None) -> DeskFacts:
        """Return what all that was read comes to; ``teams`` has the name of each member's.

        ``rest`` is called each time that some thousand tickets are done.
        """
        talks = self.conversations.finish()
        asked, versions, begun, stops = _told_by(talks)
        tellings = _grouped(self.tellings.finish())
        calls = _grouped((call[0], call[1:]) for call in sorted(self.handoffs.finish(), key=itemgetter(3)))
        promises = _grouped((key, (due, status)) for key, clock, due, status in self.promises.finish() if not clock)
        made: dict[str, tuple[About, TicketFact]] = {}
        for number, part in enumerate(self.tickets.finish(), 1):
            if number % AT_A_TIME == 0:
                rest()
            key, talk, _, status, *_, owner, _ = part
            if status in NO_PROBLEM:
                continue
            about = (
                part,
                asked.get(key, (None, "")),
                versions.get(talk, ""),
                tellings.get(key, ()),
                calls.get(key, ()),
                promises.get(key, ()),
                self.spoke.get(key) or self.spoke.get(talk),
                teams.get(owner, ""),
            )
            before = self._made.get(key)
            # What is open goes by the time as well: a promise may have been missed since.
            is_same = before is not None and before[0] == about and before[1].resolved is not None
            made[key] = before if before is not None and is_same else (about, _joined(about, now))
        self._made = made
        tickets = sorted((fact for _, fact in made.values()), key=attrgetter("opened"))
        facts = DeskFacts(now, tickets, begun, stops)
        _ = facts.table  # here, where nobody waits for it
        return facts

    def _ticket(self, one: Any) -> TicketPart:
        slots, resolved = one.get("slots", {}), one.get("resolved")
        return (
            one["id"],
            one["conversation"],
            one["reference"],
            one["status"],
            one.get("promise", "pending"),
            datetime.fromisoformat(one["opened"]),
            datetime.fromisoformat(one["due"]),
            datetime.fromisoformat(resolved) if resolved else None,
            one.get("known_issue", ""),
            one["script"],
            slots.get(CATEGORY, ""),
            _place(slots.get(self._place_slot(one["script"]), "")),
            one["address"].partition(":")[0],
            one["language"],
            one.get("owner", ""),
            (
                one.get("cause", ""),
                one.get("outcome_code", ""),
                one.get("remedy", ""),
                one.get("amount", 0),
                one.get("currency", ""),
            ),
        )

    def _place_slot(self, script: str) -> str:
        found = self._script_of(script)
        slots = found.slots.values() if found else ()
        return next((slot.key for slot in slots if slot.type == "place"), "place")


def _joined(about: About, now: datetime) -> TicketFact:
    part, (when, solved), version, told, called, promises, spoke, team = about
    _, _, reference, status, written, opened, due, resolved, known = part[:9]
    script, category, place, channel, language, owner, given = part[9:]
    return TicketFact(
        reference,
        opened,
        due,
        resolved,
        promise_outcomes(StoredPromise(status, written, opened, due, resolved), promises, now),
        status,
        tuple(sorted(told)) if len(told) > 1 else told,
        opened if status == "answered" else _first_answer(spoke, opened, resolved),
        tuple([call[0] for call in called]),
        when,
        solved,
        known,
        script,
        version,
        category,
        place,
        channel,
        language,
        owner,
        *given,
        team,
        any(call[1] for call in called),
        *_waited(called),
    )


def _first_answer(spoke: datetime | None, opened: datetime, resolved: datetime | None) -> datetime | None:
    """Return when the customer was answered first: by a person's words, or by the outcome."""
    if spoke is None or spoke < opened:
        return resolved
    return spoke if resolved is None else min(spoke, resolved)


def _call(one: Any) -> tuple[str, str, bool, datetime, datetime | None, bool]:
    claimed = one.get("claimed")
    return (
        one["ticket"],
        one["reason"],
        one.get("level", "agent") != "agent",
        datetime.fromisoformat(one["requested"]),
        datetime.fromisoformat(claimed) if claimed else None,
        one.get("status", "waiting") == "waiting",
    )


def _waited(calls: Sequence[Call]) -> tuple[datetime | None, datetime | None]:
    """Return from when to when a customer waited for the first person who was called."""
    if not calls:
        return None, None
    _, _, requested, claimed, is_waiting = calls[0]
    return (requested, claimed) if claimed or is_waiting else (None, None)


def _promise(one: Any) -> tuple[str, str, datetime, str]:
    return one["ticket"], one["clock"], datetime.fromisoformat(one["due"]), one["status"]


def _talk(one: Any) -> TalkPart:
    state = one["state"]
    solved = state.get("slots", {}).get("solved", "") if one["script"] == AFTER_ANSWER else ""
    return (
        one["id"],
        one["version"],
        one.get("ticket", ""),
        solved,
        datetime.fromisoformat(one["started"]),
        one["script"],
        one["address"].partition(":")[0],
        state.get("language", ""),
        state.get("step", "") if one["status"] == "abandoned" else "",
    )


def _told_by(
    talks: Iterable[TalkPart],
) -> tuple[dict[str, tuple[datetime, str]], dict[str, str], dict[Dialog, list[datetime]], list[Stop]]:
    """Return what conversations tell.

    By ticket: when its customer was asked first whether it is solved, and what was said to that last. By conversation:
    its version. When those began that customers began, and which were given up.
    """
    asked: dict[str, tuple[datetime, str]] = {}
    versions: dict[str, str] = {}
    begun: defaultdict[Dialog, list[datetime]] = defaultdict(list)
    stops: list[Stop] = []
    for key, version, ticket, solved, began, script, channel, language, step in talks:
        if script == AFTER_ANSWER:
            first, said = asked.get(ticket, (began, ""))
            asked[ticket] = (first, solved or said)
            continue
        versions[key] = version
        if channel == IMPORTED:
            continue  # nobody began it here
        begun[dialog := Dialog(script, channel, language)].append(began)
        if step:
            stops.append(Stop(dialog, began, step))
    for moments in begun.values():
        moments.sort()
    return asked, versions, begun, sorted(stops, key=attrgetter("began"))


def _grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, tuple[T, ...]]:
    """Return the values by key: in tuples, see `TicketPart`."""
    found: dict[str, tuple[T, ...]] = {}
    for key, value in pairs:
        found[key] = (*found[key], value) if key in found else (value,)
    return found


@lru_cache(maxsize=4096)
def _place(told: str) -> str:
    """Return a place as people name it; a point on the map names nothing."""
    return "" if point(told) else " ".join(told.split())[:LONGEST_PLACE]
