"""A disk on which the power may fail before, or in the middle of, any call that changes it.

What was not synced by then is gone, as the worst disk would have it: bytes since the last sync of their file, and names
since the last sync of their folder. Or, as when only the process is killed, all of it stays.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from storage import disk

SKIPPED = object()
"""What a call returns that a planted bug leaves out."""


class PowerCut(BaseException):
    """The machine stops here; no code may handle it."""


class Disk:
    """Watches one folder, and fails at the call of this number; -1 is never."""

    def __init__(self, folder: Path, fails_at: int, *, half: bool = False) -> None:
        self.calls = 0
        """Calls so far that change the disk."""
        self._folder, self._fails_at, self._half = folder, fails_at, half
        self._bytes: dict[int, bytes] = {}
        self._names: dict[str, int] = {}
        self._seen()
        for path in self._files():
            self._bytes[path.stat().st_ino] = path.read_bytes()

    @contextmanager
    def watched(self) -> Iterator[None]:
        """Have every change of the disk go by here."""
        with pytest.MonkeyPatch.context() as patch:
            for place, name, after in (
                (disk, "write", self._nothing),
                (disk, "sync_data", self._synced),
                (disk, "create", self._nothing),
                (disk, "sync_folder", self._folder_synced),
                (os, "ftruncate", self._nothing),
                (Path, "rename", self._nothing),
                (Path, "unlink", self._nothing),
            ):
                patch.setattr(place, name, self._call(getattr(place, name), after))
            yield

    def lose_what_was_not_synced(self) -> None:
        """Leave in the folder only what a power cut leaves at the worst."""
        for path in self._files():
            path.unlink()
        for name, inode in self._names.items():
            (self._folder / name).write_bytes(self._bytes.get(inode, b""))

    def _call(self, real: Callable[..., Any], after: Callable[..., None]) -> Callable[..., Any]:
        def called(*given: Any) -> Any:
            self.calls += 1
            if self.calls - 1 == self._fails_at:
                if self._half and real is _REAL_WRITE:
                    real(given[0], given[1][: len(given[1]) // 2], given[2])
                raise PowerCut
            result = real(*given)
            if result is not SKIPPED:
                after(*given)
            return result

        return called

    def _synced(self, descriptor: int) -> None:
        inode, size = os.fstat(descriptor).st_ino, os.fstat(descriptor).st_size
        self._bytes[inode] = os.pread(descriptor, size, 0)

    def _folder_synced(self, folder: Path) -> None:
        if folder == self._folder:
            self._seen()

    def _nothing(self, *_: object) -> None:
        pass

    def _seen(self) -> None:
        self._names = {path.name: path.stat().st_ino for path in self._files()}

    def _files(self) -> list[Path]:
        return [path for path in self._folder.glob("*") if path.suffix in (".journal", ".snapshot", ".new")]


_REAL_WRITE = disk.write
