"""What becomes of a run, and of its file, whatever happens while it is taken in."""

import logging
from collections.abc import AsyncGenerator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.desk.register.import_jobs import ImportJobs
from bot.desk.register.import_lines import ImportFile, Mapped
from bot.desk.register.ticket_import import ImportTally, Tell, TicketImport
from bot.desk.staff.audit import Actor
from storage.file_store import FileStore
from storage.records.complaint_records import Ticket
from tests.bot.desk.desk_harness import DeskHarness, open_desk

MAPPING = {"received": "received", "text": "text"}
BY = Actor(None, "test")


class Stumbling(TicketImport):
    async def take(self, file: ImportFile, mapping: Mapped, tell: Tell) -> ImportTally:
        await tell(ImportTally(done=1, added=1))
        raise KeyError("a line that nobody has thought of")


async def content() -> AsyncGenerator[bytes, None]:
    yield b"received,text\n2026-10-30,No signal\n"


def jobs(desk: DeskHarness, folder: Path, kind: type[TicketImport] = TicketImport) -> ImportJobs:
    environment = desk.context.environment
    tickets = kind(desk.store, environment, desk.context.scripts, lambda: ZoneInfo("Asia/Shanghai"))
    return ImportJobs(desk.store, environment, FileStore(folder / "files"), tickets)


async def test_a_file_is_forgotten_once_it_is_taken_in(tmp_path: Path) -> None:
    async with open_desk(tmp_path) as desk:
        importing = jobs(desk, tmp_path)
        digest = await importing.receive(content())
        was_kept = FileStore(tmp_path / "files").path(digest).exists()
        run = await importing.take(digest, MAPPING, BY)
        tickets = await desk.store.unit().find(Ticket)

    assert (was_kept, run.status, len(tickets)) == (True, "done", 1)
    assert not FileStore(tmp_path / "files").path(digest).exists()


async def test_a_run_that_stumbles_is_marked_and_logged_once_and_the_next_may_begin(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with open_desk(tmp_path) as desk:
        importing = jobs(desk, tmp_path, Stumbling)
        digest = await importing.receive(content())
        await importing.begin(digest, MAPPING, BY)
        await importing.finished()
        run = await importing.last()
        again = await jobs(desk, tmp_path).take(await importing.receive(content()), MAPPING, BY)

    assert run is not None
    assert (run.status, run.done, run.added) == ("failed", 1, 1)
    assert [record.levelno for record in caplog.records if record.levelno >= logging.WARNING] == [logging.ERROR]
    assert (again.status, again.added) == ("done", 1)
    assert not FileStore(tmp_path / "files").path(digest).exists()
