"""What is kept no longer than it is needed: settled matters after some time, and marks that have served their purpose.

How long that is, is said in `retention_rules`, what is settled in `retention_policy`, and what is left where words or
contacts go alone in `blanking`. It is done under the locks of the customer's addresses: whoever writes at that
moment finds either all of it or none, and is heard in any case.
"""

import asyncio
import logging
from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import takewhile
from typing import TypeVar
from zoneinfo import ZoneInfo

from bot.desk.core.environment import Environment
from bot.desk.core.kept_files import let_go, remove_unheld
from bot.desk.customers.phone_codes import COUNTED_FOR
from bot.desk.jobs.retention_policy import AgedMatters, aged
from bot.desk.jobs.retention_rules import KEPT, RetentionRules
from bot.desk.privacy.blanking import BlankedPart, Blanking, naming, write_left
from bot.desk.privacy.holdings import all_of, count, kept_of
from bot.desk.scripts.funnel_report import WAY, way_kept
from bot.desk.scripts.registry import ScriptRegistry
from bot.desk.staff.audit import PROGRAM, Actor, put_on_record
from bot.desk.staff.audit_chain import SHORTENED
from bot.desk.tickets.search_index import keep_findable
from storage.file_store import FileStore
from storage.ports import StorageError, Store, UnitOfWork
from storage.records.access_records import Access, Audit
from storage.records.complaint_records import Conversation, Customer, JournalEntry, Occurrence, Ticket, Timer
from storage.records.finding_records import Label, Proof, Suspicion
from storage.records.record import Record
from storage.records.register_records import ImportRun
from storage.records.traffic_records import Attachment, InboxMark, InboxRow, Mail

R = TypeVar("R", bound=Record)

log = logging.getLogger(__name__)

MARKS_FOR = timedelta(days=30)
"""How long it is remembered that an update was taken. Telegram offers one again for a day."""
FIRST = 600.0
DAY = 86_400.0
"""Seconds from the start to the first look, and from each look to the next."""
LOOKED_AT = 2000
"""Customers who are looked at for a preview at once: a few seconds. All others are counted behind the page."""
COUNT_HOLDS = timedelta(hours=1)
"""For how long what was counted of all customers is told again."""
_AT_A_TIME = 200
NOBODYS_FOR = timedelta(days=1)
"""After so long a file that no record names goes: one that was looked at and never taken in, or left by a crash."""


@dataclass(frozen=True)
class RetentionPreview:
    """What would go tonight."""

    counts: Counter[str]
    """As `Retention.remove` counts."""
    is_whole: bool
    """Everybody was looked at; otherwise as much goes at least."""


