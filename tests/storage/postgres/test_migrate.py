import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit, urlunsplit

import asyncpg
import pytest

from storage.kinds import KINDS
from storage.ports import Damaged, Unavailable
from storage.postgres.connections import ConnectionLimits, connect
from storage.postgres.migrate import FOLDER, migrate, migrations
from storage.postgres.postgres_store import open_store
from storage.postgres.read_statements import search, table
from storage.records.complaint_records import Customer, Message
from storage.records.record import Record
from storage.records.traffic_records import MessageRef, StaffNotice
from storage.unit_of_work import Query
from tests.storage.kept_samples import read

if TYPE_CHECKING:
    Connection = asyncpg.Connection[asyncpg.Record]

ALL = [path.stem for path in sorted(FOLDER.glob("*.sql"))]


@pytest.fixture
async def connection(empty_postgres_url: str) -> "AsyncIterator[Connection]":
    made = await connect(empty_postgres_url, ConnectionLimits())
    yield made
    await made.close()


async def tables(connection: "Connection") -> set[str]:
    rows = await connection.fetch("select table_name from information_schema.tables where table_schema = 'public'")
    return {row["table_name"] for row in rows}


def folder(at: Path, **files: str) -> Path:
    for name, text in files.items():
        (at / f"{name.removeprefix('n')}.sql").write_text(text)
    return at


async def test_a_fresh_database_gets_all_migrations_and_none_twice(connection: "Connection") -> None:
    first = await migrate(connection)
    second = await migrate(connection)

    assert (first, second) == (ALL, [])


async def test_of_two_who_start_at_the_same_moment_one_migrates(connection: "Connection", admin: "Connection") -> None:
    done = await asyncio.gather(migrate(connection), migrate(admin))

    assert sorted(done) == [[], ALL]


async def test_a_database_of_a_newer_program_is_refused(connection: "Connection") -> None:
    await migrate(connection)
    await connection.execute("insert into migration (number, name) values (4711, '4711_later')")

    with pytest.raises(Damaged, match=r"newer program \(migration 4711\)"):
        await migrate(connection)


@pytest.mark.parametrize("names", [["n0001_a", "n0003_b"], ["n0001_a", "n0001_b", "n0002_c"], ["n0002_a"], ["later"]])
def test_files_that_are_not_numbered_one_after_the_other_are_refused(names: list[str], tmp_path: Path) -> None:
    folder(tmp_path, **dict.fromkeys(names, "select 1"))

    with pytest.raises(ValueError, match=r"number|invalid literal"):
        migrations(tmp_path)


def test_files_are_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    folder(tmp_path, **{f"n{number}_x": "" for number in range(1, 12)})

    assert list(migrations(tmp_path)) == list(range(1, 12))


async def test_a_migration_that_fails_changes_nothing(connection: "Connection", tmp_path: Path) -> None:
    await migrate(connection, folder(tmp_path, n1_good="create table good (id text)"))
    folder(tmp_path, n2_fine="create table fine (id text)", n3_bad="create table bad (id text); selec 1")

    with pytest.raises(asyncpg.PostgresSyntaxError):
        await migrate(connection, tmp_path)

    assert await tables(connection) == {"migration", "good"}
    assert await connection.fetchval("select array_agg(number) from migration") == [1]


async def test_a_database_that_holds_no_chinese_is_refused(connection: "Connection", empty_postgres_url: str) -> None:
    name = urlsplit(empty_postgres_url).path[1:] + "_latin"
    await connection.execute(f"create database {name} template template0 encoding 'LATIN1' locale 'C'")
    latin = await connect(urlunsplit(urlsplit(empty_postgres_url)._replace(path=f"/{name}")), ConnectionLimits())
    try:
        with pytest.raises(Unavailable, match="LATIN1"):
            await migrate(latin)
    finally:
        await latin.close()
        await connection.execute(f"drop database {name}")


async def test_the_columns_are_those_that_the_records_are_looked_up_by(connection: "Connection") -> None:
    await migrate(connection)

    found: dict[str, set[str]] = {}
    for row in await connection.fetch("select * from information_schema.columns where table_schema = 'public'"):
        found.setdefault(row["table_name"], set()).add(row["column_name"])

    wanted = {table(kind).name: {"id", "revision", "document", *kind.INDEXES} for kind in KINDS}
    wanted["timer"].add("taken")
    assert found.pop("migration") == {"number", "name", "applied"}
    assert found == wanted


