"""What runs on a disk that fails: the journal alone, and the whole store with units that run at the same time.

Each transaction adds a record, removes one of the seeds, and writes its name into records that it shares with others.
"""

import asyncio
import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random

from storage.embedded.embedded_store import EmbeddedStore, open_store
from storage.embedded.journal import DocumentChange, Journal, Tables, encode
from storage.ports import Conflict, Damaged, Unavailable
from storage.records.complaint_records import Customer, Note
from tests.storage.embedded.history import Fault, History
from tests.storage.embedded.power import Disk, PowerCut
from tests.storage.embedded.turns import taking_turns

SEEDS = 40
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)

REFUSALS = (Damaged, ValueError)
"""How a start says that the files are not what was written."""


def refused(refusal: Exception) -> list[Fault]:
    return [Fault("refused open", str(refusal))]


class Segments:
    """The journal alone, with its documents in memory, as the store has them."""

    def __init__(self, folder: Path, disk: Disk, history: History) -> None:
        self._disk, self._history = disk, history
        self._files = Journal(folder)
        self._tables: Tables = {}

    def open(self) -> list[Fault]:
        """Read all, and return what is wrong with it."""
        try:
            self._tables = self._files.replay()
        except REFUSALS as refusal:
            return refused(refusal)
        return self._history.opened(traces(self._tables))

    def sow(self) -> None:
        """Write the seeds, if they are not there."""
        seeds = [DocumentChange("seeds", f"{number}", b'{"v":1}') for number in range(1, SEEDS)]
        while "seeds" not in self._tables:
            with suppress(Unavailable):
                self._files.append([encode(seeds)])
                self._apply(seeds)

    def append(self, transactions: int = 1) -> None:
        """Write a group of so many transactions; note what became of it."""
        names, changes = list[str](), list[list[DocumentChange]]()
        shared = json.loads(self._tables.get("shared", {}).get("all", b'{"names":[]}'))["names"]
        for _ in range(transactions):
            number = self._history.next()
            names.append(f"{number}")
            shared.append(f"{number}")
            changes.append(
                [
                    DocumentChange(
                        "new", f"{number}", json.dumps({"v": 1, "text": "x" * (number * 37 % 200)}).encode()
                    ),
                    DocumentChange("shared", "all", json.dumps({"names": shared}).encode()),
                    DocumentChange("seeds", f"{number}", None),
                ]
            )
            self._history.begin(f"{number}", {f"{kind}:{number}" for kind in _kinds(number, "shared")})
        try:
            self._files.append([encode(transaction) for transaction in changes])
        except Unavailable:
            for name in names:
                self._history.refuse(name)
        else:
            for name in names:
                self._history.acknowledge(name)
            self._apply([change for transaction in changes for change in transaction])

    def rotate(self) -> int | None:
        """Begin a segment; return its number, or None if the disk refused."""
        with suppress(Unavailable):
            return self._files.rotate()
        return None

    def snapshot(self, beside: Callable[[], None] | None = None) -> None:
        """Replace what there is by a snapshot, and do something else in the middle of that, as another thread does."""
        number = self.rotate()
        if number is not None:
            self._disk.beside = beside
            with suppress(Unavailable):
                self._files.snapshot(number, {table: dict(documents) for table, documents in self._tables.items()})

    def close(self) -> None:
        """Let go of the files, as the end of the process does."""
        with suppress(OSError):
            self._files.close()

    def _apply(self, changes: list[DocumentChange]) -> None:
        for table, key, document in changes:
            if document is None:
                self._tables.setdefault(table, {}).pop(key, None)
            else:
                self._tables.setdefault(table, {})[key] = document


def traces(tables: Tables) -> Iterator[str]:
    """Yield what transactions left in the tables of a journal."""
    yield from (f"new:{key}" for key in tables.get("new", ()))
    if "seeds" in tables:
        yield from (f"seed:{number}" for number in range(1, SEEDS) if f"{number}" not in tables["seeds"])
    for document in tables.get("shared", {}).values():
        yield from (f"shared:{name}" for name in json.loads(document)["names"])


def _kinds(number: int, *shared: str) -> tuple[str, ...]:
    return ("new", *shared, "seed") if number < SEEDS else ("new", *shared)


