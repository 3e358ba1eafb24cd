"""The files that browsers send: taken with their message, and kept before the browser hears that they are.

The message is written down first, with its file as coming; then the file gets its name, and only then the browser is
answered. What a crash cuts off in between is brought again by the browser, under the same id.
"""

from collections.abc import AsyncGenerator
from dataclasses import dataclass

from bot.channels.port import FileSource, Gone, IncomingFile
from bot.desk.core.file_types import kind_of, media_type
from bot.desk.jobs.downloads import keep_file
from storage.file_store import FileStore, Received
from storage.ports import Store
from storage.records.traffic_records import Attachment


class UnfinishedUploads(FileSource):
    """Stands where other channels have a file: a browser may bring it again, and if it never does, it is lost."""

    async def fetch(self, source: str) -> AsyncGenerator[bytes, None]:
        """Have nothing."""
        raise Gone("the browser has not brought it again yet", sure=False)
        yield source.encode()  # what makes this a generator


@dataclass(frozen=True)
class BrowserFile:
    """A file that has come whole from a browser, and waits for its message."""

    files: FileStore
    received: Received
    name: str

    def incoming(self, update: str) -> IncomingFile:
        """Return it as it comes with a message, known by the id of that; what it is, its first bytes say."""
        kind = kind_of(media_type(self.received.head))
        return IncomingFile(kind=kind, source=update, name=self.name, size=self.received.size)

    async def keep(self, store: Store, update: str) -> None:
        """Keep it, if it was taken with the message and is not kept yet; returns when it is.

        Raises:
            Unavailable: if it cannot be done now.
        """
        for attachment in await store.unit().find(Attachment, status="coming"):
            if attachment.source == update:
                await keep_file(store, self.files, attachment, self.received)
