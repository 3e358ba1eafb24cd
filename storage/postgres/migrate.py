"""Brings a database to today's tables: the numbered files of ``migrations``, each once and in order.

A file is never changed once it was released: what changes later is a file of its own.
"""

from pathlib import Path
from typing import TYPE_CHECKING

import asyncpg

from storage.ports import Damaged, Unavailable

if TYPE_CHECKING:
    Connection = asyncpg.Connection[asyncpg.Record]

FOLDER = Path(__file__).parent / "migrations"

_TABLE = """\
create table migration (
    number integer primary key, name text not null, applied timestamptz not null default now()
)"""


def migrations(folder: Path = FOLDER) -> dict[int, Path]:
    """Return the files by their numbers, in order.

    Raises:
        ValueError: if the numbers are not 1, 2, 3 and so on.
    """
    files = sorted((int(path.name.partition("_")[0]), path) for path in folder.glob("*.sql"))
    if [number for number, _ in files] != list(range(1, len(files) + 1)):
        raise ValueError(f"the files of {folder} are not numbered one after the other")
    return dict(files)


async def migrate(connection: "Connection", folder: Path = FOLDER) -> list[str]:
    """Apply what is missing, in one transaction, and return the names of it; one process at a time does so.

    Raises:
        Unavailable: if the database is not one of Unicode.
        Damaged: if the database has migrations that this program does not know: a newer program wrote to it.
    """
    files = migrations(folder)
    if (encoding := connection.get_settings().server_encoding) != "UTF8":  # better now than at the first Chinese word
        raise Unavailable(f"the database is encoded in {encoding}; it must be made with UTF8")
    async with connection.transaction():
        await connection.execute("select pg_advisory_xact_lock(hashtextextended('migration', 2))")
        # To create it "if not exists" takes the right to create it also where it exists.
        if await connection.fetchval("select to_regclass('migration')") is None:
            await connection.execute(_TABLE)
        applied = {row["number"] for row in await connection.fetch("select number from migration")}
        if unknown := applied - files.keys():
            raise Damaged(f"the database is of a newer program (migration {max(unknown)}); this one knows {len(files)}")
        missing = [(number, path) for number, path in files.items() if number not in applied]
        for number, path in missing:
            await _apply(connection, path.read_text("utf-8"))
            await connection.execute("insert into migration (number, name) values ($1, $2)", number, path.stem)
    return [path.stem for _, path in missing]


async def _apply(connection: "Connection", text: str) -> None:
    try:
        await connection.execute(text)
    except asyncpg.DuplicateTableError as error:
        raise Damaged("the database holds tables of another program: give this one a database of its own") from error
