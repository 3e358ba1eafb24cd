"""Takes files of tickets in behind the desk: how far it got stands in the store, for whichever process shows it.

One at a time. The file itself is kept only until it is taken in: it is named by what it holds, as evidence is.
"""

import asyncio
import logging
from collections.abc import AsyncGenerator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from bot.desk.core.environment import Environment
from bot.desk.core.kept_files import remove_unheld
from bot.desk.register.import_lines import ImportFile, Mapped, NotImportable, missing, open_file
from bot.desk.register.ticket_import import ImportTally, TicketImport
from bot.desk.staff.audit import Actor, put_on_record
from storage.file_store import FileStore
from storage.ports import StorageError, Store
from storage.records.register_records import ImportRun

log = logging.getLogger(__name__)

DEAD_AFTER = timedelta(minutes=2)
"""Within which an import that goes on tells so."""
_IMPORTS = "imports"


class ImportJobs:
    """The imports that this process has begun, and those of all that stand in the store."""

    def __init__(self, store: Store, environment: Environment, files: FileStore, tickets: TicketImport) -> None:
        self.tickets = tickets
        self._store = store
        self._environment = environment
        self._files = files
        self._tasks: set[asyncio.Task[None]] = set()

    async def receive(self, chunks: AsyncGenerator[bytes, None]) -> str:
        """Keep a file until it is taken in, and return its digest.

        Raises:
            NotImportable: if it cannot be read; it is not kept.
            Unavailable: if it cannot be written now.
        """
        async with self._files.receive(chunks) as received:
            await asyncio.to_thread(open_file, received.part)
            await self._files.keep(received)
            return received.digest

    async def file(self, digest: str) -> ImportFile:
        """Return a file that was received.

        Raises:
            NotImportable: if it is not there any more.
        """
        try:
            return await asyncio.to_thread(open_file, self._files.path(digest))
        except (ValueError, FileNotFoundError):
            raise NotImportable("gone") from None

    async def last(self) -> ImportRun | None:
        """Return the newest import."""
        return await self._store.unit().last(ImportRun)

    def is_running(self, run: ImportRun | None) -> bool:
        """Return whether an import goes on, in whichever process."""
        return run is not None and run.status == "running" and self._environment.now() - run.at < DEAD_AFTER

    async def begin(self, digest: str, mapping: Mapped, by: Actor) -> None:
        """Begin to take a file in; it ends by itself.

        Raises:
            NotImportable: if a column is missing, the file is gone, or one is taken in already.
        """
        file, run = await self._note(digest, mapping, by)
        task = asyncio.get_running_loop().create_task(self._run_logged(file, run))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def take(self, digest: str, mapping: Mapped, by: Actor) -> ImportRun:
        """Take a file in, and return what came of it. Raises NotImportable as `begin` does."""
        return await self._run(*await self._note(digest, mapping, by))

    async def close(self) -> None:
        """Give up what this process has begun; it can be begun anew."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def finished(self) -> None:
        """Wait until what this process has begun is over."""
        await asyncio.gather(*self._tasks)

    async def _note(self, digest: str, mapping: Mapped, by: Actor) -> tuple[ImportFile, ImportRun]:
        file = await self.file(digest)
        if missing(mapping):
            raise NotImportable("no-column")
        async with self._store.unit() as unit:
            await unit.hold(_IMPORTS)
            if self.is_running(await unit.last(ImportRun)):
                raise NotImportable("running")
            run = ImportRun(
                id=self._environment.new_id(),
                file=digest,
                name=by.agent.name if by.agent else by.origin,
                mapping=dict(mapping),
                status="running",
                at=self._environment.now(),
                total=file.total,
            )
            unit.add(run)
            about = f"{file.total:,}"
            await put_on_record(unit, self._environment, "tickets-imported", by, subject=run.id, about=about)
            await unit.commit()
        return file, run

    async def _run_logged(self, file: ImportFile, run: ImportRun) -> None:
        try:
            await self._run(file, run)
        except StorageError as fault:
            log.warning("an import was given up: %s", fault)
        except Exception:  # nobody waits for it, and a file may hold what nobody has thought of
            log.exception("an import failed")

    async def _run(self, file: ImportFile, run: ImportRun) -> ImportRun:
        async def tell(tally: ImportTally) -> None:
            nonlocal run
            run = await self._write(run, tally)
            await asyncio.sleep(0)  # customers come first

        try:
            tally = await self.tickets.take(file, run.mapping, tell)
            run = await self._write(replace(run, status="done"), tally)
        except Exception:  # whatever it was: whoever looks at the page must not wait for it
            await self._fail(run.id)
            raise
        async with self._store.unit() as unit:
            await remove_unheld(unit, self._files, [run.file])
        return run

    async def _fail(self, key: str) -> None:
        """Write down that an import came to no end, and forget its file; where not even that works, it goes by time."""
        with suppress(StorageError):
            async with self._store.unit() as unit:
                if run := await unit.get(ImportRun, key):
                    unit.put(replace(run, status="failed", at=self._environment.now()))
                    await remove_unheld(unit, self._files, [run.file])
                    await unit.commit()

    async def _write(self, run: ImportRun, tally: ImportTally) -> ImportRun:
        unit = self._store.unit()
        told = replace(
            run,
            done=tally.done,
            added=tally.added,
            refused=tally.refused,
            problems=dict(tally.problems),
            at=self._environment.now(),
        )
        unit.put(told)
        await unit.commit()
        return replace(told, revision=told.revision + 1)
