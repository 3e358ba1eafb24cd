"""Who else told the same? Compares a ticket with the tellings of other customers, for the staff.

Customers are never shown any of it. The store finds what shares the most, here it is compared by what words weigh.
"""

from collections.abc import Iterable

from bot.matching.grams import Weights, alike
from bot.matching.normalise import tokens
from storage.ports import Store
from storage.records.complaint_records import Occurrence, Ticket

ALIKE = 0.4
"""From here on two tellings are about the same, for somebody who looks at both."""
AT_MOST = 5
"""Tickets that are shown."""
COMPARED = 30
"""Tellings that are compared; those that share less are left out."""


def words(text: str) -> tuple[str, ...]:
    """Return what a telling is found by, each word once."""
    return tuple(dict.fromkeys(tokens(text)))


def ranked(asked: Iterable[str], tellings: Iterable[Occurrence], weights: Weights) -> list[tuple[float, Occurrence]]:
    """Return how alike each telling is to one of these words, the likeliest first, of equals the oldest."""
    told = frozenset(asked)
    scored = [(alike(told, frozenset(telling.words), weights), telling) for telling in tellings]
    return sorted(scored, key=lambda pair: (-pair[0], pair[1].id))


async def others(store: Store, ticket: Ticket, weights: Weights) -> list[Ticket]:
    """Return the tickets of other customers that tell the same, the likeliest first."""
    unit, asked = store.unit(), words(ticket.description)
    found = await unit.alike(Occurrence, asked, COMPARED, "words")
    likely = [telling for likeness, telling in ranked(asked, found, weights) if likeness >= ALIKE]
    tickets = [await unit.get(Ticket, key) for key in dict.fromkeys(telling.ticket for telling in likely)]
    return [other for other in tickets if other is not None and other.customer != ticket.customer][:AT_MOST]


async def causes_of_alike(store: Store, ticket: Ticket, weights: Weights) -> list[tuple[str, float]]:
    """Return why other tickets happened that tell the like, each with how alike it is, the likeliest first."""
    unit, asked = store.unit(), words(ticket.description)
    found: list[tuple[str, float]] = []
    for likeness, telling in ranked(asked, await unit.alike(Occurrence, asked, COMPARED, "words"), weights):
        other = await unit.get(Ticket, telling.ticket) if telling.ticket != ticket.id else None
        if other is not None and other.cause and likeness >= ALIKE / 2:
            found.append((other.cause, likeness))
    return found[:AT_MOST]
