"""The list of all erasures, as a file apart from the store: a backup that is older does not know of them.

It names records by ids of our own making and files by their digests, and nobody. Each line is one erasure as a store
keeps it. What a crash has torn is in the store as well, and comes into the list at the next start.
"""

import asyncio
import logging
import os
from collections.abc import Iterable
from pathlib import Path

from storage.codec import decode, encode
from storage.ports import Damaged, Unavailable
from storage.records.privacy_records import Erasure

log = logging.getLogger(__name__)


class ErasureList:
    """A file that is only added to."""

    def __init__(self, path: Path) -> None:
        self._path = path

    async def read(self) -> list[Erasure]:
        """Return what the list holds, each erasure once; nothing if there is no list yet.

        Raises:
            Unavailable: if it cannot be read.
        """
        return await asyncio.to_thread(self._read)

    async def keep(self, erasures: Iterable[Erasure] = ()) -> None:
        """Add those that are not in the list, durably; without any, only see that it could be done.

        Raises:
            Unavailable: if the disk does not take it.
        """
        await asyncio.to_thread(self._keep, list(erasures))

    def _read(self) -> list[Erasure]:
        try:
            lines = self._path.read_bytes().splitlines()
        except FileNotFoundError:
            return []
        except OSError as error:
            raise Unavailable(f"cannot read {self._path}: {error.strerror}") from error
        found = dict[str, Erasure]()
        for number, line in enumerate(lines, 1):
            try:
                erasure = decode(Erasure, line)
            except Damaged:
                if line:
                    log.warning("line %d of %s is no erasure", number, self._path)
            else:
                found[erasure.id] = erasure
        return list(found.values())

    def _keep(self, erasures: list[Erasure]) -> None:
        known = {one.id for one in self._read()}
        lines = [encode(one) + b"\n" for one in erasures if one.id not in known]
        try:
            file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            try:
                if lines:
                    os.write(file, b"\n" + b"".join(lines))  # behind whatever an unfinished write has left
                    os.fsync(file)
            finally:
                os.close(file)
        except OSError as error:
            raise Unavailable(f"cannot write the list of erasures, {self._path}: {error.strerror}") from error