class Retention:
    """Removes what is too old."""

    def __init__(
        self,
        store: Store,
        environment: Environment,
        files: FileStore,
        scripts: ScriptRegistry,
        zone: Callable[[], ZoneInfo],
    ) -> None:
        self._store = store
        self._environment = environment
        self._files = files
        self._scripts = scripts
        self._zone = zone
        self._counted: tuple[RetentionRules, datetime, Counter[str]] | None = None
        """What was counted of all customers last: by which rules, and when."""
        self._to_count: RetentionRules | None = None
        self._is_asked = asyncio.Event()

    async def serve(self, rules: Callable[[], RetentionRules], sleep: Callable[[float], Awaitable[None]]) -> None:
        """Remove what is too old once a day, for ever; ``rules`` say how old that is then."""
        await sleep(FIRST)
        while True:
            try:
                await self.remove(rules())
            except StorageError as fault:
                log.warning("what is too old stays for another day: %s", fault)
            except Exception:  # this loop's: a bug here is no reason to stop serving
                log.exception("what is too old stays for another day")
            await sleep(DAY)

    async def remove(self, rules: RetentionRules, *, dry: bool = False) -> Counter[str]:
        """Remove what nobody has had to do with for so many days; return how many records went, by kind.

        Of what stays, ``texts`` and ``talks`` are the tickets and conversations that lost their words, ``files`` what
        was sent, and ``contacts`` the customers who became nobody. Marks of updates, sign-ins and codes that are over
        go in any case. ``dry`` removes nothing, and only counts.

        Raises:
            Unavailable: if the store cannot be reached now; what was removed by then stays removed.

        """
        now, (gone, _) = self._environment.now(), await self._settled(rules, dry=dry)
        if before := rules.quoted_before(now):
            gone += await self._each(Suspicion, lambda one: one.at < before, dry=dry)  # they quote customers,
            gone += await self._each(Label, lambda one: one.at < before, dry=dry)  # and these hold whole tellings
        gone += await self._each(InboxMark, lambda mark: mark.at < now - MARKS_FOR, dry=dry)
        gone += await self._each(InboxRow, lambda row: bool(row.problem) and row.at < now - MARKS_FOR, dry=dry)
        gone += await self._each(Mail, lambda mail: bool(mail.problem) and mail.at < now - MARKS_FOR, dry=dry)
        gone += await self._each(Timer, lambda timer: bool(timer.problem) and timer.due < now - MARKS_FOR, dry=dry)
        gone += await self._each(Access, lambda access: access.expires <= now, dry=dry)
        gone += await self._shorten(now - timedelta(days=rules.audit_days), dry=dry)
        gone += await self._each(Proof, lambda proof: proof.expires + COUNTED_FOR <= now, dry=dry)
        if not dry:
            await self._remove_nobodys(now)
        if gone and not dry:
            log.info("removed what was too old: %s", ", ".join(f"{count} {kind}" for kind, count in gone.items()))
        return gone

    async def preview(self, rules: RetentionRules) -> RetentionPreview:
        """Return what of matters and of the record would go now.

        Of very many customers only the oldest are looked at; the others are counted meanwhile, if `count_all` goes on,
        and told when it is asked again.

        Raises:
            Unavailable: if the store cannot be reached now.
        """
        now, known = self._environment.now(), self._counted
        if known and known[0] == rules and now - known[1] < COUNT_HOLDS:
            counts, is_whole = known[2], True
        else:
            counts, is_whole = await self._settled(rules, dry=True, most=LOOKED_AT)
        if not is_whole:
            self._to_count = rules
            self._is_asked.set()
        return RetentionPreview(
            counts + await self._shorten(now - timedelta(days=rules.audit_days), dry=True), is_whole
        )

    async def count_all(self) -> None:
        """Count of all customers what a preview found to be too much for it, for ever; the newest rules come next."""
        while True:
            await self._is_asked.wait()
            self._is_asked.clear()
            if self._to_count is None:
                continue
            rules, now = self._to_count, self._environment.now()
            try:
                counts, _ = await self._settled(rules, dry=True)
                self._counted = (rules, now, counts)
            except StorageError as fault:
                log.warning("what would go could not be counted: %s", fault)
            except Exception:  # this loop's, as in `serve`
                log.exception("what would go could not be counted")

    async def _remove_nobodys(self, now: datetime) -> None:
        """Remove the files that no record has had for a day: an import brings one before anybody decides on it."""
        run = await self._store.unit().last(ImportRun)
        old = [one for one in await self._files.older_than(now - NOBODYS_FOR) if run is None or one != run.file]
        for first in range(0, len(old), _AT_A_TIME):
            some, unit = old[first : first + _AT_A_TIME], self._store.unit()
            held = {one.digest for one in await unit.find_each(Attachment, "digest", some)}
            async with self._store.unit() as locked:
                await remove_unheld(locked, self._files, set(some) - held)

    async def _settled(self, rules: RetentionRules, *, dry: bool, most: int | None = None) -> tuple[Counter[str], bool]:
        """Go through the customers that may have something so old; return whether that were all of them."""
        gone, looked, now = Counter[str](), 0, self._environment.now()
        moments = [at for kind in KEPT if (at := rules.cutoffs(kind, now).latest)]
        before = max(moments, default=None)
        if before is None:
            return gone, True
        async for page in all_of(self._store.unit(), Customer):
            old = [customer for customer in page if customer.since < before]
            if not old:
                break  # they come in the order of their time
            for customer in old:
                looked += 1
                if most is not None and looked > most:
                    return gone, False
                found = await aged(self._store.unit(), customer, rules, now)
                gone += _counted(found if dry or not found else await self._in_lane(customer, rules))
                await asyncio.sleep(0)  # customers come first
        return gone, True

    async def _in_lane(self, known: Customer, rules: RetentionRules) -> AgedMatters:
        now = self._environment.now()
        async with self._store.unit() as unit:
            customer = await _held(unit, known)
            found = await aged(unit, customer, rules, now) if customer else AgedMatters()
            if customer is None or not found:
                return found
            sent = [record for record in found.gone if isinstance(record, Attachment)]
            await let_go(unit, self._files, [*sent, *found.files])
            for record in found.gone:
                unit.delete(record)
            for file in found.files:
                unit.put(replace(file, status="lost", digest="", name="", source="", unique=""))
            await self._blank(unit, customer, found.worded, "words", besides=found.files)
            await unit.commit()
        if found.has_contacts:
            await self._forget_contacts(known, rules)
        return found

    async def _forget_contacts(self, known: Customer, rules: RetentionRules) -> None:
        """Have nobody know any more who it was: after what else goes, as the tickets are found by other words then."""
        async with self._store.unit() as unit:
            customer = await _held(unit, known)
            # Looked at anew: whoever has written since the words went is somebody.
            if customer and (await aged(unit, customer, rules, self._environment.now())).has_contacts:
                kept = [one for one in await kept_of(unit, customer) if not self._comes_in(one)]
                await self._blank(unit, customer, kept, "contacts")
                await keep_findable(unit, anew=True)
                await unit.commit()

    def _comes_in(self, record: Record) -> bool:
        """Tell whether it is of what is being said just now, or keeps that from being heard twice."""
        is_waiting = isinstance(record, InboxRow) and not record.problem
        return is_waiting or (isinstance(record, InboxMark) and record.at >= self._environment.now() - MARKS_FOR)

    async def _blank(
        self,
        unit: UnitOfWork,
        customer: Customer,
        records: Sequence[Record],
        part: BlankedPart,
        besides: Sequence[Record] = (),
    ) -> None:
        talks = [one for one in records if isinstance(one, Conversation) and WAY not in one.state.get("facts", {})]
        keys = {one.script for one in records if isinstance(one, Conversation | Ticket)}
        journals = defaultdict[str, list[JournalEntry]](list)
        for entry in records:
            if isinstance(entry, JournalEntry):
                journals[entry.conversation].append(entry)
        ways = {one.id: way_kept(self._scripts, one, journals[one.id], self._zone()) for one in talks}
        told = frozenset(one.text for one in records if isinstance(one, Occurrence))
        scripts = {key: self._scripts.script(key) for key in keys}
        named = naming(customer, [one for one in records if isinstance(one, Ticket)], scripts)
        rules = Blanking(customer, self._environment.now(), scripts, told, frozenset({part}), named, ways)
        for record in records:
            if record not in besides:
                write_left(unit, record, rules.left_of(record))

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


async def _held(unit: UnitOfWork, known: Customer) -> Customer | None:
    """Hold a customer's addresses, and return the customer if they still are the same."""
    for address in sorted(known.identities):
        await unit.hold(address)
    customer = await unit.get(Customer, known.id)
    return customer if customer is not None and customer.identities == known.identities else None


def _counted(found: AgedMatters) -> Counter[str]:
    kinds = count(found.worded)
    parts = {"texts": kinds["Ticket"], "talks": kinds["Conversation"], "files": len(found.files)}
    return +(count(found.gone) + Counter(parts | {"contacts": int(found.has_contacts)}))
