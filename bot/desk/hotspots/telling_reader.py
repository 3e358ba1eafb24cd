"""What customers told, read from the store in order and page by page: everybody else is served in between."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import datetime

from bot.desk.hotspots.window import WindowTelling, window_telling
from dialogs.model.script import Script
from storage.ports import Store, UnitOfWork
from storage.records.complaint_records import Occurrence, Ticket

_PAGE = 200


class TellingReader:
    """The occurrences of a store with who told them and where, as far as their tickets are still there."""

    def __init__(self, store: Store, script_of: Callable[[str], Script | None]) -> None:
        self._store = store
        self._script_of = script_of

    async def before(self, moment: datetime) -> str:
        """Return an id behind which all comes that was told since a moment; a page of older ones may come too."""
        key: str | None = None
        while page := await self._store.unit().find(Occurrence, before=key, newest=_PAGE):
            key = page[0].id
            if page[0].at < moment:
                return key
            await asyncio.sleep(0)
        return ""

    async def by_minute(self, after: str, until: datetime) -> AsyncIterator[tuple[str, list[WindowTelling]]]:
        """Yield what was told in each minute, up to a moment, with the id of the last that was looked at."""
        last, step = after, list[WindowTelling]()
        async for occurrence, one in self._all(after, until):
            if step and one is not None and _minute(one) != _minute(step[0]):
                yield last, step
                step = []
            last = occurrence.id
            step += [one] if one is not None else []
        if last != after:
            yield last, step

    async def _all(self, after: str, until: datetime) -> AsyncIterator[tuple[Occurrence, WindowTelling | None]]:
        while page := await self._store.unit().find(Occurrence, after=after, limit=_PAGE):
            unit = self._store.unit()
            for occurrence in page:
                if occurrence.at >= until:
                    return
                yield occurrence, await self._read(unit, occurrence)
            after = page[-1].id
            await asyncio.sleep(0)

    async def _read(self, unit: UnitOfWork, occurrence: Occurrence) -> WindowTelling | None:
        ticket = await unit.get(Ticket, occurrence.ticket)
        if ticket is None or not occurrence.text:
            return None
        return window_telling(
            at=occurrence.at,
            customer=ticket.customer,
            ticket=ticket.id,
            script=ticket.script,
            text=occurrence.text,
            place=self._place(ticket),
        )

    def _place(self, ticket: Ticket) -> str:
        script = self._script_of(ticket.script)
        slots = script.slots.values() if script else ()
        return next(
            (str(ticket.slots[slot.key]) for slot in slots if slot.type == "place" and slot.key in ticket.slots), ""
        )


def _minute(window_telling: WindowTelling) -> datetime:
    return window_telling.at.replace(second=0, microsecond=0)
