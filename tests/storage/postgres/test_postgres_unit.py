import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from typing import TYPE_CHECKING

import asyncpg
import pytest

from storage.ports import Conflict, StorageError, Unavailable
from storage.postgres.postgres_store import PostgresStore, open_store
from storage.postgres.postgres_unit import PostgresUnit
from storage.records.complaint_records import Note, Sequence
from tests.storage.postgres.places import QUICK, until, until_all_is_given_back, wire
from tests.storage.test_store_contract import added, customer, note

if TYPE_CHECKING:
    Connection = asyncpg.Connection[asyncpg.Record]

LANE = "web:1"
MANY = 3 * QUICK.connections
OF_NAMES = "locktype = 'advisory' and database = (select oid from pg_database where datname = current_database())"


async def locks(admin: "Connection", more: str = "") -> int:
    return int(await admin.fetchval(f"select count(*) from pg_locks where {OF_NAMES} {more}"))


async def waiting(admin: "Connection", wanted: int) -> None:
    async def so_many() -> bool:
        return await locks(admin, "and not granted") == wanted

    await until(so_many)


async def clean(admin: "Connection", *stores: PostgresStore) -> None:
    """Wait until nothing is held: no lock, no connection; it hangs where something is left behind."""
    for store in stores:
        await until_all_is_given_back(store)

    async def free() -> bool:
        return await locks(admin) == 0

    await until(free)


@asynccontextmanager
async def held(store: PostgresStore, *names: str) -> AsyncIterator[PostgresUnit]:
    async with store.unit() as unit:
        for name in names:
            await unit.hold(name)
        yield unit


async def end(unit: PostgresUnit, admin: "Connection") -> None:
    """End the connection of a unit from outside."""
    assert unit._connection is not None
    process = unit._connection.get_server_pid()
    await admin.execute("select pg_terminate_backend($1)", process)

    async def gone() -> bool:
        return not await admin.fetchval("select count(*) from pg_stat_activity where pid = $1", process)

    await until(gone)


async def count_up(store: PostgresStore, *names: str) -> None:
    async with held(store, *names) as unit:
        sequence = await unit.get(Sequence, "2026")
        assert sequence is not None
        unit.put(replace(sequence, last=sequence.last + 1))
        await unit.commit()


async def last(store: PostgresStore) -> int:
    sequence = await store.unit().get(Sequence, "2026")
    return sequence.last if sequence else -1


async def cancelled(task: "asyncio.Task[None]", times: int = 1) -> None:
    for _ in range(times):
        task.cancel()
        await asyncio.sleep(0)
    with suppress(asyncio.CancelledError, StorageError):
        await task


async def test_who_waits_for_another_process_reads_what_it_has_committed(
    one: PostgresStore, other: PostgresStore, admin: "Connection"
) -> None:
    heard: list[str] = []

    async def second() -> None:
        async with held(other, LANE) as unit:
            heard.extend(found.id for found in await unit.find(Note))

    async with held(one, LANE) as unit:
        task = asyncio.ensure_future(second())
        await waiting(admin, 1)
        heard.append("first")
        unit.add(note("n1"))
        await unit.commit()
    await task

    assert heard == ["first", "n1"]


async def test_the_turns_of_two_processes_are_all_counted(one: PostgresStore, other: PostgresStore) -> None:
    await added(one, Sequence(id="2026"))

    await asyncio.gather(*(count_up(store, LANE) for store in (one, other) for _ in range(25)))

    assert await last(one) == 50


async def test_the_isolation_that_a_database_is_set_to_changes_nothing(
    postgres_url: str, other: PostgresStore, admin: "Connection"
) -> None:
    name = await admin.fetchval("select current_database()")
    await admin.execute(f"alter database {name} set default_transaction_isolation = 'serializable'")
    one = await open_store(postgres_url, QUICK)
    await added(one, Sequence(id="2026"))

    await asyncio.gather(*(count_up(store, LANE) for store in (one, other) for _ in range(10)))

    assert await last(one) == 20
    await one.close()


async def test_a_unit_whose_connection_is_ended_has_changed_nothing_and_frees_its_name(
    one: PostgresStore, other: PostgresStore, admin: "Connection"
) -> None:
    async with held(one, LANE) as unit:
        unit.add(note("n1"))
        await end(unit, admin)
        with pytest.raises(Unavailable):
            await unit.commit()
    async with held(other, LANE) as unit, held(one, "web:2"):
        found = await unit.find(Note)

    assert found == []
    await clean(admin, one, other)


async def test_a_read_after_the_connection_was_ended_is_unavailable_each_time(
    one: PostgresStore, admin: "Connection"
) -> None:
    async with held(one, LANE) as unit:
        await end(unit, admin)
        for _ in range(2):
            with pytest.raises(Unavailable):
                await unit.get(Note, "n1")
        with pytest.raises(Unavailable):
            await unit.hold("web:2")

    assert await one.unit().get(Note, "n1") is None


