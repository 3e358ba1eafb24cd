"""How far the staff's replies have come, as a topic shows it on each of them: they arrived, and were read.

No channel tells when somebody reads. Whoever has written since a reply arrived has read it.
"""

from dataclasses import dataclass
from typing import Literal

from bot.desk.core.message_refs import never_shown, refs_at
from storage.ports import UnitOfWork
from storage.records.complaint_records import Message, Ticket
from storage.records.traffic_records import InboxMark, MessageRef, OutboxRow, Topic

NEWEST = 10
"""Messages of a ticket among which replies are looked at: what is older has its sign."""


@dataclass(frozen=True)
class ReplySign:
    """That a reply which a topic shows has come so far."""

    ref: str
    """Where the topic shows it."""
    stage: Literal["delivered", "read"]

    @property
    def mark(self) -> str:
        """The id of the mark that says it was shown."""
        return f"sign:{self.stage}:{self.ref}"


async def next_sign(unit: UnitOfWork, ticket: Ticket, topic: Topic) -> ReplySign | None:
    """Return the next sign that a topic does not show yet, or None if it shows all."""
    said = await unit.find(Message, ticket=ticket.id, newest=NEWEST)
    heard = max((one.at for one in said if one.author == "customer"), default=ticket.opened)
    for reply in said:
        refs = await refs_at(unit, reply.id, topic.chat) if reply.author == "agent" else ()
        if not refs or not await _has_arrived(unit, reply):
            continue
        arrived, read = ReplySign(refs[0], "delivered"), ReplySign(refs[0], "read")
        known = await unit.get(InboxMark, arrived.mark)
        if known is None:
            return arrived
        if heard > known.at and not await unit.get(InboxMark, read.mark):
            return read
    return None


async def _has_arrived(unit: UnitOfWork, reply: Message) -> bool:
    """Tell whether a reply neither waits, nor is a dead letter, nor was one that was let be."""
    if any(row.message == reply.id for row in await unit.find(OutboxRow, address=reply.address)):
        return False
    return not never_shown([reply], await unit.find(MessageRef, conversation=reply.conversation))
