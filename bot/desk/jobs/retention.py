"""What is kept no longer than it is needed: settled matters after some time, and marks that have served their purpose.

What is settled is decided in `retention_policy`. It is removed under the locks of the customer's addresses: whoever
writes at that moment finds either all of it or none, and is heard in any case.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from itertools import takewhile
from typing import TypeVar

from bot.desk.core.environment import Environment
from bot.desk.core.kept_files import let_go
from bot.desk.customers.phone_codes import COUNTED_FOR
from bot.desk.jobs.retention_policy import going
from bot.desk.privacy.holdings import all_of, count
from bot.desk.staff.audit import PROGRAM, Actor, put_on_record
from bot.desk.staff.audit_chain import SHORTENED
from storage.file_store import FileStore
from storage.ports import StorageError, Store, UnitOfWork
from storage.records.access_records import Access, Audit
from storage.records.complaint_records import Customer, Timer
from storage.records.finding_records import Label, Proof, Suspicion
from storage.records.record import Record
from storage.records.traffic_records import Attachment, InboxMark, InboxRow

R = TypeVar("R", bound=Record)

log = logging.getLogger(__name__)

FEWEST_DAYS = 30
"""Days that everything is kept at least: a survey and a second telling take their time."""
MARKS_FOR = timedelta(days=30)
"""How long it is remembered that an update was taken. Telegram offers one again for a day."""
AUDIT_DAYS = 365
FIRST = 600.0
DAY = 86_400.0
"""Seconds from the start to the first look, and from each look to the next."""


def read_days(text: str) -> int:
    """Return for how many days to keep.

    Raises:
        ValueError: if it is not a whole number, or less than `FEWEST_DAYS`.

    """
    if not text.isascii() or not text.isdigit() or len(text) > 5:
        raise ValueError(f"“{text}” is not a whole number of days")
    if int(text) < FEWEST_DAYS:
        raise ValueError(f"it must be at least {FEWEST_DAYS} days")
    return int(text)


class Retention:
    """Removes what is too old."""

    def __init__(self, store: Store, environment: Environment, files: FileStore) -> None:
        self._store = store
        self._environment = environment
        self._files = files

    async def serve(
        self, days: Callable[[], tuple[int | None, int]], sleep: Callable[[float], Awaitable[None]]
    ) -> None:
        """Remove what is too old once a day, for ever; ``days`` says how old that is, as `remove` wants it."""
        await sleep(FIRST)
        while True:
            try:
                await self.remove(*days())
            except StorageError as fault:
                log.warning("what is too old stays for another day: %s", fault)
            except Exception:  # this loop's: a bug here is no reason to stop serving
                log.exception("what is too old stays for another day")
            await sleep(DAY)

    async def remove(self, days: int | None, audit_days: int = AUDIT_DAYS, *, dry: bool = False) -> Counter[str]:
        """Remove what nobody has had to do with for so many days; return how many records went, by kind.

        None keeps what customers told for ever; marks of updates, sign-ins and codes that are over go in any case.
        ``dry`` removes nothing, and only counts.

        Raises:
            Unavailable: if the store cannot be reached now; what was removed by then stays removed.

        """
        now, gone = self._environment.now(), Counter[str]()
        if days is not None:
            before = now - timedelta(days=days)
            gone += await self._settled(before, dry=dry)
            gone += await self._each(Suspicion, lambda one: one.at < before, dry=dry)  # they quote customers,
            gone += await self._each(Label, lambda one: one.at < before, dry=dry)  # and these hold whole tellings
        gone += await self._each(InboxMark, lambda mark: mark.at < now - MARKS_FOR, dry=dry)
        gone += await self._each(InboxRow, lambda row: bool(row.problem) and row.at < now - MARKS_FOR, dry=dry)
        gone += await self._each(Timer, lambda timer: bool(timer.problem) and timer.due < now - MARKS_FOR, dry=dry)
        gone += await self._each(Access, lambda access: access.expires <= now, dry=dry)
        gone += await self._shorten(now - timedelta(days=audit_days), dry=dry)
        gone += await self._each(Proof, lambda proof: proof.expires + COUNTED_FOR <= now, dry=dry)
        if gone and not dry:
            log.info("removed what was too old: %s", ", ".join(f"{count} {kind}" for kind, count in gone.items()))
        return gone

    async def _settled(self, before: datetime, *, dry: bool) -> Counter[str]:
        """Go through the customers from before this moment: nobody else can have anything that old."""
        gone = Counter[str]()
        async for page in all_of(self._store.unit(), Customer):
            old = [customer for customer in page if customer.since < before]
            if not old:
                break  # they come in the order of their time
            for customer in old:
                found = await going(self._store.unit(), customer, before)
                gone += count(found if dry or not found else await self._in_lane(customer, before))
                await asyncio.sleep(0)  # customers come first
        return gone

    async def _in_lane(self, known: Customer, before: datetime) -> Sequence[Record]:
        async with self._store.unit() as unit:
            for address in sorted(known.identities):
                await unit.hold(address)
            customer = await unit.get(Customer, known.id)
            if customer is None or customer.identities != known.identities:
                return []
            over = await going(unit, customer, before)
            await let_go(unit, self._files, [record for record in over if isinstance(record, Attachment)])
            return await _remove(unit, over)

    async def _shorten(self, before: datetime, *, dry: bool) -> Counter[str]:
        """Remove the oldest lines of what is on record, which a line of the chain then tells."""
        over = list[Audit]()
        async for page in all_of(self._store.unit(), Audit):
            old = list(takewhile(lambda line: line.at < before, page))
            over += old
            if len(old) < len(page):
                break
        if over and not dry:
            async with self._store.unit() as unit:
                if last := over[-1].number:  # first, so that the line follows the newest also where that goes, too
                    await put_on_record(unit, self._environment, SHORTENED, Actor(None, PROGRAM), detail=str(last))
                for line in over:
                    unit.delete(line)
                await unit.commit()
        return count(over)

    async def _each(self, kind: type[R], is_over: Callable[[R], bool], *, dry: bool) -> Counter[str]:
        gone = Counter[str]()
        async for page in all_of(self._store.unit(), kind):
            over = [record for record in page if is_over(record)]
            gone += count(over if dry else await _remove(self._store.unit(), over))
        return gone


async def _remove(unit: UnitOfWork, records: Sequence[Record]) -> Sequence[Record]:
    for record in records:
        unit.delete(record)
    await unit.commit()
    return records
