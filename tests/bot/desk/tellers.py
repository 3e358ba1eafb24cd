"""People who told something once, written straight into a store: for tests of what is told by many."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from storage.ports import Store
from storage.records.complaint_records import Occurrence, Ticket
from storage.records.record import Record

STREET = (
    "no signal on Oak Street",
    "Oak Street: my phone has no signal",
    "there is no network in Oak Street since an hour",
    "signal is gone, 12 Oak Street",
    "no signal at all in Oak Street",
    "no reception at Oak Street",
)
"""What people of one street tell."""


def told(text: str, at: datetime, customer: str, place: str = "") -> list[Record]:
    """Return what a filed complaint leaves, with ids that sort by its time."""
    key = f"{int(at.timestamp()):012}-{customer}"
    ticket = Ticket(
        id=f"t-{key}",
        reference=f"T-{key}",
        customer=customer,
        address=f"web:{customer}",
        conversation=f"v-{key}",
        language="en",
        script="telecom",
        status="open",
        description=text,
        slots={"place": place} if place else {},
        opened=at,
        due=at + timedelta(days=1),
    )
    return [ticket, Occurrence(id=key, ticket=ticket.id, conversation=ticket.conversation, at=at, text=text)]


def street(at: datetime, people: int = 5) -> list[Record]:
    """Return what so many people of one street leave, one every five minutes."""
    return [
        record
        for number in range(people)
        for record in told(
            STREET[number % len(STREET)], at + timedelta(minutes=5 * number), f"oak-{number}", "Oak Street"
        )
    ]


async def keep(store: Store, records: Iterable[Record]) -> None:
    """Write them all down."""
    unit = store.unit()
    for record in records:
        unit.add(record)
    await unit.commit()
