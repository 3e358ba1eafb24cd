"""Where messages are shown on their channels, looked up either way."""

from datetime import datetime

from storage.ports import UnitOfWork
from storage.records.complaint_records import Message
from storage.records.traffic_records import MessageRef


def note_ref(unit: UnitOfWork, ref: str, message: Message, at: datetime, *, uncertain: bool = False) -> None:
    """Keep that a message is shown at a ref."""
    keep_ref(
        unit, MessageRef(id=ref, message=message.id, conversation=message.conversation, at=at, uncertain=uncertain)
    )


def keep_ref(unit: UnitOfWork, ref: MessageRef) -> None:
    """Keep what is shown at a ref.

    Whatever was kept of that ref before goes: another bot in the same chat numbers its messages anew.
    """
    unit.delete(ref)
    unit.add(ref)


async def ref_at(unit: UnitOfWork, message: str, address: str) -> str:
    """Return where the message with this id is shown at an address; empty if it is not."""
    return next(iter(await refs_at(unit, message, address)), "")


async def refs_at(unit: UnitOfWork, message: str, address: str) -> tuple[str, ...]:
    """Return all the refs of the message with this id at an address."""
    found = await unit.find(MessageRef, message=message)
    return tuple(ref.id for ref in found if ref.id.startswith(f"{address}:"))


async def message_at(unit: UnitOfWork, ref: str) -> str:
    """Return the id of the message that is shown at a ref; empty if none is known."""
    known = await unit.get(MessageRef, ref)
    return known.message if known else ""
