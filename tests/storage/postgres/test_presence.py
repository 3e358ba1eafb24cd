import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from storage.ports import EVERYWHERE
from storage.postgres import presence
from storage.postgres.postgres_store import PostgresStore, open_store
from tests.storage.postgres.places import QUICK, until, wire

if TYPE_CHECKING:
    import asyncpg

    Connection = asyncpg.Connection[asyncpg.Record]

FAST = replace(QUICK, silence=1)
NAME = "outbox web:1"


async def heard(watcher: AsyncIterator[str], last: str) -> list[str]:
    """Return what is heard up to this hint."""
    found: list[str] = []
    async with asyncio.timeout(60):
        while found[-1:] != [last]:
            found.append(await anext(watcher))
    return found


async def ended(store: PostgresStore, admin: "Connection") -> None:
    """End the connection of a store's presence from outside, and wait until the store knows it."""
    before = store._presence._connection
    assert before is not None
    await admin.execute("select pg_terminate_backend($1)", before.get_server_pid())
    await until(lambda: _is_other(store, before))


async def _is_other(store: PostgresStore, before: "Connection") -> bool:
    return store._presence._connection is not before


async def back(store: PostgresStore) -> None:
    await until(lambda: _has_one(store))


async def _has_one(store: PostgresStore) -> bool:
    return store._presence._connection is not None


async def test_a_hint_told_on_one_store_reaches_who_watches_the_other(one: PostgresStore, other: PostgresStore) -> None:
    with other.changes.watch() as watcher:
        one.changes.tell("web:1")

        assert await heard(watcher, "web:1") == ["web:1"]


async def test_own_hints_come_once(one: PostgresStore, other: PostgresStore) -> None:
    with one.changes.watch() as watcher, other.changes.watch() as across:
        one.changes.tell("web:1")
        await heard(across, "web:1")
        other.changes.tell("end")

        assert await heard(watcher, "end") == ["web:1", "end"]


async def test_ten_thousand_hints_at_once_all_arrive(one: PostgresStore, other: PostgresStore) -> None:
    hints = {f"web:{number}" for number in range(10_000)}
    with other.changes.watch() as watcher:
        for hint in sorted(hints):
            one.changes.tell(hint)
        async with asyncio.timeout(60):
            found = {await anext(watcher) for _ in hints}

    assert found == hints


