import asyncio
import gc
import resource
import stat
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import Mock

import pytest
from tinydb import where
from tinydb.table import Document

from storage.embedded import disk, journal
from storage.embedded.embedded_store import EmbeddedStore, EmbeddedUnit, open_store
from storage.embedded.index import checksum
from storage.ports import Conflict, InUse, Unavailable
from storage.records.complaint_records import Customer, Note

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def note(key: str, text: str = "called back") -> Note:
    return Note(id=key, ticket="t1", author="a1", at=NOON, text=text)


def customer(key: str, *identities: str, name: str = "") -> Customer:
    return Customer(id=key, identities=identities, name=name, since=NOON)


@pytest.fixture
async def store(tmp_path: Path) -> AsyncIterator[EmbeddedStore]:
    opened = await open_store(tmp_path / "store")
    yield opened
    await opened.close()


async def added(store: EmbeddedStore, *records: Note | Customer) -> None:
    unit = store.unit()
    for record in records:
        unit.add(record)
    await unit.commit()


async def renamed(unit: EmbeddedUnit, record: Customer) -> None:
    unit.put(record)
    await unit.commit()


async def texts(store: EmbeddedStore) -> dict[str, str]:
    return {found.id: found.text for found in await store.unit().find(Note)}


async def reopened(store: EmbeddedStore, folder: Path) -> dict[str, str]:
    """Return the notes that a fresh start finds."""
    await store.close()
    again = await open_store(folder)
    found = await texts(again)
    await again.close()
    return found


@contextmanager
def full_disk(folder: Path, room: int) -> Iterator[None]:
    """Let no file grow beyond the longest of the folder and a little room: the write is torn there."""
    length = max(path.stat().st_size for path in folder.iterdir()) + room
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (length, most))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))


async def test_what_was_committed_is_there_after_a_restart(store: EmbeddedStore, tmp_path: Path) -> None:
    await added(store, note("n1"), note("n2"))
    unit = store.unit()
    unit.delete(note("n1"))
    await unit.commit()

    assert await reopened(store, tmp_path / "store") == {"n2": "called back"}


async def test_indexes_are_there_after_a_restart(store: EmbeddedStore, tmp_path: Path) -> None:
    await added(store, customer("c2", "web:1"), customer("c1", "web:1", "web:2"))
    await store.close()

    again = await open_store(tmp_path / "store")
    found = await again.unit().find(Customer, identities="web:1")
    await again.close()

    assert found == [customer("c1", "web:1", "web:2"), customer("c2", "web:1")]


async def test_values_of_the_same_checksum_are_told_apart(store: EmbeddedStore) -> None:
    await added(store, customer("c1", "plumless"), customer("c2", "buckeroo", "plumless"), customer("c3", "buckeroo"))
    plumless = await store.unit().find(Customer, identities="plumless", limit=2)

    assert checksum("plumless") == checksum("buckeroo")
    assert [found.id for found in plumless] == ["c1", "c2"]
    assert await store.unit().last(Customer, identities="plumless") == customer("c2", "buckeroo", "plumless")


async def test_a_store_that_is_open_cannot_be_opened_again(store: EmbeddedStore, tmp_path: Path) -> None:
    with pytest.raises(InUse, match="another process is writing to"):
        await open_store(tmp_path / "store")


async def test_a_closed_store_can_be_opened_again(store: EmbeddedStore, tmp_path: Path) -> None:
    await store.close()
    await store.close()

    assert await reopened(await open_store(tmp_path / "store"), tmp_path / "store") == {}


async def test_a_closed_store_refuses_commits(store: EmbeddedStore) -> None:
    await store.close()

    with pytest.raises(RuntimeError, match="the store is closed"):
        await added(store, note("n1"))

    assert await texts(store) == {}


async def test_a_folder_that_cannot_be_made_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(Unavailable, match=r"cannot open the store in .*: Not a directory"):
        await open_store(tmp_path / "file" / "store")


