"""Files named by what they hold: the SHA-256 of their bytes, in a folder by its first two digits.

A file is written under another name while it is counted and hashed, and gets its own when all of it is on the disk; so
what has its name is whole, and the same content is there once. What was being written when a process died is removed at
the next start. The folder knows nothing of who holds which file: records do, see `Attachment.digest`.
"""

import asyncio
import os
import re
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from tempfile import mkstemp
from typing import BinaryIO, ParamSpec, TypeVar

from storage.embedded.disk import make_folder, sync_folder
from storage.ports import Unavailable

P = ParamSpec("P")
T = TypeVar("T")

HEAD = 4096
"""First bytes of a file that are handed on, to tell by them what it is."""

_DIGEST = re.compile(r"[0-9a-f]{64}")
_AT_ONCE = 256 * 1024
"""Bytes that are gathered before they are written."""


@dataclass(frozen=True)
class Received:
    """A file that is whole on the disk and has no name yet."""

    part: Path
    digest: str
    size: int
    """In bytes."""
    head: bytes
    """The first `HEAD` bytes."""


class FileStore:
    """A folder of such files. Several processes may share it; all that touches the disk does so in a thread."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._coming = folder / "coming"

    async def clean(self) -> None:
        """Remove what was not finished. What another process is just writing it will have to write again.

        Raises:
            Unavailable: if the folder cannot be made or written.
        """
        await _in_thread(self._clean)

    @asynccontextmanager
    async def receive(self, chunks: AsyncGenerator[bytes, None]) -> AsyncIterator[Received]:
        """Write what comes, for a block in which it may be kept; what is not is gone after it.

        Raises:
            Unavailable: if it cannot be written now.
            Exception: whatever ``chunks`` raises.
        """
        async with aclosing(chunks):
            file = await _in_thread(self._begin)
            try:
                yield await self._write(file, chunks)
            finally:
                await asyncio.to_thread(_forget, file)

    async def keep(self, received: Received) -> None:
        """Give a file its name; when this returns it stays there.

        Raises:
            Unavailable: if it cannot be done now.
        """
        await _in_thread(self._keep, received)

    def path(self, digest: str) -> Path:
        """Return where the file with this digest is, or would be.

        Raises:
            ValueError: if it is no digest.
        """
        if not _DIGEST.fullmatch(digest):
            raise ValueError("a SHA-256 in hexadecimal was expected")
        return self._folder / digest[:2] / digest

    async def older_than(self, moment: datetime) -> list[str]:
        """Return the digests of the files that got their names before a moment.

        Raises:
            Unavailable: if the folder cannot be read now.
        """
        return await _in_thread(self._older_than, moment.timestamp())

    async def remove(self, digest: str) -> None:
        """Remove a file; one that is gone already stays gone.

        Raises:
            Unavailable: if it cannot be done now.
        """
        await _in_thread(self.path(digest).unlink, missing_ok=True)

    async def _write(self, file: BinaryIO, chunks: AsyncGenerator[bytes, None]) -> Received:
        digest, size, head = sha256(), 0, b""
        async for chunk in chunks:
            await _in_thread(_add, file, digest.update, chunk)
            size, head = size + len(chunk), (head + chunk[: HEAD - len(head)] if len(head) < HEAD else head)
        await _in_thread(_finish, file)
        return Received(Path(file.name), digest.hexdigest(), size, head)

    def _begin(self) -> BinaryIO:
        make_folder(self._coming)
        descriptor, name = mkstemp(dir=self._coming)
        os.close(descriptor)
        return Path(name).open("wb", buffering=_AT_ONCE)

    def _clean(self) -> None:
        make_folder(self._coming)
        for part in self._coming.iterdir():
            part.unlink(missing_ok=True)

    def _older_than(self, moment: float) -> list[str]:
        places = (place for place in self._folder.glob("??/*") if _DIGEST.fullmatch(place.name))
        return sorted(place.name for place in places if place.stat().st_mtime < moment)

    def _keep(self, received: Received) -> None:
        place = self.path(received.digest)
        make_folder(place.parent)
        if place.exists():
            place.touch()  # so that it is no older than who brought it last
        else:
            received.part.replace(place)
        # Also where somebody else has just made the names: they may not have got as far as this.
        sync_folder(place.parent)
        sync_folder(self._folder)


def _add(file: BinaryIO, update: Callable[[bytes], object], chunk: bytes) -> None:
    update(chunk)
    file.write(chunk)


def _finish(file: BinaryIO) -> None:
    file.flush()
    os.fsync(file.fileno())


def _forget(file: BinaryIO) -> None:
    # A file object, not a bare descriptor: closing it waits for a write that goes on in another thread.
    with suppress(OSError):  # a full disk was told already; what is left of the file goes at the next start
        file.close()
    with suppress(OSError):
        Path(file.name).unlink(missing_ok=True)


async def _in_thread(call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    try:
        return await asyncio.to_thread(call, *args, **kwargs)
    except OSError as error:
        raise Unavailable(f"the folder of files: {error.strerror}") from error
