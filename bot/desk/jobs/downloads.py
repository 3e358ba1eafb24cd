"""Fetches the files that customers sent from where their channels have them: beside the turns, until each is kept.

A file is written down as coming in the turn that took its message, so none is forgotten: what fails is tried again,
with longer and longer pauses and after a restart. Only what a channel refuses for good ends as too large or lost.
"""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import timedelta

from bot.channels.port import FileSource, Gone, TooLarge, TryLater
from bot.desk.core.environment import Environment
from bot.desk.core.file_types import media_type
from bot.desk.core.kept_files import digest_lock
from bot.desk.delivery.worker_pool import LOOK, WorkerPool
from bot.desk.dialog.attachments import refuse
from bot.desk.incoming.turns import Turns
from bot.desk.turn.turn import Turn
from storage.file_store import FileStore, Received
from storage.ports import Store
from storage.records.complaint_records import Conversation
from storage.records.traffic_records import Attachment

log = logging.getLogger(__name__)

AT_ONCE = 4
"""Files of one channel that are fetched at a time."""
GLANCE = 1000
"""Files that one look finds at most; it comes again."""
PATIENCE = timedelta(days=1)
"""After so long a file that its channel might have again is lost."""


class Downloads:
    """A worker per file that is coming."""

    def __init__(
        self,
        store: Store,
        files: FileStore,
        sources: Mapping[str, FileSource],
        turns: Turns,
        environment: Environment,
        sleep: Callable[[float], Awaitable[object]],
    ) -> None:
        """Take the source of each channel by the channel's name."""
        self._store = store
        self._files = files
        self._sources = sources
        self._turns = turns
        self._environment = environment
        self._sleep = sleep
        self.workers = WorkerPool(store, "files", self._next, sleep, AT_ONCE)

    async def serve(self) -> None:
        """Fetch what is coming, for ever."""
        try:
            while True:
                await self.look()
                await self._sleep(LOOK)
        finally:
            await self.workers.stop()

    async def look(self) -> None:
        """Have fetched what is coming and no worker fetches."""
        await self.workers.look("the files that are coming", self._coming)

    async def fetch(self, attachment: Attachment) -> None:
        """Fetch one file; returns when it is kept or refused."""
        await self.workers.exhaust(_key(attachment))

    async def _coming(self) -> list[str]:
        coming = await self._store.unit().find(Attachment, status="coming", limit=GLANCE)
        return [key for one in coming if (key := _key(one)).partition(":")[0] in self._sources]

    async def _next(self, key: str) -> bool:
        channel, _, number = key.partition(":")
        attachment = await self._store.unit().get(Attachment, number)
        if attachment is None or attachment.status != "coming":
            return False
        try:
            async with self._files.receive(self._sources[channel].fetch(attachment.source)) as received:
                await keep_file(self._store, self._files, attachment, received)
        except TooLarge:
            await self._refuse(attachment)
        except Gone as gone:
            if not gone.sure and self._environment.now() - attachment.at < PATIENCE:
                raise TryLater(str(gone)) from None
            await self._lose(attachment)
        return True

    async def _refuse(self, attachment: Attachment) -> None:
        async def act(turn: Turn) -> None:
            await refuse(turn, attachment.id)

        newest = await self._store.unit().last(Conversation, address=attachment.address)
        if newest is None or not await self._turns.on_conversation(newest.id, act):
            raise TryLater("nobody could be told yet that a file is too large")

    async def _lose(self, attachment: Attachment) -> None:
        log.warning("a file is lost: its channel has it no more")
        unit = self._store.unit()
        unit.put(replace(attachment, status="lost"))
        await unit.commit()
        self._store.changes.tell(attachment.address)


async def keep_file(store: Store, files: FileStore, attachment: Attachment, received: Received) -> None:
    """Keep a file that has come whole and is written down as coming; one that is gone from the records is not kept.

    Raises:
        Unavailable: if it cannot be done now.
    """
    async with store.unit() as unit:
        await unit.hold(digest_lock(received.digest))
        if await unit.get(Attachment, attachment.id) != attachment:
            return
        await files.keep(received)
        what = media_type(received.head)
        unit.put(replace(attachment, status="kept", digest=received.digest, size=received.size, type=what))
        await unit.commit()
    store.changes.tell(attachment.address)


def _key(attachment: Attachment) -> str:
    return f"{attachment.address.partition(':')[0]}:{attachment.id}"
