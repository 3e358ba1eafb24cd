"""What a snapshot holds besides documents: a start takes its indexes as they are, and does without where it must."""

import zlib
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.embedded import document_table, index, journal
from storage.embedded.embedded_store import EmbeddedStore, open_store
from storage.embedded.frames import frame
from storage.embedded.inspection import inspect, readable
from storage.embedded.journal import DocumentChange, Journal, encode, write_snapshot
from storage.records.complaint_records import Customer
from storage.records.traffic_records import MessageRef, StaffNotice
from tests.storage.kept_samples import read

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _small_things(monkeypatch: pytest.MonkeyPatch) -> None:
    """Short chunks, and a snapshot at each clean close."""
    monkeypatch.setattr(index, "SHORT", 2)
    monkeypatch.setattr(journal, "WORTH_COMPACTING", 20)


def customer(key: str, *identities: str) -> Customer:
    return Customer(id=key, identities=identities, since=NOON)


async def added(store: EmbeddedStore, *records: Customer) -> None:
    unit = store.unit()
    for record in records:
        unit.add(record)
    await unit.commit()


async def ids(store: EmbeddedStore, identity: str) -> list[str]:
    return [found.id for found in await store.unit().find(Customer, identities=identity)]


async def closed(folder: Path, *records: Customer) -> None:
    store = await open_store(folder)
    await added(store, *records)
    await store.close()


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


async def test_a_clean_close_leaves_a_snapshot_where_the_next_start_is_worth_it(tmp_path: Path) -> None:
    await closed(tmp_path, customer("c1", "web:1"))

    assert names(tmp_path) == {"00000002.journal", "00000002.snapshot", "begun", "lock"}


async def test_a_start_looks_into_no_document_of_a_snapshot(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    await closed(tmp_path, *(customer(f"c{number}", f"web:{number % 3}", "web:all") for number in range(9)))
    with monkeypatch.context() as patch:
        patch.setattr(document_table.DocumentTable, "_values", None)
        store = await open_store(tmp_path)
    found = await ids(store, "web:1"), len(await ids(store, "web:all"))
    await store.close()

    assert found == (["c1", "c4", "c7"], 9)


async def test_what_was_changed_behind_a_snapshot_is_found_as_it_is_now(tmp_path: Path) -> None:
    await closed(tmp_path, customer("c1", "web:1"), customer("c2", "web:1"), customer("c3", "web:3"))
    with closing(Journal(tmp_path)) as files:
        files.replay()
        moved = (
            encode([DocumentChange("Customer", "c1", None)]),
            encode([DocumentChange("Customer", "c4", _document("c4", "web:1"))]),
        )
        files.append([*moved, encode([DocumentChange("Customer", "c2", _document("c2", "web:3"))])])
    store = await open_store(tmp_path)
    found = await ids(store, "web:1"), await ids(store, "web:3")
    await store.close()

    assert found == (["c4"], ["c2", "c3"])


async def test_an_index_over_other_fields_is_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(Customer, "INDEXES", ("name",))
        await closed(tmp_path, customer("c1", "web:1"), customer("c2", "web:1"))
    store = await open_store(tmp_path)
    found = await ids(store, "web:1")
    await store.close()

    assert found == ["c1", "c2"]


async def test_an_index_whose_checksums_are_those_of_an_older_program_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(document_table, "checksum", lambda value, _: zlib.crc32(value.encode()))
        patch.setattr(document_table.DocumentTable, "_numbered", lambda self: tuple(self._fields))
        await closed(tmp_path, customer("c1", "web:1"))
    store = await open_store(tmp_path)
    found = await ids(store, "web:1")
    await store.close()

    assert found == ["c1"]


def old_snapshot(folder: Path) -> None:
    """Write a snapshot as the first program did, a line a document."""
    changes = [DocumentChange("Customer", key, _document(key, "web:1")) for key in ("c2", "c1")]
    (folder / "00000002.snapshot").write_bytes(frame(encode(changes[:1])) + frame(encode(changes[1:])) + frame(b""))
    (folder / "00000002.journal").touch()


async def test_a_snapshot_of_the_first_form_opens_and_becomes_one_of_this(tmp_path: Path) -> None:
    old_snapshot(tmp_path)
    for _ in range(2):
        store = await open_store(tmp_path)
        found = await ids(store, "web:1")
        await store.close()

    assert found == ["c1", "c2"]
    assert b'{"table":"Customer","keys":["c1","c2"]}' in (tmp_path / "00000003.snapshot").read_bytes()


@pytest.mark.parametrize("is_old", [True, False])
async def test_both_forms_are_inspected_and_exported(is_old: bool, tmp_path: Path) -> None:
    if is_old:
        old_snapshot(tmp_path)
    else:
        await closed(tmp_path, customer("c1", "web:1"), customer("c2", "web:1"))
    found = inspect(tmp_path)

    assert (found.damaged, sorted(found.tables["Customer"])) == ((), ["c1", "c2"])
    assert len(list(readable(tmp_path))) == 2


def _document(key: str, identity: str) -> bytes:
    return b'{"v":2,"id":"%b","identities":["%b"],"since":"2026-03-01T12:00:00+00:00"}' % (
        key.encode(),
        identity.encode(),
    )


async def test_what_an_older_program_kept_under_other_names_is_found_and_changed_under_those_of_today(
    tmp_path: Path,
) -> None:
    old = read(5)
    table = document_table.DocumentTable(MessageRef.INDEXES, {"telegram:4711:55": old["Shown"]})
    write_snapshot(tmp_path / "00000002.snapshot", {"Shown": table.view()})
    notice = DocumentChange("Aside", "telegram:4711:00000000000000000012", old["Aside"])
    (tmp_path / "00000002.journal").write_bytes(frame(encode([notice])))
    backed_up = {name for name, held in inspect(tmp_path).tables.items() if held}
    store = await open_store(tmp_path)
    found = [*await store.unit().find(MessageRef, message="m1"), *await store.unit().find(StaffNotice, topic="t1")]
    unit = store.unit()
    unit.delete(found[0])
    await unit.commit()
    await store.close()
    store = await open_store(tmp_path)
    left = [*await store.unit().find(MessageRef), *await store.unit().find(StaffNotice)]
    await store.close()

    assert backed_up == {"MessageRef", "StaffNotice"}
    assert [one.id for one in found] == ["telegram:4711:55", notice.key]
    assert left == found[1:]
