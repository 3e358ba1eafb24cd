"""Which ticket a message is about: what it says itself, or where it says nothing, what its conversation does."""

from storage.ports import UnitOfWork
from storage.records.complaint_records import Conversation, Message


async def ticket_of(unit: UnitOfWork, message: Message) -> str:
    """Return the id of the ticket that a message is about; empty if there is none.

    One that was written before there was a ticket belongs to that of its conversation, and so does one that an older
    program kept.
    """
    if message.ticket:
        return message.ticket
    conversation = await unit.get(Conversation, message.conversation)
    return conversation.ticket if conversation else ""
