"""Where messages are shown on their channels, looked up either way."""

from collections import defaultdict
from collections.abc import Iterable
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


def never_shown(messages: Iterable[Message], refs: Iterable[MessageRef]) -> frozenset[str]:
    """Return the ids of messages that have no ref where their channel gives one to all that it shows.

    ``refs`` are those of their conversations. A channel without refs, such as the browser chat, shows what it is given.
    """
    shown_at = defaultdict[str, set[str]](set)
    for ref in refs:
        shown_at[ref.id.rpartition(":")[0]].add(ref.message)
    return frozenset(one.id for one in messages if one.address in shown_at and one.id not in shown_at[one.address])
