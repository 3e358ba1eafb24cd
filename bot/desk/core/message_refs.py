"""Where messages are shown on their channels, looked up either way."""

from datetime import datetime

from storage.ports import UnitOfWork
from storage.records import Message
from storage.traffic_records import Shown


def note_ref(unit: UnitOfWork, place: str, message: Message, at: datetime, *, uncertain: bool = False) -> None:
    """Keep that a message is shown at a place."""
    keep_ref(unit, Shown(id=place, message=message.id, conversation=message.conversation, at=at, uncertain=uncertain))


def keep_ref(unit: UnitOfWork, shown: Shown) -> None:
    """Keep what is shown at a place.

    Whatever was kept of that place before goes: another bot in the same chat numbers its messages anew.
    """
    unit.delete(shown)
    unit.add(shown)


async def ref_at(unit: UnitOfWork, message: str, address: str) -> str:
    """Return where the message with this id is shown at an address; empty if it is not."""
    return next(iter(await refs_at(unit, message, address)), "")


async def refs_at(unit: UnitOfWork, message: str, address: str) -> tuple[str, ...]:
    """Return all the places at an address where the message with this id is shown."""
    places = await unit.find(Shown, message=message)
    return tuple(shown.id for shown in places if shown.id.startswith(f"{address}:"))


async def message_at(unit: UnitOfWork, place: str) -> str:
    """Return the id of the message that is shown at a place; empty if none is known."""
    shown = await unit.get(Shown, place)
    return shown.message if shown else ""
