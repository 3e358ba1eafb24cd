"""A made year of a desk: tickets by seasons and waves, told again, handed over, answered, solved and not solved."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from math import pi, sin
from random import Random

from storage.codec import encode
from storage.ports import Store
from storage.records.complaint_records import Conversation, Handoff, Message, Occurrence, Ticket
from storage.records.record import Record

BEGAN = datetime(2025, 11, 30, tzinfo=UTC)
DAYS = 365
NOW = datetime(2026, 11, 30, 9, 30, tzinfo=UTC)
CATEGORIES = ("network", "billing", "service-process", "attitude", "marketing", "privacy")
PLACES = ("Chaoyang", "Haidian", "滨江花园", "Oak Street", "Mill Road", "")
CHANNELS = ("web", "telegram")
OWNERS = tuple(f"agent-{number}" for number in range(1, 13))
REASONS = ("wants-person", "anger", "unusable-answers", "regulator-threat")
VERSIONS = ("version-a", "version-b")
STEPS = ("ask-where", "ask-phone", "show-summary")


@dataclass
class MadeYear:
    """Records by kind."""

    random: Random
    messages: int
    records: dict[type[Record], list[Record]] = field(default_factory=dict)
    _last: int = 0

    def key(self) -> str:
        self._last += 1
        return f"{self._last:020}"

    def add(self, record: Record) -> None:
        self.records.setdefault(type(record), []).append(record)


def made_year(tickets: int, seed: int = 1, messages: int = 3, last: int = 0) -> MadeYear:
    """Return a year of so many tickets, with so many messages of the bot on each; ids go on behind ``last``."""
    year = MadeYear(Random(seed), messages, _last=last)
    moments = sorted(_moments(year.random, tickets))
    for number, opened in enumerate(moments):
        _ticket(year, number, opened, tickets)
    for _ in range(tickets // 8):
        _given_up(year, BEGAN + timedelta(seconds=year.random.uniform(0, DAYS * 86_400)))
    return year


async def keep_year(store: Store, year: MadeYear) -> None:
    """Write the records into a store."""
    for kind, records in year.records.items():
        ordered = sorted(records, key=lambda record: record.id)
        for first in range(0, len(ordered), 2000):
            await store.load(kind, [encode(record) for record in ordered[first : first + 2000]])


def _moments(random: Random, tickets: int) -> Iterator[datetime]:
    """Yield when tickets are opened: more in winter, and many within a day in the middle of June."""
    wave = tickets // 50
    for _ in range(wave):
        yield BEGAN + timedelta(days=197, seconds=random.uniform(0, 86_400))
    made = wave
    while made < tickets:
        day = random.uniform(0, DAYS)
        if random.random() < 0.7 + 0.3 * sin(2 * pi * (day + 90) / DAYS):
            made += 1
            yield BEGAN + timedelta(days=day)


def _ticket(year: MadeYear, number: int, opened: datetime, tickets: int) -> None:
    random = year.random
    key, talk = year.key(), year.key()
    address = f"{random.choice(CHANNELS)}:{random.randrange(max(1, tickets * 6 // 10))}"
    category, owner = random.choice(CATEGORIES), random.choice(OWNERS)
    known = "router" if category == "network" and random.random() < 0.3 else ""
    is_answered = bool(known) and random.random() < 0.8
    took = timedelta(hours=random.expovariate(1 / 20))
    solved = opened + took
    is_solved = not is_answered and solved < NOW and random.random() < 0.95
    due = opened if is_answered else opened + timedelta(hours=24)
    ticket = Ticket(
        id=key,
        reference=f"T-{opened.year}-{number:06}",
        customer=f"customer-{address}",
        address=address,
        conversation=talk,
        language=random.choice(("en", "zh", "zh")),
        script=random.choice(("telecom", "telecom", "bank")),
        status="answered" if is_answered else "resolved" if is_solved else "open",
        description="It does not work again",
        slots={"kind": category, "place": random.choice(PLACES), "problem": "It does not work again"},
        owner="" if is_answered else owner,
        opened=opened,
        due=due,
        promise="kept" if is_answered or (is_solved and solved <= due) else "missed" if is_solved else "pending",
        resolved=opened if is_answered else solved if is_solved else None,
        known_issue=known,
    )
    year.add(ticket)
    year.add(_talk(talk, address, ticket.script, opened, random.choice(VERSIONS), ticket=key, language=ticket.language))
    for _ in range(year.messages):
        _said(year, ticket, opened, "bot", "What happened, and where? I'll take it down for you.")
    _tellings(year, ticket, 0.25 if category == "billing" else 0.1)
    if random.random() < 0.3:
        reason = random.choice(REASONS)
        year.add(_call(year, ticket, reason))
    if not is_answered and random.random() < 0.7:
        _said(year, ticket, opened + took * random.random(), "agent", "We are looking into it.")
    if is_solved and random.random() < 0.9:
        _survey(year, ticket, solved)


def _call(year: MadeYear, ticket: Ticket, reason: str) -> Handoff:
    """A call for a person: anger goes to a supervisor, one of five waits, and one of five was called off."""
    key = year.key()
    claimed = ticket.opened + timedelta(minutes=int(key) % 50) if int(key) % 5 > 1 else None
    return Handoff(
        id=key,
        conversation=ticket.conversation,
        ticket=ticket.id,
        reason=reason,
        level="supervisor" if reason == "anger" else "agent",
        status="claimed" if claimed else "waiting" if int(key) % 5 else "done",
        requested=ticket.opened,
        claimed=claimed,
    )


def _tellings(year: MadeYear, ticket: Ticket, often: float) -> None:
    at = ticket.opened
    while True:
        telling = Occurrence(
            id=year.key(),
            ticket=ticket.id,
            conversation=ticket.conversation,
            at=at,
            text=ticket.description,
            words=("does", "not", "work", "again"),
        )
        year.add(telling)
        at += timedelta(days=year.random.uniform(0.1, 25))
        if year.random.random() > often or at > NOW:
            return


def _survey(year: MadeYear, ticket: Ticket, solved: datetime) -> None:
    said = year.random.choice(("yes", "yes", "no", ""))
    slots = {"solved": said} if said else {}
    talk = _talk(year.key(), ticket.address, "after-answer", solved, VERSIONS[0], ticket=ticket.id, slots=slots)
    year.add(talk)


def _given_up(year: MadeYear, began: datetime) -> None:
    address, step = f"{year.random.choice(CHANNELS)}:gone", year.random.choice(STEPS)
    year.add(_talk(year.key(), address, "telecom", began, VERSIONS[0], step=step, left=True))


def _talk(
    key: str,
    address: str,
    script: str,
    started: datetime,
    version: str,
    *,
    ticket: str = "",
    language: str = "en",
    slots: dict[str, str] | None = None,
    step: str = "end",
    left: bool = False,
) -> Conversation:
    return Conversation(
        id=key,
        address=address,
        customer=f"customer-{address}",
        script=script,
        version=version,
        state={"status": "closed", "step": step, "language": language, "slots": slots or {}, "facts": {}},
        status="abandoned" if left else "closed",
        ticket=ticket,
        started=started,
    )


def _said(year: MadeYear, ticket: Ticket, at: datetime, author: str, text: str) -> None:
    message = Message(
        id=year.key(),
        address=ticket.address,
        conversation=ticket.conversation,
        at=at,
        author="agent" if author == "agent" else "bot",
        text=text,
        ticket=ticket.id,
    )
    year.add(message)
