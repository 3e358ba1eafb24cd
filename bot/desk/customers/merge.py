"""Two customers turn out to be one person: all that belongs to the younger record goes to the older one.

Whether they are one is decided in `linking`. Where tickets are answered and who answers them stays as it is.
"""

from dataclasses import replace

from bot.desk.customers.phone_codes import with_numbers
from bot.desk.turn.locks import require_locks
from bot.desk.turn.turn import Turn
from storage.records.complaint_records import Conversation, Customer, Ticket
from storage.records.finding_records import Proof


async def merge(turn: Turn, other: Customer) -> None:
    """Make the customer of this turn and another one the same, from now on.

    A turn that goes on at one of their addresses meanwhile could write something for the record that is deleted.

    Raises:
        Elsewhere: if the locks of all their addresses are not held.

    """
    require_locks(turn.unit, (*turn.customer.identities, *other.identities))
    older, younger = sorted((turn.customer, other), key=lambda one: one.id)
    await _hand_over(turn, younger, older)
    turn.unit.delete(younger)
    turn.customer = _merged(older, younger, turn.customer)
    turn.unit.put(turn.customer)
    turn.conversation = await turn.unit.get(Conversation, turn.here.id)


async def _hand_over(turn: Turn, younger: Customer, older: Customer) -> None:
    unit = turn.unit
    for ticket in await unit.find(Ticket, customer=younger.id):
        unit.put(replace(ticket, customer=older.id))
    for address in younger.identities:
        for conversation in await unit.find(Conversation, address=address):
            unit.put(replace(conversation, customer=older.id))
    for proof in await unit.find(Proof, customer=younger.id):
        unit.put(replace(proof, customer=older.id))


def _merged(older: Customer, younger: Customer, here: Customer) -> Customer:
    merged = replace(
        older,
        identities=tuple(dict.fromkeys((*older.identities, *younger.identities))),
        name=older.name or younger.name,
        traditional=here.traditional,
        language=here.language or older.language or younger.language,
        unreachable=(*older.unreachable, *younger.unreachable),
        since=min(older.since, younger.since),
    )
    return with_numbers(merged, (*older.phones, *younger.phones), (*older.proven, *younger.proven))
