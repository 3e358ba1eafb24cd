import asyncio
from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest

from storage.ports import Unavailable
from storage.postgres.connections import Connections, connections
from tests.storage.postgres.places import QUICK

ROOM = QUICK.connections - QUICK.spare


@pytest.fixture
async def pool(postgres_url: str) -> AsyncIterator[Connections]:
    made = await connections(postgres_url, QUICK)
    yield made
    await made.close()


async def state(pool: Connections) -> list[Any]:
    """Return what a connection that is lent next would bring along from the one before."""
    rows = await pool.fetch(
        "select current_setting('idle_in_transaction_session_timeout'), pg_current_xact_id_if_assigned(), "
        "(select count(*) from pg_locks where pid = pg_backend_pid() and locktype = 'advisory')"
    )
    return list(rows[0].values())


@pytest.mark.parametrize("fault", [ZeroDivisionError(), asyncio.CancelledError(), None])
async def test_a_connection_comes_back_without_a_trace_of_what_was_done(
    fault: BaseException | None, pool: Connections
) -> None:
    before = await state(pool)

    task = asyncio.ensure_future(_leave_much_open(pool, fault))
    await asyncio.gather(task, return_exceptions=True)

    assert await state(pool) == before == ["4s", None, 0]
    assert pool.pool.get_size() == 1


async def _leave_much_open(pool: Connections, fault: BaseException | None) -> None:
    async with pool.transaction() as connection:
        await connection.execute("set local idle_in_transaction_session_timeout = 0")
        await connection.execute("select pg_advisory_xact_lock(7), pg_current_xact_id()")
        if fault:
            raise fault


async def test_transactions_leave_some_connections_to_others(pool: Connections) -> None:
    began, free = asyncio.Semaphore(0), asyncio.Event()

    async def transaction() -> None:
        async with pool.transaction():
            began.release()
            await free.wait()

    tasks = [asyncio.ensure_future(transaction()) for _ in range(3 * ROOM)]
    for _ in range(ROOM):
        await began.acquire()
    answers = await asyncio.gather(*(pool.fetch("select 1") for _ in range(20)))
    more = not began.locked()
    free.set()
    await asyncio.gather(*tasks)

    assert (len(answers), more) == (20, False)


async def test_a_mistake_in_a_statement_is_a_bug_and_costs_no_connection(pool: Connections) -> None:
    for _ in range(2 * QUICK.connections):
        with pytest.raises(asyncpg.UndefinedTableError):
            await pool.fetch("select 1 from nowhere")

    assert pool.pool.get_size() == 1


async def test_a_closed_pool_is_unavailable(pool: Connections) -> None:
    await pool.close()

    with pytest.raises(Unavailable):
        await pool.fetch("select 1")
