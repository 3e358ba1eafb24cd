"""Who else told the same? Compares a ticket with the tellings of other customers, for the staff.

Customers are never shown any of it. The store finds what shares rare words, here it is compared as repeats are.
"""

from bot.matching.grams import Weights
from bot.matching.grams import alike as score
from bot.matching.normalise import tokens
from storage.ports import Store
from storage.records import Occurrence, Ticket

ALIKE = 0.4
"""From here on two tellings are about the same, for somebody who looks at both."""
AT_MOST = 5
"""Tickets that are shown."""
COMPARED = 100
"""Tellings that are compared; those that share less are left out."""


def words(text: str) -> tuple[str, ...]:
    """Return what a telling is found by, each word once."""
    return tuple(dict.fromkeys(tokens(text)))


async def others(store: Store, ticket: Ticket) -> list[Ticket]:
    """Return the tickets of other customers that tell the same, the likeliest first."""
    unit = store.unit()
    found = await unit.alike(Occurrence, words(ticket.description), COMPARED, "words")
    scored = [
        (score(frozenset(words(ticket.description)), frozenset(telling.words), Weights()), telling)
        for telling in found
        if telling.ticket != ticket.id
    ]
    likely = sorted((pair for pair in scored if pair[0] >= ALIKE), key=lambda pair: (-pair[0], pair[1].id))
    keys = dict.fromkeys(telling.ticket for _, telling in likely)
    tickets = [await unit.get(Ticket, key) for key in keys]
    return [other for other in tickets if other is not None and other.customer != ticket.customer][:AT_MOST]
