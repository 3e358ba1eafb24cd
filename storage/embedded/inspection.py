"""Looks into the files of an embedded store that nobody has open: what they hold, where they are damaged, what is left.

The order of the files and what a torn tail is are the journal's rules; here nothing is written but by `repair`.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from storage.embedded import disk
from storage.embedded.frames import FrameReader, frame, frames_in, holds_a_frame
from storage.embedded.journal import Tables, goes_on, is_emptied, is_half_a_seal, last_of, numbers
from storage.embedded.snapshots import apply
from storage.ports import Damaged

_SEAL = frame(b"")


@dataclass(frozen=True)
class InspectedFile:
    """One file of a store."""

    path: Path
    frames: int
    """Whole frames before anything that is broken."""
    end: int
    """Bytes of these frames."""
    rest: int
    """Bytes behind them."""
    behind: int
    """Whole frames among the rest: what is broken lies before something that was written well."""
    unfinished: bool
    """A snapshot without its last frame, so that more may be missing than the file shows."""
    torn: bool
    """The last segment, whose rest is only an unfinished write."""
    goes_on: bool
    """A segment behind which there is another."""
    emptied: bool
    """The last segment, in which something was, and nothing is."""

    @property
    def damaged(self) -> bool:
        """Whether it is not what was written; a rest without a frame in the last file is only an unfinished write."""
        return self.unfinished or self.emptied or bool(self.rest and not self.torn)


@dataclass(frozen=True)
class Inspection:
    """What a folder holds."""

    files: tuple[InspectedFile, ...]
    """In the order in which a start reads them."""
    missing: tuple[int, ...]
    """The numbers of segments that should be there."""
    tables: Tables
    """The documents as of the last frame before the first damage."""

    @property
    def damaged(self) -> tuple[InspectedFile, ...]:
        """The files that are not what was written."""
        return tuple(file for file in self.files if file.damaged)


def inspect(folder: Path) -> Inspection:
    """Return what a folder holds; changes nothing.

    Raises:
        InUse: if a process has the store open.
        FileNotFoundError: if there is no store.
    """
    with _alone(folder):
        return _inspect(folder)


def repair(folder: Path) -> Path | None:
    """Cut a store back to the last frame before its first damage; return where the files went, None if all were good.

    Nothing is thrown away: the files as they were are kept in a new folder beside them.

    Raises:
        Damaged: if the damage is in a snapshot, before which nothing is left to go back to.
        InUse: if a process has the store open.
        FileNotFoundError: if there is no store.
    """
    with _alone(folder):
        found = _inspect(folder)
        if not found.damaged and not found.missing:
            return None
        if found.damaged and found.damaged[0].path.suffix == ".snapshot":
            raise Damaged(f"{found.damaged[0].path} is a snapshot: restore a backup; `store export` reads what is left")
        if found.missing and found.missing[0] < int(found.files[0].path.stem):
            raise Damaged(f"the first files of {folder} are missing: restore a backup; nothing was changed")
        aside = _new_folder(folder)
        for file in found.files:
            shutil.copy2(file.path, aside)
        disk.sync_folder(aside)
        _cut(found)
        disk.forget_begun(folder)  # what is left may be empty
        disk.sync_folder(folder)
        return aside


def readable(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the kind and the document of all that can be read, also of what lies behind a damage.

    Raises:
        InUse: if a process has the store open.
        FileNotFoundError: if there is no store.
    """
    tables: Tables = {}
    with _alone(folder):
        for path in paths(folder):
            with path.open("rb") as file:
                reader = FrameReader(file)
                for payload in reader:
                    apply(payload, tables)
                for payload in frames_in(reader.rest()):
                    apply(payload, tables)
    for table, documents in tables.items():
        for key in sorted(documents):
            yield table, documents[key]


def paths(folder: Path) -> list[Path]:
    """Return the files of a store in the order in which a start reads them."""
    base = max(numbers(folder, "snapshot"), default=0)
    segments = [folder / f"{number:08d}.journal" for number in numbers(folder, "journal") if number >= base]
    return [*([folder / f"{base:08d}.snapshot"] if base else []), *segments]


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    if not numbers(folder, "journal") and not numbers(folder, "snapshot"):
        raise FileNotFoundError(f"there is no store in {folder}")
    held = disk.lock(folder / "lock")
    try:
        yield
    finally:
        os.close(held)


def _inspect(folder: Path) -> Inspection:
    tables: Tables = {}
    all_of_it = paths(folder)
    last = last_of([path for path in all_of_it if path.suffix == ".journal"])
    present = [int(path.stem) for path in all_of_it if path.suffix == ".journal"]
    first = int(all_of_it[0].stem) if all_of_it[0].suffix == ".snapshot" else 1
    missing = tuple(sorted(set(range(first, max(present, default=first) + 1)) - set(present)))
    files: list[InspectedFile] = []
    for path in all_of_it:
        is_good = not any(file.damaged for file in files) and not any(number < int(path.stem) for number in missing)
        files.append(_read(path, tables if is_good else {}, is_last=path == last))
    if files[-1].goes_on:
        missing = (*missing, int(files[-1].path.stem) + 1)
    return Inspection(tuple(files), missing, tables)


def _read(path: Path, tables: Tables, *, is_last: bool) -> InspectedFile:
    """Read a file, and make its changes to the tables."""
    payload, frames = None, 0
    with path.open("rb") as file:
        reader = FrameReader(file)
        for payload in reader:
            apply(payload, tables)
            frames += bool(payload)  # the others are seals
        rest = reader.rest()
    return InspectedFile(
        path,
        frames,
        reader.end,
        len(rest),
        behind=sum(map(bool, frames_in(rest))),
        unfinished=path.suffix == ".snapshot" and payload != b"",
        torn=not holds_a_frame(rest) if is_last else is_half_a_seal(reader.seals, rest),
        goes_on=path.suffix == ".journal" and goes_on(reader.seals),
        emptied=is_last and is_emptied(path, rest, kept=bool(tables)),
    )


def _cut(found: Inspection) -> None:
    """Cut the first damaged segment at its last good frame, and remove all behind it; none goes on then."""
    bad = min([*(int(file.path.stem) for file in found.damaged), *found.missing])
    for file in found.files:
        if file.path.suffix == ".snapshot":
            continue
        if int(file.path.stem) > bad:
            file.path.unlink()
        elif int(file.path.stem) == bad or file.goes_on:
            with file.path.open("r+b") as segment:
                segment.truncate(file.end - (len(_SEAL) if file.goes_on and int(file.path.stem) == bad - 1 else 0))
                os.fsync(segment.fileno())
    first = found.files[0].path
    if first.suffix == ".snapshot" and int(first.stem) == bad:
        os.close(disk.create(first.with_suffix(".journal")))  # the segment behind the snapshot was missing


def _new_folder(folder: Path) -> Path:
    number = 1
    while (folder / f"damaged-{number}").exists():
        number += 1
    aside = folder / f"damaged-{number}"
    aside.mkdir(mode=0o700)
    return aside
