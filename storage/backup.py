"""A backup is an embedded store of its own, whatever store it was made of: a folder that could be opened as it is.

It holds one snapshot and an empty segment. The segment comes last, so that half a backup is a store that lacks one.
"""

import asyncio
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson

from storage.embedded import disk
from storage.embedded.frames import frame
from storage.embedded.inspection import InspectedFile, Inspection, inspect
from storage.embedded.journal import DocumentChange, encode, numbers
from storage.kinds import KINDS
from storage.ports import Damaged, Store, Unavailable

_FIRST = "00000001"
_PART = ".part"
"""Behind the name of a file that is being copied."""


async def back_up(store: Store, folder: Path) -> None:
    """Write all that is durable in a store at one moment to a new or empty folder, while commits go on.

    It is done page by page and beside the event loop: nobody waits for it, and the store may be larger than the memory.

    Raises:
        Unavailable: if something is in the folder already, the disk does not take it, or the store is out of reach.
    """
    writer = _SnapshotWriter(folder)
    try:
        async with store.snapshot() as snapshot:
            await _beside(writer.begin)
            for kind in KINDS:
                async for page in snapshot.documents(kind):
                    await _beside(writer.add, kind.__name__, page)
            await _beside(writer.finish)
    except OSError as error:
        raise Unavailable(f"cannot write a backup to {folder}: {error.strerror}") from error
    finally:
        writer.close()


async def _beside(work: Callable[..., None], *given: Any) -> None:
    """Work in a thread, which has always ended when this does: what is cancelled must not write to a closed file."""
    working = asyncio.ensure_future(asyncio.to_thread(work, *given))
    try:
        await asyncio.shield(working)
    finally:
        await asyncio.wait([working])


class _SnapshotWriter:
    """The snapshot of a backup in the making."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = -1
        self._end = 0

    def begin(self) -> None:
        """Make the folder and its file."""
        disk.make_folder(self._folder)
        if any(self._folder.iterdir()):
            raise Unavailable(f"{self._folder} is not empty; name a new folder for each backup")
        self._file = disk.create(self._folder / f"{_FIRST}.new")

    def add(self, table: str, documents: list[bytes]) -> None:
        """Write documents of one table."""
        self._write(encode(DocumentChange(table, orjson.loads(document)["id"], document) for document in documents))

    def finish(self) -> None:
        """Make all of it durable, and a store."""
        self._write(b"")
        disk.sync_data(self._file)
        (self._folder / f"{_FIRST}.new").rename(self._folder / f"{_FIRST}.snapshot")
        os.close(disk.create(self._folder / f"{_FIRST}.journal"))
        disk.sync_folder(self._folder)

    def close(self) -> None:
        """Let go of the file; a second time does nothing."""
        if self._file >= 0:
            os.close(self._file)
        self._file = -1

    def _write(self, payload: bytes) -> None:
        data = frame(payload)
        disk.write(self._file, data, self._end)
        self._end += len(data)


def whole(backup: Path) -> Inspection:
    """Return what a backup, or any embedded store that nobody has open, holds.

    Raises:
        Damaged: if it is not what was written.
        InUse: if a process has it open.
        FileNotFoundError: if there is none.
    """
    found = inspect(backup)
    if found.damaged or found.missing:
        raise Damaged(f"{backup} is damaged; `store check --folder {backup}` tells where")
    return found


def restore(backup: Path, folder: Path) -> None:
    """Copy a backup, or any store that nobody has open, to where there is no store yet.

    Raises:
        Damaged: if the backup is not what was written.
        InUse: if a process has one of the two open.
        FileNotFoundError: if there is no backup.
        FileExistsError: if there is a store already: move it aside first.
    """
    found = whole(backup)
    disk.make_folder(folder)
    held = disk.lock(folder / "lock")
    try:
        if numbers(folder, "journal") or numbers(folder, "snapshot"):
            raise FileExistsError(f"there is a store in {folder} already; move it aside first")
        for file in found.files:
            _copy(file.path, folder / (file.path.name + _PART))
        disk.forget_begun(folder)
        for file in sorted(found.files, key=_place_in_line):
            (folder / (file.path.name + _PART)).rename(folder / file.path.name)
        disk.sync_folder(folder)
    finally:
        os.close(held)


def _place_in_line(file: InspectedFile) -> tuple[bool, int]:
    """Have the snapshot come first and the segments backwards: until the last one is there, a start finds a gap."""
    return file.path.suffix == ".journal", -int(file.path.stem)


def _copy(old: Path, new: Path) -> None:
    with old.open("rb") as source, new.open("wb") as target:
        os.fchmod(target.fileno(), 0o600)
        shutil.copyfileobj(source, target)
        target.flush()
        os.fsync(target.fileno())