async def test_commits_that_wait_together_share_one_write(
    store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    await added(store, note("first"))
    with monkeypatch.context() as patch:
        sync = Mock(wraps=disk.sync_data)
        patch.setattr(disk, "sync_data", sync)
        await asyncio.gather(*(added(store, note(str(number))) for number in range(50)))

    assert sync.call_count == 1


async def test_a_full_disk_fails_all_who_wait_and_changes_nothing(store: EmbeddedStore, tmp_path: Path) -> None:
    await added(store, note("n1"), customer("c1", "web:1"))

    async def change() -> None:
        unit = store.unit()
        unit.delete(note("n1"))
        unit.put(customer("c1", "web:2"))
        await unit.commit()

    with full_disk(tmp_path / "store", room=100):
        outcomes = await asyncio.gather(change(), added(store, note("n1", "anew")), return_exceptions=True)

    assert [Unavailable, Unavailable] == [type(outcome) for outcome in outcomes]
    assert await texts(store) == {"n1": "called back"}
    assert await store.unit().find(Customer, identities="web:1") == [customer("c1", "web:1")]
    assert await store.unit().find(Customer, identities="web:2") == []


async def test_what_came_in_while_the_disk_refused_fails_too(
    store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    loop, later = asyncio.get_running_loop(), []

    def refuse(*_: object) -> None:
        monkeypatch.undo()
        loop.call_soon_threadsafe(lambda: later.append(loop.create_task(added(store, note("n2")))))
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(disk, "sync_data", refuse)
    with pytest.raises(Unavailable, match="Input/output error"):
        await added(store, note("n1"))
    outcome = await asyncio.gather(*later, return_exceptions=True)

    # Whether it came in before or after the failure was told, it is not built on what was undone.
    assert await texts(store) == ({} if isinstance(outcome[0], Unavailable) else {"n2": "called back"})


async def test_who_read_what_the_disk_then_refused_writes_nothing_that_builds_on_it(
    store: EmbeddedStore, tmp_path: Path
) -> None:
    await added(store, customer("c1"))
    with full_disk(tmp_path / "store", room=10):
        refused = asyncio.create_task(renamed(store.unit(), customer("c1", name="refused")))
        await asyncio.sleep(0)
        late = store.unit()
        seen = await late.get(Customer, "c1")
        with pytest.raises(Unavailable):
            await refused
    await renamed(store.unit(), customer("c1", name="kept"))

    assert seen == replace(customer("c1", name="refused"), revision=1)
    # The stored revision is 1 here too.
    with pytest.raises(Conflict, match="the disk refused what this unit of work may have read"):
        await renamed(late, replace(seen, name="built on what was refused"))
    assert await store.unit().get(Customer, "c1") == replace(customer("c1", name="kept"), revision=1)


async def test_the_service_resumes_by_itself_when_there_is_room(store: EmbeddedStore, tmp_path: Path) -> None:
    with full_disk(tmp_path / "store", room=10), pytest.raises(Unavailable, match="File too large"):
        await added(store, note("n1"))

    await added(store, note("n2"))

    assert await texts(store) == {"n2": "called back"}
    assert await reopened(store, tmp_path / "store") == {"n2": "called back"}


async def test_a_caller_who_goes_away_does_not_disturb_the_others(store: EmbeddedStore, tmp_path: Path) -> None:
    tasks = [asyncio.create_task(added(store, note(str(number)))) for number in range(10)]
    await asyncio.sleep(0)
    for task in tasks[::2]:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)

    there = await texts(store)

    assert {str(number) for number in range(1, 10, 2)} <= set(there)
    assert await reopened(store, tmp_path / "store") == there


async def test_a_caller_who_goes_away_before_the_disk_fails_is_undone_too(store: EmbeddedStore, tmp_path: Path) -> None:
    with full_disk(tmp_path / "store", room=10):
        tasks = [asyncio.create_task(added(store, note(str(number)))) for number in range(4)]
        await asyncio.sleep(0)
        tasks[0].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    assert await texts(store) == {}


async def test_a_grown_journal_is_replaced_by_a_snapshot_while_commits_go_on(
    store: EmbeddedStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "WORTH_COMPACTING", 2_000)
    await store.close()
    store = await open_store(tmp_path / "store")
    await added(store, customer("c1"))
    for revision in range(100):
        unit = store.unit()
        unit.put(replace(customer("c1", name=f"{revision}"), revision=revision))
        await unit.commit()
    await store.close()

    names = {path.suffix: path for path in (tmp_path / "store").iterdir()}
    length = sum(path.stat().st_size for path in names.values())
    again = await open_store(tmp_path / "store")
    found = await again.unit().get(Customer, "c1")
    await again.close()

    assert found == replace(customer("c1", name="99"), revision=100)
    assert ".snapshot" in names
    assert length < 100 * 100


async def test_a_snapshot_that_fails_is_told_and_loses_nothing(
    store: EmbeddedStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(journal, "WORTH_COMPACTING", 100)
    await store.close()
    store = await open_store(tmp_path / "store")
    monkeypatch.setattr(Path, "rename", refuse)
    for number in range(4):
        await added(store, note(str(number)))

    assert set(await reopened(store, tmp_path / "store")) == {"0", "1", "2", "3"}
    assert f"cannot write a snapshot to {tmp_path / 'store'}: No space left on device" in caplog.text


async def test_the_store_is_searched_as_tinydb_users_expect(store: EmbeddedStore) -> None:
    await added(store, note("n1", "cable"), note("n2", "router"))
    table = store.db.table("Note")

    assert [found["id"] for found in table.search(where("text") == "router")] == ["n2"]
    assert [str(found.doc_id) for found in table.search(where("text").matches("cab"))] == ["n1"]
    assert table.get(doc_id="n1")["text"] == "cable"  # type: ignore[call-overload]
    assert len(table) == 2
    assert store.db.tables() == {"Note"}


async def test_a_search_sees_what_was_committed_since_the_same_search(store: EmbeddedStore) -> None:
    query = where("text") == "cable"
    before = store.db.table("Note").search(query)
    await added(store, note("n1", "cable"))

    assert len(store.db.table("Note").search(query)) == len(before) + 1


async def test_what_is_changed_through_tinydb_is_durable_and_looked_up(store: EmbeddedStore, tmp_path: Path) -> None:
    await added(store, note("n1"), note("n2"), note("n3"))
    table = store.db.table("Note")

    table.update({"ticket": "t2", "text": "moved"}, where("id") == "n1")
    table.remove(doc_ids=["n2"])  # type: ignore[list-item]

    assert await store.unit().find(Note, ticket="t2") == [replace(note("n1", "moved"), ticket="t2")]
    assert await reopened(store, tmp_path / "store") == {"n1": "moved", "n3": "called back"}


async def test_a_table_of_ones_own_keeps_what_tinydb_puts_there(store: EmbeddedStore) -> None:
    table = store.db.table("mine")
    table.insert(Document({"n": 1}, doc_id="a"))  # type: ignore[arg-type]
    table.upsert(Document({"n": 2}, doc_id="b"))  # type: ignore[arg-type]
    table.upsert({"n": 3}, where("n") == 1)

    assert {str(found.doc_id): found["n"] for found in table.all()} == {"a": 3, "b": 2}
    with pytest.raises(ValueError, match="already exists"):
        table.insert(Document({}, doc_id="a"))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="ids are text here"):
        table.insert({"n": 4})


async def test_tables_are_emptied_and_dropped(store: EmbeddedStore, tmp_path: Path) -> None:
    await added(store, note("n1"), customer("c1"))

    store.db.drop_table("Customer")
    assert store.db.tables() == {"Note"}
    store.db.table("Note").truncate()
    assert store.db.tables() == set()
    await added(store, note("n2"))
    store.db.drop_tables()

    assert await reopened(store, tmp_path / "store") == {}


async def test_tinydb_is_told_of_a_full_disk_and_what_waits_is_undone(store: EmbeddedStore, tmp_path: Path) -> None:
    await added(store, note("n1"))
    with full_disk(tmp_path / "store", room=10):
        waiting = asyncio.create_task(added(store, note("n2")))
        await asyncio.sleep(0)
        with pytest.raises(Unavailable):
            store.db.table("Note").truncate()
        with pytest.raises(Unavailable):
            await waiting

    assert await texts(store) == {"n1": "called back"}


async def test_a_change_through_tinydb_comes_behind_the_commits_before_it(store: EmbeddedStore, tmp_path: Path) -> None:
    waiting = [asyncio.create_task(added(store, note(key))) for key in ("n1", "n2")]
    await asyncio.sleep(0)
    store.db.table("Note").remove(doc_ids=["n1"])  # type: ignore[list-item]
    await asyncio.gather(*waiting)

    assert await reopened(store, tmp_path / "store") == {"n2": "called back"}


async def test_documents_are_nothing_the_garbage_collector_walks(store: EmbeddedStore) -> None:
    await added(store, *(customer(f"c{number:04}", f"web:{number}") for number in range(1_000)))
    gc.collect()
    before = len(gc.get_objects())
    await added(store, *(customer(f"d{number:04}", f"app:{number}") for number in range(1_000)))
    gc.collect()

    assert len(gc.get_objects()) - before < 1_000


async def test_a_folder_that_is_made_is_its_owners_alone(store: EmbeddedStore, tmp_path: Path) -> None:
    assert stat.S_IMODE((tmp_path / "store").stat().st_mode) == 0o700


def holding(folder: Path, word: bytes) -> list[str]:
    return [path.name for path in sorted(folder.iterdir()) if path.is_file() and word in path.read_bytes()]


async def test_what_is_forgotten_is_in_no_file_though_others_write_meanwhile(
    store: EmbeddedStore, tmp_path: Path
) -> None:
    folder = tmp_path / "store"
    await added(store, note("n1", "the quokka"), note("n2"))
    before = holding(folder, b"quokka")
    unit = store.unit()
    unit.delete(note("n1"))
    await unit.commit()
    await asyncio.gather(store.forget(), *(added(store, note(f"m{number}")) for number in range(50)), store.forget())

    assert (before, holding(folder, b"quokka")) == (["00000001.journal"], [])
    assert len(await reopened(store, folder)) == 51


async def test_a_disk_that_takes_no_snapshot_says_so_and_the_journal_stays(
    store: EmbeddedStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await added(store, note("n1"))
    monkeypatch.setattr(journal, "write_snapshot", Mock(side_effect=OSError(28, "No space left on device")))
    with pytest.raises(Unavailable):
        await store.forget()
    monkeypatch.undo()

    assert await reopened(store, tmp_path / "store") == {"n1": "called back"}
