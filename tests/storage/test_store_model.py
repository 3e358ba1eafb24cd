"""Units of work in any order, with conflicts, full disks and restarts, beside a dict that does the same."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from storage import disk, journal, ordered
from storage.ports import Conflict, Unavailable
from storage.records import Customer
from storage.tinydb_store import EmbeddedUnit, open_store

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
        self.folder = TemporaryDirectory()
        self.runner = asyncio.Runner()
        self.model: Model = {}
        self.store = self.runner.run(open_store(Path(self.folder.name)))

    def teardown(self) -> None:
        self.runner.run(self.store.close())
        self.runner.close()
        self.folder.cleanup()

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
    def commit_to_a_full_disk(self, changes: dict[str, tuple[str, set[str]]]) -> None:
        unit, _ = self.changed(changes)
        with patch.object(disk, "sync_data", side_effect=OSError(28, "full")), suppress(Conflict, Unavailable):
            self.runner.run(unit.commit())

    @rule(changes=CHANGES)
    def drop(self, changes: dict[str, tuple[str, set[str]]]) -> None:
        self.changed(changes)

    @precondition(lambda self: self.model)
    @rule()
    def restart(self) -> None:
        self.runner.run(self.store.close())
        self.store = self.runner.run(open_store(Path(self.folder.name)))

    @invariant()
    def finds_what_the_dict_holds(self) -> None:
        self.compare(self.store.unit(), self.model)

    def changed(self, changes: dict[str, tuple[str, set[str]]]) -> tuple[EmbeddedUnit, Model | None]:
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

    def compare(self, unit: EmbeddedUnit, model: Model) -> None:
        everybody = [model[key] for key in sorted(model)]
        assert everybody == self.runner.run(unit.find(Customer))
        assert everybody[-1:] == [last for last in [self.runner.run(unit.last(Customer))] if last]
        for address in ADDRESSES:
            there = [record for record in everybody if address in record.identities]
            assert there == self.runner.run(unit.find(Customer, identities=address))
            below = [record for record in there if record.id < "d"][:2]
            assert below == self.runner.run(unit.find(Customer, identities=address, before="d", limit=2))


@pytest.fixture(autouse=True, scope="module")
def _small_things() -> Iterator[None]:
    """Short lists and early snapshots, so that small examples reach them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ordered, "SHORT", 2)
        patch.setattr(journal, "WORTH_COMPACTING", 2_000)
        yield


TestAgainstADict = AgainstADict.TestCase
TestAgainstADict.settings = settings(max_examples=60, stateful_step_count=15, deadline=None)
