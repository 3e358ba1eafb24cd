"""What is done to a ticket within one turn of its address, and who plays such a turn."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from bot.desk.turn.turn import Turn
from storage.records.complaint_records import Ticket

TicketTask = Callable[[Turn, Ticket], Awaitable[None]]
"""Something done to a ticket within one turn of its address."""


class TicketTurns(Protocol):
    """Plays turns about tickets: `bot.desk.incoming.turns.Turns`."""

    async def on_ticket(self, reference: str, act: TicketTask, *, update: str = "") -> bool:
        """Do something to a ticket under the lock of its address; tell whether there is such a ticket.

        ``update`` is the row of the inbox that asks for it: it is taken out, and a second time nothing is done.

        Raises:
            Unavailable: if the store cannot write now; nothing was done, unless the line broke in the very commit.

        """