async def test_connections_that_were_ended_while_nobody_used_them_are_made_anew(
    one: PostgresStore, admin: "Connection"
) -> None:
    await asyncio.gather(*(one.unit().get(Note, "n1") for _ in range(MANY)))
    await admin.execute("select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'tellonce'")

    async def works() -> bool:
        return not any(
            isinstance(answer, BaseException)
            for answer in await asyncio.gather(
                *(one.unit().get(Note, "n1") for _ in range(MANY)), return_exceptions=True
            )
        )

    await until(works)


async def test_units_that_write_the_same_rows_in_any_order_do_not_wait_in_a_circle(
    one: PostgresStore, other: PostgresStore
) -> None:
    keys = [f"c{number}" for number in range(20)]

    async def replace_all(store: PostgresStore, order: list[str]) -> None:
        for _ in range(15):
            unit = store.unit()
            for key in order:
                unit.delete(customer(key))
                unit.add(customer(key))
            unit.delete(note("n1"))
            await unit.commit()

    await asyncio.gather(replace_all(one, keys), replace_all(other, keys[::-1]), replace_all(one, keys[::-1]))

    assert len(await one.unit().find(type(customer("c1")))) == 20


@pytest.mark.parametrize("times", [1, 2])
async def test_who_is_cancelled_while_it_waits_for_a_name_leaves_nothing_behind(
    times: int, one: PostgresStore, other: PostgresStore, admin: "Connection"
) -> None:
    async with held(one, LANE):
        # The first waits in the database, the second behind it in the process.
        tasks = [asyncio.ensure_future(count_up(other, LANE)) for _ in range(2)]
        await waiting(admin, 1)
        for task in tasks:
            await cancelled(task, times)
        await waiting(admin, 0)
        await until_all_is_given_back(other)

    await clean(admin, one, other)


@pytest.mark.parametrize("times", [1, 2, 3])
async def test_who_is_cancelled_at_any_moment_has_written_all_or_nothing_and_holds_nothing(
    times: int, one: PostgresStore, admin: "Connection"
) -> None:
    async def turn(number: int) -> None:
        async with held(one, LANE, "count") as unit:
            unit.add(note(f"n{number}a"))
            unit.add(note(f"n{number}b"))
            await unit.commit()

    for number in range(60):
        task = asyncio.ensure_future(turn(number))
        for _ in range(number):
            await asyncio.sleep(0)
        await cancelled(task, times)
    await clean(admin, one)

    found = {record.id for record in await one.unit().find(Note)}
    assert {key[:-1] for key in found if key.endswith("a")} == {key[:-1] for key in found if key.endswith("b")}


async def test_many_who_want_one_name_take_few_connections(one: PostgresStore) -> None:
    await added(one, Sequence(id="2026"))

    await asyncio.gather(*(count_up(one, LANE) for _ in range(200)))

    assert await last(one) == 200
    assert one._pool.pool.get_size() <= 2


async def test_more_tasks_than_connections_all_come_through(
    one: PostgresStore, other: PostgresStore, admin: "Connection"
) -> None:
    async def turn(store: PostgresStore, number: int) -> None:
        async with held(store, f"web:{number}") as unit:
            unit.add(note(f"n{number}"))
            await unit.commit()

    await asyncio.gather(*(turn(store, number) for number, store in enumerate([one, other] * 100)))

    assert len(await one.unit().find(Note)) == 200
    await clean(admin, one, other)


async def test_who_reads_by_another_unit_in_its_turn_gets_on_when_many_do(one: PostgresStore) -> None:
    read = 0

    async def turn(number: int) -> None:
        nonlocal read
        async with held(one, f"web:{number}"):
            await one.unit().get(Note, "n1")
            read += 1

    async with asyncio.timeout(60):
        await asyncio.gather(*(turn(number) for number in range(MANY)))

    assert read == MANY


async def test_who_takes_a_second_name_gets_on_though_others_take_it_first(
    one: PostgresStore, other: PostgresStore
) -> None:
    await added(one, Sequence(id="2026"))
    turns = [
        count_up(store, *names)
        for number in range(MANY)
        for store in (one, other)
        for names in ((f"web:{number}", "count"), ("count",))
    ]

    async with asyncio.timeout(60):
        await asyncio.gather(*turns)

    assert await last(one) == 4 * MANY


async def test_a_wait_for_a_second_name_is_no_idleness(postgres_url: str, admin: "Connection") -> None:
    store = await open_store(postgres_url, replace(QUICK, idle=1.5))
    await added(store, Sequence(id="2026"))

    async def waits_long() -> bool:
        await unit.get(Sequence, "2026")  # this one is not idle either
        return bool(
            await admin.fetchval(
                "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database() "
                "and clock_timestamp() - state_change > interval '3 seconds'"
            )
        )

    async with held(store, "count") as unit:
        task = asyncio.ensure_future(count_up(store, LANE, "count"))
        await until(waits_long)
    await task

    assert await last(store) == 1
    await store.close()


