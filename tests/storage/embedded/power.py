"""A disk on which the machine may stop before, or in the middle of, any call that changes it, and which may be full.

When only the process is killed, all of it stays. When the power fails, nobody knows what is there of that which was not
synced: of the bytes of a file since its last sync, and of the names in the folder since the folder's last sync, none,
all, or some in any order. What survived is known again to the next life of the store: a kill syncs nothing.
"""

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import pytest

from storage.embedded import disk

SKIPPED = object()
"""What a call returns that a planted bug leaves out."""

NEVER = -1
_BLOCK = 64
"""Bytes that reach the disk together or not at all."""


class PowerCut(BaseException):
    """The machine stops here; no code may handle it."""


class _File:
    """What is known of one file whatever its name is."""

    def __init__(self, inode: int) -> None:
        self.inode = inode
        self.synced = b""


_Names = dict[str, _File]
_Step = tuple[str, str, _File]
"""A change of names since the last sync: from, to, and the file; without a from it was made, without a to removed."""


class Disk:
    """One folder of a machine; it stays the same over all lives of the store in it."""

    def __init__(self, folder: Path) -> None:
        self.calls = 0
        """Calls so far that change the disk, or wait for it."""
        self.off = False
        """Whether the machine has stopped."""
        self.beside: Callable[[], None] | None = None
        """What another thread does just before the next call, once."""
        self._folder = folder
        self._stops_at, self._half, self._refusing = NEVER, False, 0
        self._now: _Names = {}
        self._durable: _Names = {}
        self._unsynced: list[_Step] = []
        self._lock = threading.RLock()

    def stop_in(self, calls: int, *, half: bool = False) -> None:
        """Have the machine stop at this many calls from now, or never; a write that it stops at is done by half."""
        self._stops_at, self._half = (NEVER if calls == NEVER else self.calls + calls), half

    def refuse(self, calls: int) -> None:
        """Let the next calls fail as they do on a full disk."""
        self._refusing = calls

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
                patch.setattr(place, name, self._call(name, getattr(place, name), after))
            yield

    def kill(self) -> None:
        """Start again after a stop that took nothing with it but the process."""
        self._start()

    def cut(self, chance: Random | None = None) -> None:
        """Start again after a power cut: nothing that was not synced survived, or by chance some of it."""
        self._notice()
        names = dict(self._durable)
        for step in _survivors(self._unsynced, chance):
            _do(step, names)
        contents = {name: self._content(file, chance) for name, file in names.items()}
        for path in self._files():
            path.unlink()
        for name, content in contents.items():
            (self._folder / name).write_bytes(content)
        self._now = {path.name: _File(path.stat().st_ino) for path in self._files()}
        for name, file in self._now.items():
            file.synced = contents[name]
        self._durable, self._unsynced = dict(self._now), []
        self._start()

    def _start(self) -> None:
        self.off, self.beside = False, None
        self._stops_at, self._refusing = NEVER, 0

    def _call(self, name: str, real: Callable[..., Any], after: Callable[..., None]) -> Callable[..., Any]:
        def called(*given: Any) -> Any:
            if self.beside:
                beside, self.beside = self.beside, None
                beside()
            with self._lock:
                self._stop_or_refuse(real if name == "write" else None, given)
                self._notice()
                result = real(*given)
                if result is not SKIPPED:
                    self._notice()
                    after(*given)
                return result

        return called

    def _stop_or_refuse(self, write: Callable[..., Any] | None, given: tuple[Any, ...]) -> None:
        stops = self.off or self.calls == self._stops_at
        self.calls += 1
        if not stops and not self._refusing:
            return
        # Machines that are off write no halves.
        if write and not self.off and (self._refusing or self._half):
            write(given[0], given[1][: len(given[1]) // 2], given[2])
        if stops:
            self.off = True
            raise PowerCut
        self._refusing -= 1
        raise OSError(28, "No space left on device")

    def _synced(self, descriptor: int) -> None:
        status = os.fstat(descriptor)
        for file in self._now.values():
            if file.inode == status.st_ino:
                file.synced = os.pread(descriptor, status.st_size, 0)

    def _folder_synced(self, folder: Path) -> None:
        if folder == self._folder:
            self._durable, self._unsynced = dict(self._now), []

    def _nothing(self, *_: object) -> None:
        pass

    def _notice(self) -> None:
        """Note what became of the names since the last look."""
        found = {path.name: path.stat().st_ino for path in self._files()}
        gone = {file.inode: name for name, file in self._now.items() if found.get(name) != file.inode}
        for name, inode in found.items():
            if name not in self._now or self._now[name].inode != inode:
                before = gone.pop(inode, "")
                self._name((before, name, self._now[before] if before else _File(inode)))
        for name in gone.values():
            self._name((name, "", self._now[name]))

    def _name(self, step: _Step) -> None:
        _do(step, self._now)
        self._unsynced.append(step)

    def _content(self, file: _File, chance: Random | None) -> bytes:
        names = [name for name, there in self._now.items() if there is file]
        if chance is None or not names:
            return file.synced
        return _mixed(file.synced, (self._folder / names[0]).read_bytes(), chance)

    def _files(self) -> list[Path]:
        return [path for path in self._folder.glob("*") if path.suffix in (".journal", ".snapshot", ".new")]


def _do(step: _Step, names: _Names) -> None:
    before, after, file = step
    if before and names.pop(before, None) is None:
        return
    if after:
        names[after] = file


def _survivors(steps: list[_Step], chance: Random | None) -> list[_Step]:
    if chance is None:
        return []
    if chance.random() < 0.5:
        return steps[: chance.randint(0, len(steps))]
    return [step for step in steps if chance.random() < 0.5]


def _mixed(old: bytes, new: bytes, chance: Random) -> bytes:
    """Return what a disk may hold that was on its way from one to the other."""
    way = chance.random()
    if way < 0.6 or old == new:
        return old if way < 0.3 else new
    length = chance.choice((len(old), len(new), chance.randint(*sorted((len(old), len(new))))))
    blocks = [
        chance.choice((old, new))[at : at + _BLOCK].ljust(_BLOCK, b"\0") for at in range(0, max(length, 1), _BLOCK)
    ]
    return b"".join(blocks)[:length]
