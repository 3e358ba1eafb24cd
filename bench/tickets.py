"""What the benchmarks of the stores keep: tickets of about one kilobyte, four of each customer, and whole turns."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

from storage.ports import Store
from storage.records.complaint_records import Conversation, Customer, JournalEntry, Message, Ticket, Timer
from storage.records.traffic_records import InboxMark, OutboxRow

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SPEAKERS = 500
"""Customers who speak in the turns, spread over all who have tickets."""


def reference(number: int) -> str:
    return f"T-2026-{number:06}"


def customer(number: int) -> str:
    return f"c{number:025}"


def ticket(number: int, teller: int) -> Ticket:
    """Return a ticket of about one kilobyte, of the customer with this number."""
    return Ticket(
        id=f"{number:026}",
        reference=reference(number),
        customer=customer(teller),
        address=f"web:{teller}",
        conversation=f"v{number:025}",
        language="en",
        script="telecom",
        status="open",
        description="No signal in the whole street. " * 19,
        opened=NOON,
        due=NOON,
    )


def tickets(count: int, first: int = 0) -> Iterator[Ticket]:
    customers = max(count // 4, 1)
    return (ticket(number, number % customers) for number in range(first, first + count))


async def introduce(store: Store, count: int) -> None:
    """Add those who will speak in the turns, each with a conversation."""
    customers, unit = max(count // 4, 1), store.unit()
    for number in _speakers(customers):
        address = f"web:{number}"
        unit.add(Customer(id=customer(number), identities=(address,), since=NOON))
        unit.add(_conversation(number, address))
    await unit.commit()


async def turn(store: Store, number: int, count: int) -> None:
    """Read and write what a turn of the desk does; so many tickets are held."""
    speakers = _speakers(max(count // 4, 1))
    speaker, key = speakers[number % len(speakers)], f"n{number:025}"
    address, unit = f"web:{speaker}", store.unit()
    known = await unit.get(InboxMark, key)
    who = await unit.last(Customer, identities=address)
    talk = await unit.last(Conversation, address=address)
    if known or not who or not talk or len(await unit.find(Ticket, limit=4, customer=who.id)) != 4:
        raise AssertionError(f"turn {number} found something else than was kept")
    unit.add(InboxMark(id=key, at=NOON))
    unit.put(replace(talk, heard=NOON, state={"step": "ask-place", "answers": {"n": number}}))
    unit.add(JournalEntry(id=key, conversation=talk.id, at=NOON, event={"said": "12 Station Road"}))
    for author in ("customer", "bot"):
        text = "Where is it, please?"
        unit.add(Message(id=key + author, address=address, conversation=talk.id, at=NOON, author=author, text=text))
    unit.add(OutboxRow(id=key, address=address, conversation=talk.id, message=key + "bot", epoch=0))
    unit.add(Timer(id=f"{NOON.isoformat()}-{key}", kind="silence", subject=talk.id, due=NOON))
    await unit.commit()


def _speakers(customers: int) -> range:
    return range(0, customers, max(customers // SPEAKERS, 1))


def _conversation(number: int, address: str) -> Conversation:
    return Conversation(
        id=f"k{number:025}",
        address=address,
        customer=customer(number),
        script="telecom",
        version="0" * 64,
        state={"step": "ask-place"},
        status="with-bot",
        started=NOON,
    )
