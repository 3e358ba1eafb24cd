import pytest

from storage.postgres import shared_clock
from storage.postgres.postgres_store import PostgresStore, open_store
from tests.storage.postgres.places import QUICK
from tests.storage.test_store_contract import note

NOW = "clock_timestamp()"


class Told:
    """A process on the database, which hears the time at each turn."""

    def __init__(self, store: PostgresStore) -> None:
        self._store = store
        self.times: list[float] = []
        store.on_clock(self.times.append)

    async def turn(self) -> float:
        async with self._store.unit() as unit:
            await unit.hold("web:1")
        return self.times[-1]


def put_back(monkeypatch: pytest.MonkeyPatch, how: str) -> None:
    monkeypatch.setattr(shared_clock, "_LOCK", shared_clock._LOCK.replace(NOW, f"({NOW} - interval '{how}')"))
    monkeypatch.setattr(shared_clock, "_READ", shared_clock._READ.replace(NOW, f"({NOW} - interval '{how}')"))


async def test_all_processes_go_on_ahead_when_the_databases_clock_is_put_back(
    postgres_url: str,
    one: PostgresStore,
    other: PostgresStore,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    first, second = Told(one), Told(other)
    times = [await first.turn(), await second.turn()]
    put_back(monkeypatch, "1 hour")
    times += [await second.turn(), await first.turn()]
    third = await open_store(postgres_url, QUICK)
    times += [await Told(third).turn(), await first.turn()]
    await third.close()

    assert sorted(times) == times
    assert [record.getMessage() for record in caplog.records] == [
        "the clock of the database was put back by 3600 s: ids go on as if it was not"
    ]


async def test_a_clock_that_was_put_back_while_nobody_looked_is_behind_no_id(
    postgres_url: str, one: PostgresStore
) -> None:
    unit = one.unit()
    unit.add(note(f"{4_000_000_000_000_000:014x}000000"))
    await unit.commit()
    after = await open_store(postgres_url, QUICK)
    told = await Told(after).turn()
    await after.close()

    assert told >= 4_000_000_000
