"""What the customers of a test's desk send besides words, where the channel has it, and where it is kept."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass

from bot.channels.port import IncomingFile
from bot.desk.jobs.downloads import Downloads
from storage.file_store import FileStore
from storage.ports import Store
from storage.records.traffic_records import Attachment

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01"


class ChannelFiles:
    """Has the files that customers send, and fails as often as it is told to."""

    def __init__(self) -> None:
        self.content: dict[str, bytes] = {}
        """What the files hold, by their source; of others the source."""
        self.faults: list[Exception] = []
        """What the next fetchings raise, when half of the file has come."""
        self.asked: list[str] = []

    async def fetch(self, source: str) -> AsyncGenerator[bytes, None]:
        self.asked.append(source)
        content = self.content.get(source, source.encode())
        yield content[: len(content) // 2]
        if self.faults:
            raise self.faults.pop(0)
        yield content[len(content) // 2 :]


@dataclass
class SentFiles:
    """All files that customers sent."""

    store: Store
    files: FileStore
    source: ChannelFiles
    fetching: Downloads

    async def there(self) -> list[Attachment]:
        """Return what is written down of them, in the order of their coming."""
        return await self.store.unit().find(Attachment)

    async def fetched(self) -> list[Attachment]:
        """Fetch those that are coming; returns what is written down of all."""
        for attachment in await self.there():
            await self.fetching.fetch(attachment)
        return await self.there()

    def content(self, attachment: Attachment) -> bytes:
        """Return what is kept of a file."""
        return self.files.path(attachment.digest).read_bytes()


def photo(number: int = 1, album: str = "", size: int = 1000) -> IncomingFile:
    """Return a photo; those of different numbers are different photos."""
    return IncomingFile(kind="photo", source=f"photo-{number}", unique=f"unique-{number}", album=album, size=size)
