import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from storage import disk
from storage.backup import restore
from storage.inspection import inspect
from storage.ports import Damaged, InUse, Unavailable
from storage.records import Customer
from storage.tinydb_store import EmbeddedStore, open_store

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
    await store.backup(tmp_path / "saved")
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
    await store.backup(tmp_path / "saved")
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
    await store.backup(tmp_path / "saved")
    with pytest.raises(Unavailable):
        await refused
    await store.close()

    assert await kept(tmp_path / "saved") == {"li"}


async def test_a_backup_is_never_written_over_another(tmp_path: Path) -> None:
    store = await open_store(tmp_path / "data")
    await store.backup(tmp_path / "saved")

    with pytest.raises(Unavailable, match="not empty"):
        await store.backup(tmp_path / "saved")
    await store.close()


async def test_a_backup_of_an_empty_store_can_be_restored(tmp_path: Path) -> None:
    store = await open_store(tmp_path / "data")
    await store.backup(tmp_path / "saved")
    await store.close()
    restore(tmp_path / "saved", tmp_path / "again")

    assert await kept(tmp_path / "again") == set()


async def saved(tmp_path: Path) -> Path:
    store = await open_store(tmp_path / "data")
    await keep(store, "li", "wang")
    await store.backup(tmp_path / "saved")
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