def journal_life(folder: Path, disk: Disk, history: History, chance: Random) -> list[Fault]:
    """Open the journal, do all that the store does with it in any order, and close it; a crash ends it anywhere."""
    work = Segments(folder, disk, history)
    try:
        faults = work.open()
        if faults:
            return faults
        work.sow()
        for _ in range(chance.randint(3, 9)):
            if chance.random() < 0.2:
                disk.refuse(chance.randint(1, 4))
            match chance.random():
                case roll if roll < 0.65:
                    work.append(chance.randint(1, 3))
                case roll if roll < 0.7:
                    work.rotate()
                case roll:
                    work.snapshot(work.append if roll < 0.9 else None)
        return faults
    finally:
        work.close()


def store_life(folder: Path, disk: Disk, history: History, chance: Random) -> list[Fault]:
    """Do what ``journal_life`` does with the whole store, and units that run at the same time."""
    return asyncio.run(_store_life(folder, disk, history, chance))


def store_life_in_turns(folder: Path, disk: Disk, history: History, chance: Random) -> list[Fault]:
    """Do what ``store_life`` does without threads, in an order that chance says; most faults are found this way."""
    with taking_turns(chance):
        return store_life(folder, disk, history, chance)


async def _store_life(folder: Path, disk: Disk, history: History, chance: Random) -> list[Fault]:
    try:
        store = await open_store(folder)
    except REFUSALS as refusal:
        return refused(refusal)
    try:
        faults = history.opened(await store_traces(store))
        if faults or not await _sown(store, disk):
            return faults
        writers = (_write(store, disk, history, chance) for _ in range(chance.randint(1, 5)))
        shown = await asyncio.gather(*writers)
        if not disk.off:
            faults = history.seen(await store_traces(store))
        return faults + [fault for faults in shown for fault in faults]
    finally:
        await store.close()
        if disk.off:
            raise PowerCut


async def _sown(store: EmbeddedStore, disk: Disk) -> bool:
    """Write the seeds, if they are not there, and the shared customers; return whether they are."""
    while not disk.off and not await store.unit().get(Customer, "c1"):
        unit = store.unit()
        there = {note.id for note in await unit.find(Note)}
        for name in sorted({f"seed-{number}" for number in range(1, SEEDS)} - there):
            unit.add(Note(id=name, ticket="t", author="a", at=NOON, text=""))
        for name in ("c1", "c2", "c3"):
            unit.add(Customer(id=name, identities=(), since=NOON))
        with suppress(Unavailable):
            await unit.commit()
    return not disk.off


async def _write(store: EmbeddedStore, disk: Disk, history: History, chance: Random) -> list[Fault]:
    """Commit some units, one after the other; return what is wrong with what is seen in between."""
    faults = list[Fault]()
    for _ in range(chance.randint(1, 4)):
        if chance.random() < 0.1:
            disk.refuse(chance.randint(1, 4))
        name = f"{history.next()}"
        try:
            await _commit(store, history, name, chance)
        except (Conflict, Unavailable):
            if not disk.off:
                history.refuse(name)
        else:
            if not disk.off:
                history.acknowledge(name)
        if disk.off:
            break
        if chance.random() < 0.2:
            faults += history.seen(await store_traces(store))
    return faults


async def _commit(store: EmbeddedStore, history: History, name: str, chance: Random) -> None:
    customers = chance.sample(("c1", "c2", "c3"), chance.randint(1, 2))
    history.begin(name, {f"{kind}:{name}" for kind in _kinds(int(name), *customers)})
    unit = store.unit()
    found = [await unit.get(Customer, key) for key in customers]
    for _ in range(chance.randint(0, 3)):
        await asyncio.sleep(0)
    # One that is lost shows by the trace that is missing.
    for customer in filter(None, found):
        unit.put(replace(customer, identities=(*customer.identities, name)))
    unit.add(Note(id=f"new-{name}", ticket="t", author="a", at=NOON, text="x" * (int(name) * 37 % 200)))
    if int(name) < SEEDS:
        unit.delete(Note(id=f"seed-{name}", ticket="t", author="a", at=NOON, text=""))
    await unit.commit()


async def store_traces(store: EmbeddedStore) -> list[str]:
    """Return what transactions left in a store."""
    unit = store.unit()
    notes = {note.id for note in await unit.find(Note)}
    customers = await unit.find(Customer)
    found = [f"new:{key[4:]}" for key in notes if key.startswith("new-")]
    if customers:
        found += [f"seed:{number}" for number in range(1, SEEDS) if f"seed-{number}" not in notes]
    return found + [f"{customer.id}:{name}" for customer in customers for name in customer.identities]