async def test_of_too_many_hints_that_wait_is_told_as_one(
    one: PostgresStore, other: PostgresStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(presence, "MOST_HINTS", 3)
    with other.changes.watch() as watcher:
        for number in range(4):
            one.changes.tell(f"web:{number}")

        assert await heard(watcher, EVERYWHERE) == [EVERYWHERE]


@pytest.mark.parametrize("odd", ["x" * 5_000, "😀" * 2_000, "a\0b", "\ud800"])
async def test_a_hint_that_cannot_be_sent_is_told_as_everywhere(
    odd: str, one: PostgresStore, other: PostgresStore
) -> None:
    with other.changes.watch() as watcher, one.changes.watch() as own:
        one.changes.tell("web:1")
        one.changes.tell(odd)

        assert {await anext(watcher), await anext(watcher)} == {"web:1", EVERYWHERE}
        assert await heard(own, odd) == ["web:1", odd]


async def test_a_reserved_name_is_refused_to_others_until_it_is_released(
    one: PostgresStore, other: PostgresStore
) -> None:
    before = [await one.reserve(NAME), await other.reserve(NAME), await other.reserve("outbox web:2")]
    await other.release(NAME)
    still = await other.reserve(NAME)
    await one.release(NAME)

    assert (before, still, await other.reserve(NAME)) == ([True, False, True], False, True)


async def test_a_reserved_name_is_free_when_its_store_is_closed(one: PostgresStore, other: PostgresStore) -> None:
    await one.reserve(NAME)

    await one.close()

    await until(lambda: other.reserve(NAME))
    assert await one.reserve(NAME) is False


async def test_a_name_that_was_reserved_many_times_at_once_is_free_after_one_release(
    one: PostgresStore, other: PostgresStore
) -> None:
    had = await asyncio.gather(*(one.reserve(NAME) for _ in range(9)))

    await one.release(NAME)

    assert (set(had), await other.reserve(NAME)) == ({True}, True)


@pytest.mark.parametrize("pause", range(6))
async def test_who_is_cancelled_while_it_reserves_or_releases_leaves_a_name_that_can_be_released(
    pause: int, one: PostgresStore, other: PostgresStore
) -> None:
    for asked in (one.reserve, one.release, one.reserve):
        task = asyncio.ensure_future(asked(NAME))
        for _ in range(pause):
            await asyncio.sleep(0)
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task

    await one.release(NAME)

    assert await other.reserve(NAME) is True


@pytest.mark.parametrize("odd", ["", "a\0b", "\ud800", "x" * 100_000, "'; --"])
async def test_odd_names_are_names(odd: str, one: PostgresStore, other: PostgresStore) -> None:
    assert [await one.reserve(odd), await other.reserve(odd), await other.reserve(odd + "2")] == [True, False, True]


async def test_a_process_cannot_fill_the_table_of_locks(one: PostgresStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(presence, "MOST_NAMES", 2)

    first = [await one.reserve(name) for name in ("a", "b", "c", "a")]
    await one.release("b")

    assert (first, await one.reserve("c")) == ([True, True, False, True], True)


async def test_whose_connection_was_ended_comes_back_without_its_names_and_looks_everywhere(
    one: PostgresStore, other: PostgresStore, admin: "Connection"
) -> None:
    await one.reserve(NAME)

    with one.changes.watch() as watcher:
        await ended(one, admin)
        await until(lambda: other.reserve(NAME))
        told = await heard(watcher, EVERYWHERE)
        kept = await one.reserve(NAME)
        other.changes.tell("web:1")
        after = await heard(watcher, "web:1")

    assert (told, kept, after) == ([EVERYWHERE], False, ["web:1"])


async def test_hints_told_while_the_connection_is_gone_arrive_when_it_is_back(
    postgres_url: str, other: PostgresStore
) -> None:
    async with wire(postgres_url) as line:
        one = await open_store(line.url, QUICK)
        line.cut()
        await until(lambda: _lost(one))
        with other.changes.watch() as watcher:
            one.changes.tell("web:1")
            one.changes.tell("web:2")
            without = await one.reserve(NAME)
            line.mend()

            assert {await anext(watcher), await anext(watcher)} == {"web:1", "web:2"}
        await one.close()

    assert without is False


async def _lost(store: PostgresStore) -> bool:
    return not await _has_one(store)


async def test_a_connection_that_went_silent_is_given_up_and_its_names_with_it(
    postgres_url: str, other: PostgresStore, admin: "Connection"
) -> None:
    async with wire(postgres_url) as line:
        one = await open_store(line.url, FAST)
        await one.reserve(NAME)
        with one.changes.watch() as watcher:
            line.go_silent()
            await until(lambda: _lost(one))
            without = await one.reserve(NAME)
            line.go_on()
            told = await heard(watcher, EVERYWHERE)
            other.changes.tell("web:1")
            after = await heard(watcher, "web:1")
        await one.close()

    assert (without, told, after) == (False, [EVERYWHERE], ["web:1"])


async def test_a_store_is_closed_while_its_presence_is_away(postgres_url: str) -> None:
    async with wire(postgres_url) as line:
        one = await open_store(line.url, FAST)
        line.cut()
        one.changes.tell("web:1")
        await until(lambda: _lost(one))
        async with asyncio.timeout(60):
            await one.close()
        one.changes.tell("web:1")

        assert await one.reserve(NAME) is False


async def test_who_does_nothing_any_more_loses_its_names_though_its_connection_stands(
    postgres_url: str, other: PostgresStore
) -> None:
    frozen = await open_store(postgres_url, replace(QUICK, idle=0.3))
    assert await frozen.reserve(NAME)
    pulse = frozen._presence._staying
    assert pulse is not None
    pulse.cancel()

    await until(lambda: other.reserve(NAME))

    await frozen.close()


async def test_watchers_look_at_everything_now_and_then(postgres_url: str) -> None:
    store = await open_store(postgres_url, replace(QUICK, look=0.05))
    with store.changes.watch() as watcher:
        told = await heard(watcher, EVERYWHERE)
    await store.close()

    assert told == [EVERYWHERE]


async def test_what_was_told_just_before_the_end_is_still_heard(postgres_url: str, other: PostgresStore) -> None:
    leaving = await open_store(postgres_url, QUICK)
    with other.changes.watch() as watcher:
        leaving.changes.tell("web:last")
        await leaving.close()

        assert await heard(watcher, "web:last") == ["web:last"]