async def test_who_does_nothing_for_too_long_in_its_turn_frees_its_lane(
    postgres_url: str, other: PostgresStore
) -> None:
    frozen = await open_store(postgres_url, replace(QUICK, idle=0.6))

    async with held(frozen, LANE) as unit:
        unit.add(note("n1"))
        await hold_once(other, LANE)
        with pytest.raises(Unavailable):
            await unit.commit()

    assert await other.unit().find(Note) == []
    await frozen.close()


async def test_a_name_that_is_not_to_be_had_in_time_is_unavailable(
    postgres_url: str, other: PostgresStore, admin: "Connection"
) -> None:
    hurried = await open_store(postgres_url, replace(QUICK, patience=1))

    async with held(other, LANE):
        with pytest.raises(Unavailable, match="lock timeout"):
            async with held(hurried, "web:2", LANE):
                pass
        async with hurried.unit() as unit:
            with pytest.raises(Unavailable):
                await unit.hold(LANE)
            with pytest.raises(Unavailable):
                await unit.get(Note, "n1")

    await count_nothing(hurried)
    await clean(admin, hurried, other)
    await hurried.close()


async def count_nothing(store: PostgresStore) -> None:
    async with held(store, LANE, "web:2") as unit:
        assert await unit.find(Note) == []


async def test_who_waits_too_long_for_a_connection_is_unavailable_and_may_try_again(
    postgres_url: str, admin: "Connection"
) -> None:
    narrow = await open_store(postgres_url, replace(QUICK, connections=2, spare=1, patience=1))

    async with narrow.unit() as unit:
        async with held(narrow, "web:2"):
            with pytest.raises(Unavailable):
                await unit.hold(LANE)
        await unit.hold(LANE)

    await clean(admin, narrow)
    await narrow.close()


async def test_a_unit_whose_commit_was_a_conflict_can_still_read(one: PostgresStore) -> None:
    await added(one, note("n1"))

    async with held(one, LANE) as unit:
        unit.add(note("n1", ticket="t2"))
        with pytest.raises(Conflict):
            await unit.commit()

        assert await unit.get(Note, "n1") == note("n1")


async def test_a_unit_can_still_read_after_its_block(one: PostgresStore) -> None:
    async with held(one, LANE) as unit:
        unit.add(note("n1"))
        await unit.commit()

    assert await unit.get(Note, "n1") == note("n1")


async def test_a_name_is_not_held_after_the_commit(one: PostgresStore) -> None:
    async with held(one, LANE) as unit:
        await unit.commit()
        with pytest.raises(RuntimeError, match="take a fresh one"):
            await unit.hold("web:2")


@pytest.mark.parametrize("odd", ["", "a\0b", "\ud800", "x" * 100_000, "'; --"])
async def test_odd_names_are_held(odd: str, one: PostgresStore, other: PostgresStore, admin: "Connection") -> None:
    async with held(one, odd), held(other, odd + "2"):
        task = asyncio.ensure_future(hold_once(other, odd))
        await waiting(admin, 1)
    await task


async def hold_once(store: PostgresStore, name: str) -> None:
    async with held(store, name):
        pass


async def test_two_reads_at_once_in_one_turn_are_our_own_mistake(one: PostgresStore) -> None:
    async with held(one, LANE) as unit:
        answers = await asyncio.gather(*(unit.get(Note, "n1") for _ in range(2)), return_exceptions=True)

    assert [type(answer) for answer in answers] == [type(None), asyncpg.InterfaceError]


async def commit_one(store: PostgresStore) -> None:
    async with held(store, LANE) as unit:
        unit.add(note("n1"))
        await unit.commit()


async def read_one(store: PostgresStore) -> None:
    await store.unit().get(Note, "n1")


@pytest.mark.parametrize("act", [commit_one, read_one])
async def test_a_line_that_is_cut_or_silent_makes_it_unavailable_until_it_works_again(
    act: Callable[[PostgresStore], Awaitable[None]], postgres_url: str
) -> None:
    async with wire(postgres_url) as line:
        store = await open_store(line.url, replace(QUICK, patience=1, silence=1))
        for hurt, heal in ((line.cut, line.mend), (line.go_silent, line.go_on)):
            hurt()
            with pytest.raises(Unavailable):
                await act(store)
            heal()
            await until(lambda: works(store))
        await until_all_is_given_back(store)
        await store.close()


async def works(store: PostgresStore) -> bool:
    try:
        async with held(store, LANE):
            return True
    except Unavailable:
        return False


async def test_a_store_is_closed_though_somebody_holds_a_name(postgres_url: str, other: PostgresStore) -> None:
    store = await open_store(postgres_url, replace(QUICK, patience=1))

    async with held(store, LANE) as unit:
        await store.close()
        with pytest.raises(Unavailable):
            await unit.get(Note, "n1")
        with pytest.raises(Unavailable):
            await store.unit().get(Note, "n1")

    await hold_once(other, LANE)
