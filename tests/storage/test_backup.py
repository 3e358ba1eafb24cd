import asyncio
import threading
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage.backup import back_up, restore
from storage.codec import encode
from storage.embedded import disk
from storage.embedded.embedded_store import EmbeddedStore, open_store
from storage.embedded.inspection import inspect
from storage.ports import Damaged, InUse, Unavailable
from storage.records.complaint_records import Customer

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


async def keep(store: EmbeddedStore, *names: str) -> None:
    for name in names:
        unit = store.unit()
        unit.add(Customer(id=name, identities=(f"web:{name}",), name=name, since=NOON))
        await unit.commit()


async def kept(folder: Path) -> set[str]:
    store = await open_store(folder)
    try:
        return {customer.id for customer in await store.unit().find(Customer)}
    finally:
        await store.close()


async def test_a_backup_holds_what_was_acknowledged_and_opens_as_a_store(tmp_path: Path) -> None:
    store = await open_store(tmp_path / "data")
    await keep(store, "li", "wang")
    await back_up(store, tmp_path / "saved")
    await keep(store, "zhao")
    await store.close()

    assert await kept(tmp_path / "saved") == {"li", "wang"}


async def test_a_backup_under_load_is_the_state_of_one_moment(tmp_path: Path) -> None:
    store = await open_store(tmp_path / "data")

    async def pair(number: int) -> None:
        unit = store.unit()
        for half in ("a", "b"):
            unit.add(Customer(id=f"{number}{half}", identities=(), since=NOON))
        await unit.commit()

    writing = [asyncio.create_task(pair(number)) for number in range(200)]
    await asyncio.sleep(0)
    await back_up(store, tmp_path / "saved")
    await asyncio.gather(*writing)
    await store.close()
    found = await kept(tmp_path / "saved")

    assert {key[:-1] + "a" for key in found} == {key[:-1] + "a" for key in found if key[:-1] + "b" in found}
    assert found, "it was made while they were written"
    assert len(found) % 2 == 0


async def test_what_the_disk_refused_is_in_no_backup(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = await open_store(tmp_path / "data")
    await keep(store, "li")
    real, refusals = disk.sync_data, [True]

    def once(descriptor: int) -> None:
        if refusals:
            refusals.pop()
            raise OSError(28, "No space left on device")
        real(descriptor)

    monkeypatch.setattr(disk, "sync_data", once)
    refused = asyncio.create_task(keep(store, "wang"))
    await asyncio.sleep(0)
    await back_up(store, tmp_path / "saved")
    with pytest.raises(Unavailable):
        await refused
    await store.close()

    assert await kept(tmp_path / "saved") == {"li"}


async def test_a_backup_is_never_written_over_another(tmp_path: Path) -> None:
    store = await open_store(tmp_path / "data")
    await back_up(store, tmp_path / "saved")

    with pytest.raises(Unavailable, match="not empty"):
        await back_up(store, tmp_path / "saved")
    await store.close()


async def test_a_backup_of_an_empty_store_can_be_restored(tmp_path: Path) -> None:
    store = await open_store(tmp_path / "data")
    await back_up(store, tmp_path / "saved")
    await store.close()
    restore(tmp_path / "saved", tmp_path / "again")

    assert await kept(tmp_path / "again") == set()


async def saved(tmp_path: Path) -> Path:
    store = await open_store(tmp_path / "data")
    await keep(store, "li", "wang")
    await back_up(store, tmp_path / "saved")
    await store.close()
    return tmp_path / "saved"


async def test_a_restored_store_goes_on_where_the_backup_was_made(tmp_path: Path) -> None:
    restore(await saved(tmp_path), tmp_path / "again")
    store = await open_store(tmp_path / "again")
    await keep(store, "zhao")
    await store.close()

    assert await kept(tmp_path / "again") == {"li", "wang", "zhao"}
    assert (tmp_path / "again" / "00000001.snapshot").stat().st_mode & 0o077 == 0


async def test_nothing_is_restored_over_a_store(tmp_path: Path) -> None:
    backup = await saved(tmp_path)

    with pytest.raises(FileExistsError, match="move it aside"):
        restore(backup, tmp_path / "data")
    assert await kept(tmp_path / "data") == {"li", "wang"}


async def test_nothing_is_restored_where_a_process_is_at_work(tmp_path: Path) -> None:
    backup = await saved(tmp_path)
    store = await open_store(tmp_path / "data")

    with pytest.raises(InUse):
        restore(backup, tmp_path / "data")
    await store.close()


async def test_a_damaged_backup_is_refused(tmp_path: Path) -> None:
    backup = await saved(tmp_path)
    snapshot = backup / "00000001.snapshot"
    snapshot.write_bytes(snapshot.read_bytes()[:-3])

    with pytest.raises(Damaged, match="store check"):
        restore(backup, tmp_path / "again")
    assert not (tmp_path / "again").exists()
    assert inspect(backup).damaged


async def test_a_backup_that_the_disk_refuses_half_way_is_no_store(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = await open_store(tmp_path / "data")
    await keep(store, "li")
    monkeypatch.setattr(disk, "sync_data", full_disk)
    with pytest.raises(Unavailable, match="No space left"):
        await back_up(store, tmp_path / "saved")
    monkeypatch.undo()
    await store.close()

    with pytest.raises(FileNotFoundError):
        restore(tmp_path / "saved", tmp_path / "again")


async def test_a_restore_that_stops_half_way_leaves_nothing_that_starts_with_half_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup, real = await saved(tmp_path), Path.rename
    for renamed in range(2):
        monkeypatch.setattr(Path, "rename", stops_after(renamed, real))
        with pytest.raises(OSError, match="power"):
            restore(backup, tmp_path / f"again-{renamed}")
    monkeypatch.undo()

    assert not list((tmp_path / "again-0").glob("*.snapshot")) + list((tmp_path / "again-0").glob("*.journal"))
    with pytest.raises(Damaged, match="lacks a segment"):
        await open_store(tmp_path / "again-1")


def full_disk(_descriptor: int) -> None:
    raise OSError(28, "No space left on device")


def stops_after(count: int, real: Callable[[Path, Path], Path]) -> Callable[[Path, Path], Path]:
    """Return a renaming that stops after so many."""
    left = [count]

    def rename(old: Path, new: Path) -> Path:
        if not left[0]:
            raise OSError("the power went")
        left[0] -= 1
        return real(old, new)

    return rename


async def test_a_backup_that_is_called_off_leaves_no_thread_at_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, begun, go_on = await open_store(tmp_path / "data"), threading.Event(), threading.Event()
    real = disk.create

    def slowly(path: Path) -> int:
        begun.set()
        go_on.wait(10)
        return real(path)

    monkeypatch.setattr(disk, "create", slowly)
    making = asyncio.create_task(back_up(store, tmp_path / "saved"))
    await asyncio.to_thread(begun.wait)
    making.cancel()
    await asyncio.sleep(0)
    waits = not making.done()
    go_on.set()
    with pytest.raises(asyncio.CancelledError):
        await making
    await store.close()

    assert waits


async def test_a_backup_of_many_is_written_page_by_page(tmp_path: Path) -> None:
    store = await open_store(tmp_path / "data")
    names = [f"c{number:04}" for number in range(1201)]
    await store.load(Customer, [encode(Customer(id=name, identities=(), since=NOON)) for name in names])
    await back_up(store, tmp_path / "saved")
    await store.close()

    assert inspect(tmp_path / "saved").files[0].frames == 3
    assert await kept(tmp_path / "saved") == set(names)
