"""Erases what is kept of a customer, everywhere: rows, files, journal; and again after each restore of an older backup.

What stays of each record is said in `blanking`. It is done under the locks of the customer's addresses, in one commit
with the line on record; then the store forgets what it held before, and all of it is searched for what must be gone.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import orjson

from bot.desk.core.environment import Environment
from bot.desk.core.errors import Refusal, Refused
from bot.desk.core.kept_files import let_go, remove_unheld
from bot.desk.privacy.blanking import Blanking, write_left
from bot.desk.privacy.erasure_list import ErasureList
from bot.desk.privacy.holdings import Holdings, of_customer
from bot.desk.scripts.funnel_report import path_to_json, paths
from bot.desk.scripts.registry import ScriptRegistry
from bot.desk.staff.audit import COMMAND_LINE, Actor, put_on_record
from storage.file_store import FileStore
from storage.kinds import KINDS
from storage.ports import Conflict, Store, UnitOfWork
from storage.records.complaint_records import Conversation, Customer, JournalEntry, Message, Occurrence, Ticket
from storage.records.privacy_records import Erasure, LegalHold
from storage.records.record import Json
from storage.records.traffic_records import Attachment

log = logging.getLogger(__name__)

_TRIES = 10
_WORDS = 12
"""Signs from which on a text is looked for afterwards: what is shorter, anybody may have said."""
_TEXTS = 50
"""Messages that are looked for, the newest ones, beside all tellings."""
_NAME_SIGNS = 5
"""Bytes from which on a name is looked for: two Chinese characters, five letters."""


@dataclass(frozen=True)
class ErasureProof:
    """What was done, and what was found afterwards."""

    erasure: Erasure
    searched: int
    """Documents that were searched for the customer's name, numbers, addresses and words."""
    found: Mapping[str, int]
    """Where they still are, by kind: other people said the same, or spoke of the customer."""