async def test_what_an_older_program_kept_is_found_by_the_names_of_today(
    connection: "Connection", empty_postgres_url: str, tmp_path: Path
) -> None:
    old = {kind: document.decode() for kind, document in read(5).items()}
    for path in sorted(FOLDER.glob("*.sql"))[:4]:
        (tmp_path / path.name).write_text(path.read_text())
    await migrate(connection, tmp_path)
    await connection.execute("insert into message values ('m1', null, $1, 'web:wang', 'v1')", old["Message"])
    await connection.execute("insert into shown values ('telegram:4711:55', null, $1, 'm1', 'v1')", old["Shown"])
    await connection.execute("insert into aside values ('telegram:4711:12', null, $1, 't1')", old["Aside"])
    store = await open_store(empty_postgres_url)
    unit = store.unit()
    found = [
        *await unit.find(Message, conversation="v1"),
        *await unit.find(MessageRef, message="m1"),
        *await unit.find(StaffNotice, topic="t1"),
    ]
    await store.close()

    assert [(type(one), one.id) for one in found] == [
        (Message, "m1"),
        (MessageRef, "telegram:4711:55"),
        (StaffNotice, "telegram:4711:00000000000000000012"),
    ]


async def filled(connection: "Connection") -> None:
    await migrate(connection)
    for kind in KINDS:
        there = table(kind)
        names = "".join(f', "{field}"' for field in there.fields)
        values = "".join(
            ", array['v' || n % 90]" if field in there.several else ", 'v' || n % 90" for field in there.fields
        )
        await connection.execute(
            f'insert into "{there.name}" (id, revision, document{names}) '
            f"select 'k' || n, 0, '{{}}'{values} from generate_series(1, 3000) as n"
        )
    await connection.execute("analyze")


async def plan(connection: "Connection", query: Query[Any]) -> str:
    text, arguments = search(query)
    return "\n".join(row[0] for row in await connection.fetch(f"explain {text}", *arguments))


def pages(kind: type[Record], where: dict[str, str]) -> list[Query[Any]]:
    return [
        Query(kind, where),
        Query(kind, where, limit=1, backwards=True),
        Query(kind, where, after="k2", before="k7", limit=9),
    ]


@pytest.mark.parametrize("mode", ["force_custom_plan", "force_generic_plan"])
async def test_each_look_up_reads_its_index_and_sorts_nothing(connection: "Connection", mode: str) -> None:
    await filled(connection)
    await connection.execute(f"set plan_cache_mode = {mode}")

    slow = [
        (kind.__name__, field, text)
        for kind in KINDS
        for field in set(kind.INDEXES) - table(kind).several
        for query in pages(kind, {field: "v7"})
        if f"using {table(kind).name}_by_{field} " not in (text := await plan(connection, query)) or "Sort" in text
    ]

    assert slow == []


@pytest.mark.parametrize("mode", ["force_custom_plan", "force_generic_plan"])
async def test_all_of_a_kind_is_read_in_order_by_its_key(connection: "Connection", mode: str) -> None:
    await filled(connection)
    await connection.execute(f"set plan_cache_mode = {mode}")

    slow = [
        text
        for kind in KINDS
        for query in pages(kind, {})
        if f"using {table(kind).name}_pkey " not in (text := await plan(connection, query)) or "Sort" in text
    ]

    assert slow == []


@pytest.mark.parametrize("mode", ["force_custom_plan", "force_generic_plan"])
async def test_a_customer_is_found_by_an_identity_without_a_look_at_the_others(
    connection: "Connection", mode: str
) -> None:
    await migrate(connection)
    await connection.execute(
        "insert into customer (id, revision, document, identities) "
        "select 'k' || n, 0, '{}', array['web:' || n] from generate_series(1, 30000) as n"
    )
    await connection.execute("analyze")
    await connection.execute(f"set plan_cache_mode = {mode}")

    plans = [await plan(connection, query) for query in pages(Customer, {"identities": "web:77"})]

    assert [text for text in plans if "customer_by_identities" not in text or "customer_pkey" in text] == []
