"""A backup is a store of its own: a folder with one snapshot and an empty segment, which could be opened as it is."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from storage import disk
from storage.inspection import inspect
from storage.journal import numbers, write_snapshot
from storage.ports import Damaged, Unavailable

_FIRST = "00000001"


def write_backup(folder: Path, tables: Mapping[str, Mapping[str, bytes]]) -> None:
    """Write the documents into a new or empty folder, durably; until it is whole the folder is no store.

    Raises:
        Unavailable: if something is in the folder already, or the disk does not take it.
    """
    try:
        disk.make_folder(folder)
        if any(folder.iterdir()):
            raise Unavailable(f"{folder} is not empty; name a new folder for each backup")
        os.close(disk.create(folder / f"{_FIRST}.journal"))
        write_snapshot(folder / f"{_FIRST}.new", tables)
        (folder / f"{_FIRST}.new").rename(folder / f"{_FIRST}.snapshot")
        disk.sync_folder(folder)
    except OSError as error:
        raise Unavailable(f"cannot write a backup to {folder}: {error.strerror}") from error


def restore(backup: Path, folder: Path) -> None:
    """Copy a backup, or any store that nobody has open, to where there is no store yet.

    Raises:
        Damaged: if the backup is not what was written.
        InUse: if a process has one of the two open.
        FileNotFoundError: if there is no backup.
        FileExistsError: if there is a store already: move it aside first.
    """
    found = inspect(backup)
    if found.damaged or found.missing:
        raise Damaged(f"{backup} is damaged; `store check --folder {backup}` tells where")
    disk.make_folder(folder)
    held = disk.lock(folder / "lock")
    try:
        if numbers(folder, "journal") or numbers(folder, "snapshot"):
            raise FileExistsError(f"there is a store in {folder} already; move it aside first")
        # The snapshot comes last: a restore that stopped half-way is no store that opens with half of it.
        for file in sorted(found.files, key=lambda one: one.path.suffix):
            _copy(file.path, folder / file.path.name)
        disk.sync_folder(folder)
    finally:
        os.close(held)


def _copy(old: Path, new: Path) -> None:
    with old.open("rb") as source, new.open("xb") as target:
        os.fchmod(target.fileno(), 0o600)
        shutil.copyfileobj(source, target)
        target.flush()
        os.fsync(target.fileno())
