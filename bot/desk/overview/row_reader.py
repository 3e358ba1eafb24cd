"""What a row of a list says of a ticket beside what the ticket holds: who it is, what was told, what came last."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.desk.briefing.queries import masked
from bot.desk.signals.signal_reader import SignalReader
from bot.desk.tickets.lifecycle import shortened
from bot.matching.normalise import tokens
from dialogs.model.script import Script
from storage.ports import UnitOfWork
from storage.records.complaint_records import Customer, Message, Ticket

FIRST_WORDS = 90
"""Characters of a description that a row shows."""
ONLY_A_WISH = 8
"""Words up to which a wish for a person tells nothing besides."""
LOOKED_BACK = 40
"""Messages of a conversation in which something told is looked for."""
GLANCE = 4
"""The newest messages, among which the customer's last one mostly is."""

ScriptOf = Callable[[str], Script | None]


@dataclass(frozen=True)
class RowWords:
    """What a row says of its ticket besides."""

    customer: str = ""
    """The name, else the end of a number; empty until one is known."""
    words: str = ""
    """The first words of what was told; empty if nothing was."""
    heard: str = ""
    """The id of the customer's newest message about it; empty if none is known."""


class RowReader:
    """Reads what rows say."""

    def __init__(self, script_of: ScriptOf) -> None:
        self._script_of = script_of
        self._signals = SignalReader()

    async def words(self, unit: UnitOfWork, ticket: Ticket) -> RowWords:
        """Return what a row says of a ticket."""
        customer = await unit.get(Customer, ticket.customer)
        told = ticket.description or await self._told_near(unit, ticket)
        name = (customer.name if customer else "") or self._number(ticket, customer)
        return RowWords(name, shortened(told, FIRST_WORDS), await _heard(unit, ticket))

    def _number(self, ticket: Ticket, customer: Customer | None) -> str:
        script = self._script_of(ticket.script)
        slots = script.slots if script else {}
        given = (str(value) for key, value in ticket.slots.items() if key in slots and slots[key].type == "phone")
        number = next(filter(None, given), "") or next(iter(customer.phones if customer else ()), "")
        return masked(number) if number else ""

    async def _told_near(self, unit: UnitOfWork, ticket: Ticket) -> str:
        """Return the most that was said before or after by whoever only asked for a person."""
        before = await unit.find(Message, conversation=ticket.conversation, limit=LOOKED_BACK)
        after = await unit.find(Message, ticket=ticket.id, newest=LOOKED_BACK)
        said = [one.text for one in (*before, *after) if one.author == "customer" and not one.text.startswith("/")]
        told = [text for text in said if not self._only_wishes(text)]
        return max(told or said, key=len, default="")

    def _only_wishes(self, text: str) -> bool:
        return len(tokens(text)) <= ONLY_A_WISH and "wants-person" in self._signals.read(text)


async def _heard(unit: UnitOfWork, ticket: Ticket) -> str:
    for most in (GLANCE, LOOKED_BACK):
        newest = await unit.find(Message, ticket=ticket.id, newest=most)
        heard = max((one.id for one in newest if one.author == "customer"), default="")
        if heard or len(newest) < most:
            return heard
    return ""
