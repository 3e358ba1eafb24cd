import asyncio
from datetime import timedelta
from pathlib import Path
from unittest.mock import AsyncMock

import pytest

from bot.channels.limit_sharing import STALE, LimitSharing
from bot.channels.visitor_limits import Limit, VisitorLimits
from storage.embedded.embedded_store import EmbeddedUnit, open_store
from storage.ports import Store, Unavailable
from storage.postgres.postgres_store import open_store as open_postgres
from storage.records.access_records import VisitorCounts
from tests.bot.web.place import RATES, Clock

HERE = (Limit.MESSAGES, "web:1234")


def process(name: str, store: Store, clock: Clock) -> tuple[VisitorLimits, LimitSharing]:
    limits = VisitorLimits(RATES, lambda: clock().timestamp())
    return limits, LimitSharing(store, limits, b"key", name, clock)


async def test_processes_count_a_visitor_together(tmp_path: Path) -> None:
    store, clock = await open_store(tmp_path), Clock()
    (one, telling), (two, hearing) = process("one", store, clock), process("two", store, clock)
    for _ in range(20):
        one.count(*HERE)
    before = two.wait(*HERE)
    await telling.share()
    await hearing.share()
    await telling.share()  # what it wrote itself it does not count twice
    after = two.wait(*HERE)
    await store.close()

    assert before is None
    assert after == one.wait(*HERE)


async def test_a_visitor_of_two_processes_on_postgresql_has_one_limit(postgres_url: str) -> None:
    clock, stores = Clock(), [await open_postgres(postgres_url) for _ in range(2)]
    (one, telling), (two, hearing) = (
        process(name, store, clock) for name, store in zip(("one", "two"), stores, strict=True)
    )
    taken = [limits.take((*HERE, 1)) for limits in [one] * 12 + [two] * 12]
    for sharing in (telling, hearing, telling):
        await sharing.share()
    refused = [one.take((*HERE, 1)), two.take((*HERE, 1))]
    clock.now += timedelta(seconds=2 * RATES[HERE[0]].seconds)
    again = one.take((*HERE, 1))
    for store in stores:
        await store.close()

    assert taken == [None] * 24
    assert all(refused)
    assert again is None


async def test_processes_on_postgresql_that_share_at_once_lose_no_count(postgres_url: str) -> None:
    clock, stores = Clock(), [await open_postgres(postgres_url) for _ in range(3)]
    processes = [process(f"process-{number}", store, clock) for number, store in enumerate(stores)]
    for limits, _ in processes:
        for _ in range(10):
            limits.count(*HERE)
    await asyncio.gather(*(sharing.share() for _, sharing in processes))
    await asyncio.gather(*(sharing.share() for _, sharing in processes))
    waits = [limits.wait(*HERE) for limits, _ in processes]
    for store in stores:
        await store.close()

    assert waits[0] is not None
    assert waits == [waits[0]] * 3


async def test_the_store_holds_no_names_and_nothing_of_quiet_visitors(tmp_path: Path) -> None:
    store, clock = await open_store(tmp_path), Clock()
    limits, sharing = process("one", store, clock)
    limits.count(*HERE)
    await sharing.share()
    quiet = await store.unit().find(VisitorCounts)
    for _ in range(20):
        limits.count(Limit.MESSAGES, "10.1.2.3")
    await sharing.share()
    (busy,) = await store.unit().find(VisitorCounts)
    clock.now += timedelta(minutes=1)
    await sharing.share()
    over = await store.unit().find(VisitorCounts)
    await store.close()

    assert [quiet, over] == [[], []]
    assert "10.1" not in str(busy)


async def test_what_a_dead_process_left_is_removed(tmp_path: Path) -> None:
    store, clock = await open_store(tmp_path), Clock()
    unit = store.unit()
    unit.add(VisitorCounts(id="dead", at=clock.now, counts={"x": [1, 2, 3]}))
    await unit.commit()
    clock.now += STALE + timedelta(seconds=1)
    await process("one", store, clock)[1].share()
    left = await store.unit().find(VisitorCounts)
    await store.close()

    assert left == []


async def test_while_the_store_is_out_of_reach_each_counts_for_itself(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, clock = await open_store(tmp_path), Clock()
    limits, sharing = process("one", store, clock)
    monkeypatch.setattr(EmbeddedUnit, "find", AsyncMock(side_effect=Unavailable("no database")))
    with pytest.raises(InterruptedError):
        await sharing.serve(AsyncMock(side_effect=[None, InterruptedError]))
    taken = limits.take((*HERE, 1))
    await store.close()

    assert taken is None
    assert caplog.messages == ["visitors are counted here alone for now: no database"]
