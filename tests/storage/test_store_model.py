"""Units of work in any order, with conflicts, restarts and full disks, beside a dict that does the same."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar
from unittest.mock import patch

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from storage.embedded import disk, index, journal
from storage.embedded import embedded_store as embedded_store
from storage.ports import Conflict, Store, Unavailable, UnitOfWork
from storage.postgres import postgres_store as postgres_store
from storage.records.complaint_records import Customer
from tests.storage.postgres_server import database

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ADDRESSES = ("web:1", "web:2", "web:3")

Model = dict[str, Customer]

CHANGES = st.dictionaries(
    st.sampled_from("abcdef"),
    st.tuples(st.sampled_from(["add", "put", "put stale", "delete"]), st.sets(st.sampled_from(ADDRESSES))),
    max_size=4,
)


class AgainstADict(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.model: Model = {}
        self.store = self.runner.run(self.opened())

    def teardown(self) -> None:
        self.runner.run(self.store.close())
        self.runner.close()

    async def opened(self) -> Store:
        raise NotImplementedError

    @rule(changes=CHANGES)
    def commit(self, changes: dict[str, tuple[str, set[str]]]) -> None:
        unit, after = self.changed(changes)
        if after is None:
            with pytest.raises(Conflict):
                self.runner.run(unit.commit())
        else:
            self.runner.run(unit.commit())
            self.model = after

    @rule(changes=CHANGES)
    def drop(self, changes: dict[str, tuple[str, set[str]]]) -> None:
        self.changed(changes)

    @precondition(lambda self: self.model)
    @rule()
    def restart(self) -> None:
        self.runner.run(self.store.close())
        self.store = self.runner.run(self.opened())

    @invariant()
    def finds_what_the_dict_holds(self) -> None:
        self.compare(self.store.unit(), self.model)

    def changed(self, changes: dict[str, tuple[str, set[str]]]) -> tuple[UnitOfWork, Model | None]:
        """Return a unit with the changes, and the model after them: None where they are a conflict."""
        unit, after, conflict = self.store.unit(), dict(self.model), False
        for key, (verb, addresses) in changes.items():
            stored = self.model.get(key)
            record = Customer(id=key, identities=tuple(sorted(addresses)), since=NOON)
            if verb == "add":
                unit.add(record)
                conflict |= stored is not None
                after[key] = record
            elif verb == "delete":
                unit.delete(record)
                after.pop(key, None)
            else:
                revision = (stored.revision if stored else 0) + (verb == "put stale")
                unit.put(replace(record, revision=revision))
                conflict |= stored is None or stored.revision != revision
                after[key] = replace(record, revision=revision + 1)
        self.compare(unit, after)
        return unit, None if conflict else after

    def compare(self, unit: UnitOfWork, model: Model) -> None:
        everybody = [model[key] for key in sorted(model)]
        assert everybody == self.runner.run(unit.find(Customer))
        assert everybody[-1:] == [last for last in [self.runner.run(unit.last(Customer))] if last]
        for address in ADDRESSES:
            there = [record for record in everybody if address in record.identities]
            assert there == self.runner.run(unit.find(Customer, identities=address))
            below = [record for record in there if record.id < "d"][:2]
            assert below == self.runner.run(unit.find(Customer, identities=address, before="d", limit=2))


class Embedded(AgainstADict):
    def __init__(self) -> None:
        self.folder = TemporaryDirectory()
        super().__init__()

    def teardown(self) -> None:
        super().teardown()
        self.folder.cleanup()

    async def opened(self) -> Store:
        return await embedded_store.open_store(Path(self.folder.name))

    @rule(changes=CHANGES)
    def commit_to_a_full_disk(self, changes: dict[str, tuple[str, set[str]]]) -> None:
        unit, _ = self.changed(changes)
        with patch.object(disk, "sync_data", side_effect=OSError(28, "full")), suppress(Conflict, Unavailable):
            self.runner.run(unit.commit())


class OnPostgres(AgainstADict):
    url: ClassVar[str]

    def teardown(self) -> None:
        unit = self.store.unit()
        for record in self.model.values():
            unit.delete(record)
        self.runner.run(unit.commit())
        super().teardown()

    async def opened(self) -> Store:
        return await postgres_store.open_store(self.url)


@pytest.fixture(autouse=True, scope="module")
def _small_things() -> Iterator[None]:
    """Short lists and early snapshots, so that small examples reach them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(index, "SHORT", 2)
        patch.setattr(journal, "WORTH_COMPACTING", 2_000)
        yield


@pytest.fixture(autouse=True, scope="module")
def _database(postgres: str) -> Iterator[None]:
    with asyncio.Runner() as runner:
        made = database(postgres)
        OnPostgres.url = runner.run(made.__aenter__())
        yield
        runner.run(made.__aexit__(None, None, None))


TestEmbedded = Embedded.TestCase
TestEmbedded.settings = settings(max_examples=60, stateful_step_count=15)
TestOnPostgres = OnPostgres.TestCase
TestOnPostgres.settings = settings(max_examples=20, stateful_step_count=15)