class Eraser:
    """Erases customers."""

    def __init__(
        self,
        store: Store,
        environment: Environment,
        files: FileStore,
        scripts: ScriptRegistry,
        zone: Callable[[], ZoneInfo],
        erasures: ErasureList,
    ) -> None:
        self._store = store
        self._environment = environment
        self._files = files
        self._scripts = scripts
        self._zone = zone
        self._list = erasures

    async def erase(self, customer: str, by: Actor) -> ErasureProof:
        """Erase a customer, by id; a second time changes nothing, and does what a full disk has kept from being done.

        Raises:
            Refused: if there is no such customer, or a ticket is on legal hold.
            Unavailable: if the disk does not take it; what was committed by then stays done.
        """
        await self._list.keep()
        holdings, erasure = await self._retried(customer, by, self._environment.new_id())
        await self._list.keep([erasure])
        await self._store.forget()
        for address in holdings.customer.identities:
            self._store.changes.tell(address)
        return await self._proof(erasure, _needles(holdings))

    async def catch_up(self) -> int:
        """Do again what the list says and this store does not know; return how many customers that were.

        So a backup that is older than an erasure is erased again before anything of it is shown.

        Raises:
            Unavailable: if the store or the list cannot be used now.
        """
        unit, listed = self._store.unit(), await self._list.read()
        known = {one.id: one for one in await unit.find(Erasure)}
        missing = [one for one in listed if one.id not in known]
        done = 0
        for erasure in missing:
            done += await self._again(erasure)
        async with self._store.unit() as block:
            await remove_unheld(block, self._files, {digest for one in listed for digest in one.files})
        if known:
            await self._list.keep(known.values())
        if missing:
            await self._store.forget()
            log.info("%d erasures were done again on an older store", len(missing))
        return done

    async def _again(self, erasure: Erasure) -> int:
        unit = self._store.unit()
        theirs = [one for key in erasure.conversations if (one := await unit.get(Conversation, key))]
        keys = dict.fromkeys([erasure.customer, *(one.customer for one in theirs)])
        customers = [key for key in keys if await unit.get(Customer, key)]
        for key in customers:
            await self._retried(key, Actor(None, COMMAND_LINE), self._environment.new_id(), again=True)
        unit = self._store.unit()
        unit.add(erasure)
        try:
            await unit.commit()
        except Conflict:
            log.info("another process has done an erasure again")
        return len(customers)

    async def _retried(self, key: str, by: Actor, erasure: str, *, again: bool = False) -> tuple[Holdings, Erasure]:
        fault = Conflict("the customer goes on changing")
        for _ in range(_TRIES):
            known = await self._store.unit().get(Customer, key)
            if known is None:
                raise Refused(Refusal.NO_SUCH_CUSTOMER)
            async with self._store.unit() as unit:
                for address in sorted(known.identities):
                    await unit.hold(address)
                customer = await unit.get(Customer, key)
                if customer is None or customer.identities != known.identities:
                    continue
                try:
                    return await self._in_locks(unit, customer, by, erasure, again=again)
                except Conflict as conflict:
                    fault = conflict
        raise fault

    async def _in_locks(
        self, unit: UnitOfWork, customer: Customer, by: Actor, key: str, *, again: bool
    ) -> tuple[Holdings, Erasure]:
        holdings = await of_customer(unit, customer)
        tickets = holdings.of(Ticket)
        if not again and [one for one in tickets if await unit.get(LegalHold, one.id)]:
            raise Refused(Refusal.ON_HOLD)
        gone = await let_go(unit, self._files, holdings.of(Attachment))
        erasure = Erasure(
            id=key,
            customer=customer.id,
            at=self._environment.now(),
            conversations=tuple(one.id for one in holdings.of(Conversation)),
            files=tuple(gone),
            counts=self._blank(unit, holdings),
            paths=self._paths(holdings),
        )
        unit.add(erasure)
        about = ", ".join(one.reference for one in tickets)
        about = about or customer.id
        await put_on_record(unit, self._environment, "customer-erased", by, subject=customer.id, about=about)
        await unit.commit()
        return holdings, erasure

    def _blank(self, unit: UnitOfWork, holdings: Holdings) -> Json:
        """Write what is left of each record; return how many changed, by kind."""
        scripts = {one.script for one in holdings.of(Conversation)} | {one.script for one in holdings.of(Ticket)}
        told = frozenset(one.text for one in holdings.of(Occurrence))
        rules = Blanking(
            holdings.customer, self._environment.now(), {key: self._scripts.script(key) for key in scripts}, told
        )
        counts = Counter[str]()
        for record in holdings.records:
            counts[type(record).__name__] += write_left(unit, record, rules.left_of(record))
        return dict(+counts)

    def _paths(self, holdings: Holdings) -> Json:
        """Return which way each conversation took: the journals that tell it are going."""
        journals: dict[str, list[JournalEntry]] = {}
        for entry in holdings.of(JournalEntry):
            journals.setdefault(entry.conversation, []).append(entry)
        return {
            one.id: path_to_json(path)
            for one in holdings.of(Conversation)
            for path in paths(self._scripts, one, journals.get(one.id, []), self._zone())
        }

    async def _proof(self, erasure: Erasure, needles: list[bytes]) -> ErasureProof:
        searched, found = 0, Counter[str]()
        async with self._store.snapshot() as snapshot:
            for kind in KINDS:
                async for page in snapshot.documents(kind):
                    searched += len(page)
                    hits = await asyncio.to_thread(_hits, page, needles)
                    found += Counter({kind.__name__: hits})
        return ErasureProof(erasure, searched, +found)


def _hits(documents: Iterable[bytes], needles: list[bytes]) -> int:
    return sum(any(needle in document for needle in needles) for document in documents)


def _needles(holdings: Holdings) -> list[bytes]:
    """Return what must not be found any more, as documents hold it."""
    customer = holdings.customer
    said = [one.text for one in holdings.of(Message) if one.author == "customer" and len(one.text) >= _WORDS]
    told = [one.text for one in holdings.of(Occurrence) if len(one.text) >= _WORDS]
    named = [customer.name] if len(customer.name.encode()) >= _NAME_SIGNS else []
    texts = {*customer.identities, *customer.phones, *named, *told, *said[-_TEXTS:]}
    return [orjson.dumps(text)[1:-1] for text in sorted(texts) if ":erased-" not in text]
