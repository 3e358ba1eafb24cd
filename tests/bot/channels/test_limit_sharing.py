from datetime import timedelta
from pathlib import Path
from unittest.mock import AsyncMock

import pytest

from bot.channels.limit_sharing import STALE, LimitSharing
from bot.channels.visitor_limits import Limit, VisitorLimits
from storage.access_records import VisitorCounts
from storage.embedded.embedded_store import EmbeddedUnit, open_store
from storage.ports import Store, Unavailable
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
