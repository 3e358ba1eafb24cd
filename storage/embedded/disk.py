"""What a POSIX system asks of a program whose files shall be there after a crash, and be nobody else's.

A new name in a folder is durable only once the folder itself is synced; a write may write less than it was given.
Knows nothing of what the files hold.
"""

import fcntl
import os
from pathlib import Path

from storage.ports import InUse

sync_data = getattr(os, "fdatasync", os.fsync)
"""Wait until the bytes of an open file are on the disk (macOS has no fdatasync)."""

_BEGUN = "begun"


def make_folder(folder: Path) -> None:
    """Make the folder, with its parents, readable by its owner only. One that is there stays as it is."""
    if not folder.is_dir():
        if not folder.parent.exists():  # by itself, mkdir would let anybody read the parents
            make_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)
        sync_folder(folder.parent)


def lock(path: Path) -> int:
    """Return a lock on the file, held until the returned descriptor is closed or the process dies.

    Raises:
        InUse: if another process, or an earlier call, holds it.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        os.close(descriptor)
        raise InUse(
            f"another process is writing to {path.parent}; stop it first, or give this one a folder of its own"
        ) from error
    return descriptor


def mark_begun(folder: Path) -> None:
    """Note that there is a store in a folder, so that a journal that is gone is missed."""
    if not has_begun(folder):
        descriptor = os.open(folder / _BEGUN, os.O_WRONLY | os.O_CREAT, 0o600)
        try:
            os.write(descriptor, b"A desk keeps its store in this folder. Without the journal it does not start.\n")
            sync_data(descriptor)
        finally:
            os.close(descriptor)
        sync_folder(folder)


def has_begun(folder: Path) -> bool:
    """Tell whether there was a store in a folder."""
    return (folder / _BEGUN).exists()


def forget_begun(folder: Path) -> None:
    """Have a folder be one in which no store was."""
    (folder / _BEGUN).unlink(missing_ok=True)


def remains(folder: Path) -> str:
    """Return what of a store that is gone is left in a folder: to begin anew beside it would look like a loss."""
    left = sorted([*folder.glob("damaged-*"), *folder.glob("*.part"), *folder.glob(_BEGUN)])
    return left[0].name if left else ""


def create(path: Path) -> int:
    """Return a descriptor of a new, empty file whose name is durable; one of that name is emptied."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        sync_folder(path.parent)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def write(descriptor: int, data: bytes, offset: int) -> None:
    """Write all of the data at an offset."""
    view = memoryview(data)
    while view:
        written = os.pwrite(descriptor, view, offset)
        view, offset = view[written:], offset + written


def sync_folder(folder: Path) -> None:
    """Wait until the names in a folder are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
