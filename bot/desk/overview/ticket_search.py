"""Finds tickets, open or closed, by whatever is known of them: reference, words, name, number, place, outcome."""

import re

from bot.matching.normalise import plain, tokens
from storage.ports import Store, UnitOfWork
from storage.records.complaint_records import SearchEntry, Ticket

LONGEST = 200
"""Characters of what is searched for."""
NEARLY = 10
"""Tickets that are shown where none holds all."""
_NUMBER = re.compile(r"[\d ()+-]+")
"""A number, however it is grouped."""


class TicketSearch:
    """Searches all tickets of a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    async def find(self, text: str, most: int) -> list[Ticket]:
        """Return the tickets that hold all the words, the newest first; where none does, those that hold the most."""
        unit, asked = self._store.unit(), asked_words(text)
        if named := await unit.last(Ticket, reference=text.strip().upper()):
            return [named]
        entries = await self._entries(unit, asked, most) if asked else []
        tickets = [await unit.get(Ticket, entry.id) for entry in entries]
        return [ticket for ticket in tickets if ticket]

    async def _entries(self, unit: UnitOfWork, asked: list[str], most: int) -> list[SearchEntry]:
        whole = await unit.find(SearchEntry, words=tuple(asked), newest=most)
        if whole or len(asked) == 1:
            return whole[::-1]
        return await unit.alike(SearchEntry, asked, NEARLY, "words")


def asked_words(text: str) -> list[str]:
    """Return the words that are searched for, each once; a number in groups is one word."""
    cut = plain(text[:LONGEST])
    if _NUMBER.fullmatch(cut):
        cut = re.sub(r"\D", "", cut)
    return list(dict.fromkeys(tokens(cut) or cut.split()))
