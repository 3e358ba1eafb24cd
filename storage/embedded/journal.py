"""The files of the embedded store: an append-only journal that survives a kill, a full disk and a torn write.

A folder holds ``lock``, ``begun`` (there is a store), segments ``00000001.journal`` and so on, and at most one
``00000004.snapshot`` that stands for all segments before number 4. Frames hold lines, one a change:
``["Ticket","01J"]``, a tab, and the new document, or nothing where it was removed. A frame is one group of whole
transactions, so it is there as a whole or not at all. What the frames of a snapshot hold is said in ``snapshots``.

A segment begins with an empty frame, so that none is ever empty, and ends with one, its seal: written when the disk has
the group before it, and written over by the next. Thus a whole group that is broken is told from one that was torn. A
second seal tells that there is a next segment.

Calls block until the disk has answered: who calls them, and from which thread, is the business of ``commits``.
"""

import logging
import os
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import NamedTuple

import orjson

from storage.embedded import disk
from storage.embedded.document_table import SavedIndex
from storage.embedded.frames import FrameReader, frame, holds_a_frame, is_complete
from storage.embedded.snapshots import apply, payloads
from storage.ports import Damaged, Unavailable

logger = logging.getLogger("storage")

WORTH_COMPACTING = 16 * 1024 * 1024
"""Bytes of segments below which a snapshot would save nothing that anybody notices."""

GROWN = 2
"""Segments this many times as long as the snapshot before them are replaced by a new one."""

NOTICED = 32
"""Segments longer than this part of the snapshot are replaced at a clean close: a start reads them ten times slower."""

UNFINISHED = "an unfinished write"
"""What lies behind the last whole frame of a store whose process or machine died."""

STAGE = 32 * 1024 * 1024
"""Bytes after which the disk is waited for, so that it never owes so much that commits wait behind it."""

BREATH = 0.000_2
"""Seconds between two frames of a snapshot in which the others run: a thread that lets go of the interpreter only for
the moment of a write has it back before anybody has woken up."""

PROBE = 64 * 1024
"""Bytes for which there must be room again on a disk that was full."""

_SEAL = frame(b"")

_NOTHING = Event()

Tables = dict[str, dict[str, bytes]]
"""Documents by the name of their table and their id."""

Indexes = dict[str, SavedIndex]
"""What a snapshot holds of the indexes, by the name of the table."""


class DocumentChange(NamedTuple):
    """A document put in place of the one with its id, or taken away."""

    table: str
    key: str
    document: bytes | None


def encode(changes: Iterable[DocumentChange]) -> bytes:
    """Return a transaction as the journal keeps it."""
    return b"".join(b"%b\t%b\n" % (orjson.dumps((table, key)), document or b"") for table, key, document in changes)


def goes_on(seals: int) -> bool:
    """Tell whether a segment that ends with so many seals has a next one."""
    return seals > 1


def is_half_a_seal(seals: int, rest: bytes) -> bool:
    """Tell whether what is behind a sealed segment is only the second seal, whose write a power cut has torn."""
    return seals == 1 and len(rest) <= len(_SEAL)


def is_blank(path: Path) -> bool:
    """Tell whether a segment holds nothing: it was only begun, perhaps in vain."""
    return path.stat().st_size <= len(_SEAL)


def last_of(segments: Sequence[Path]) -> Path | None:
    """Return the segment that is written to, None if there is none.

    A blank one may be left of a rotation that failed: writing went on in the one before.
    """
    return next((path for path in reversed(segments) if not is_blank(path)), segments[0] if segments else None)


def is_emptied(path: Path, rest: bytes, *, kept: bool) -> bool:
    """Tell whether somebody took what was in the last segment of a folder: what is begun is never empty.

    It is marked as begun when the first change is durable, so a torn write, the ``rest``, is never all that it holds.
    Whether there is anything else, here or in the files before, is ``kept``.
    """
    is_cut = path.stat().st_size < len(_SEAL) or (bool(rest) and not kept)
    return is_cut and disk.has_begun(path.parent)


def numbers(folder: Path, suffix: str) -> list[int]:
    """Return the numbers of the files of a folder that are a ``journal`` or a ``snapshot``, in order."""
    return sorted(int(path.stem) for path in folder.glob(f"{'[0-9]' * 8}.{suffix}"))


class Journal:
    """The open files of one folder. ``replay`` it once, then append.

    Raises:
        InUse: if another process has it open.
    """

    def __init__(self, folder: Path) -> None:
        disk.make_folder(folder)
        self.indexes: Indexes = {}
        """The indexes that ``replay`` found in the snapshot."""
        self._folder = folder
        self._lock = disk.lock(folder / "lock")
        self._number = 0
        self._segment = -1
        self._end = 0
        self._ragged = False
        self._is_marked = False
        self._finished = 0  # bytes in the segments before the one that is written
        self._length = 0  # bytes in the snapshot
        self._bound = WORTH_COMPACTING

    @property
    def grown(self) -> bool:
        """Whether it is time for a snapshot."""
        return self._finished + self._end > self._bound

    @property
    def slow(self) -> bool:
        """Whether the next start would be noticeably faster with a snapshot."""
        return self._finished + self._end > max(WORTH_COMPACTING, self._length // NOTICED)

    def replay(self) -> Tables:
        """Return all that was written, and make ready to append behind it.

        Raises:
            Damaged: if a file is not what was written. Only the torn end of the last write is cut off, and logged.
        """
        tables: Tables = {}
        # A process that was killed may have left names and bytes that only the machine's memory holds. Whoever reads
        # them here relies on them, so they must survive a power cut from now on; see `_resume` for the bytes.
        disk.sync_folder(self._folder)
        self._tidy()
        base = max(self._numbers("snapshot"), default=0)
        if base:
            length = _read_snapshot(self._path(base, "snapshot"), tables, self.indexes)
            self._set_bound(length)
            # One without indexes takes a start as long as segments do.
            self._finished = 0 if self.indexes else length
        segments = self._segments(base)
        if not segments:
            if left := disk.remains(self._folder):
                raise Damaged(
                    f"{self._folder} holds no store but {left}: restore a backup; "
                    "or begin anew, without all that was kept, by `store begin`"
                )
            self.begin()
            return tables
        for number in segments[:-1]:
            self._finished += _read_segment(self._path(number, "journal"), tables, self.indexes)
        self._resume(segments[-1], tables)
        if tables:
            self._mark_begun()
        return tables

    def begin(self) -> None:
        """Make an empty store, whatever is left in the folder of an older one."""
        self._begin(1)

    def append(self, transactions: Sequence[bytes]) -> None:
        """Write transactions as one group, which is durable when this returns.

        Raises:
            Unavailable: if the disk does not take it. Nothing of it stays; a later call may succeed.
        """
        data = frame(b"".join(transactions))
        try:
            self._cut()
            self._ragged = True
            disk.write(self._segment, data, self._end)
            disk.sync_data(self._segment)
            self._ragged = False
        except OSError as error:
            # If the torn bytes cannot be cut now either, the next call does it before anything else.
            with suppress(OSError):
                self._cut()
            raise Unavailable(f"cannot write to {self._folder}: {error.strerror}") from error
        self._end += len(data)
        self._seal()
        if not self._is_marked:
            with suppress(OSError):  # the next call does it
                self._mark_begun()

    def _mark_begun(self) -> None:
        disk.mark_begun(self._folder)
        self._is_marked = True

    def probe(self) -> None:
        """Write something as long as a large group, durably, and take it away again.

        Raises:
            Unavailable: if the disk does not take it.
        """
        self.append([bytes(PROBE)])
        self._end -= len(frame(bytes(PROBE)))
        self._ragged = True
        with suppress(OSError):  # the next call does it
            self._cut()
            self._seal()

    def rotate(self) -> int:
        """Begin a new segment and return its number, for a snapshot of what was appended up to here.

        Raises:
            Unavailable: if the disk does not take a new file; appending goes on in the old one.
        """
        finished, length = self._segment, self._end
        try:
            self._cut()
            disk.write(self._segment, _SEAL, self._end)
            disk.sync_data(self._segment)
            self._begin(self._number + 1)
        except OSError as error:
            raise Unavailable(f"cannot make a file in {self._folder}: {error.strerror}") from error
        self._finished += length
        with suppress(OSError):  # then the next segment would not be missed
            disk.write(finished, _SEAL, length + len(_SEAL))
        os.close(finished)
        return self._number

    def snapshot(self, number: int, tables: Mapping[str, Mapping[str, bytes]]) -> None:
        """Replace all segments before this number by the documents; may run beside ``append``.

        A crash at any moment leaves either the old files, or the snapshot and what ``replay`` tidies up.

        Raises:
            Unavailable: if the disk does not take it; the segments stay.
        """
        path = self._path(number, "snapshot")
        try:
            length = write_snapshot(path.with_suffix(".new"), tables)
            path.with_suffix(".new").rename(path)
            disk.sync_folder(self._folder)
            self._tidy()
        except OSError as error:
            with suppress(OSError):  # it took what room there was
                path.with_suffix(".new").unlink()
            raise Unavailable(f"cannot write a snapshot to {self._folder}: {error.strerror}") from error
        self._finished = 0
        self._set_bound(length)

    def close(self) -> None:
        """Let go of the files; a second time does nothing."""
        for descriptor in (self._segment, self._lock):
            if descriptor >= 0:
                os.close(descriptor)
        self._segment = self._lock = -1

    def postpone(self) -> None:
        """Let the segments grow on, to be asked for a snapshot again when they are as long again."""
        self._bound = max(WORTH_COMPACTING, GROWN * (self._finished + self._end))

    def _set_bound(self, length: int) -> None:
        self._length, self._bound = length, max(WORTH_COMPACTING, GROWN * length)

    def _path(self, number: int, suffix: str) -> Path:
        return self._folder / f"{number:08d}.{suffix}"

    def _numbers(self, suffix: str) -> list[int]:
        return numbers(self._folder, suffix)

    def _segments(self, base: int) -> list[int]:
        """Return the numbers of the segments to be read behind this snapshot; none in a new folder."""
        found = self._numbers("journal")
        first = base or 1
        if found != list(range(first, first + len(found))) or (base and not found):
            raise Damaged(f"{self._folder} lacks a segment between {first} and {max(found, default=first)}")
        last = last_of([self._path(number, "journal") for number in found])
        return [number for number in found if last and number <= int(last.stem)]

    def _tidy(self) -> None:
        """Remove what a newer snapshot stands for, and a snapshot that was never finished."""
        base = max(self._numbers("snapshot"), default=0)
        for suffix in ("snapshot", "journal"):
            for number in self._numbers(suffix):
                if number < base:
                    self._path(number, suffix).unlink()
        for path in self._folder.glob("*.new"):
            path.unlink()

    def _begin(self, number: int) -> None:
        segment = disk.create(self._path(number, "journal"))
        try:
            disk.write(segment, _SEAL, 0)
            disk.sync_data(segment)
        except BaseException:
            os.close(segment)
            raise
        self._segment, self._number, self._end = segment, number, len(_SEAL)

    def _resume(self, number: int, tables: Tables) -> None:
        """Read the last segment, cut off its torn end if it has one, and go on behind it."""
        path = self._path(number, "journal")
        end, seals, rest = _read(path, tables, self.indexes)
        if holds_a_frame(rest):
            raise _damage(path, end)
        if is_emptied(path, rest, kept=bool(tables)):
            raise Damaged(f"{path} was emptied: restore a backup, or see what `store check` says")
        if goes_on(seals) and not self._path(number + 1, "journal").exists():
            raise Damaged(f"{self._folder} lacks the segment {number + 1}")
        self._segment, self._number, self._end = os.open(path, os.O_RDWR), number, end
        if rest:
            logger.warning("%s", _told(path, end, rest))
            self._ragged = True
            self._cut()
        else:
            disk.sync_data(self._segment)
        if not end:  # an older program, or a stop in the middle, left it so
            disk.write(self._segment, _SEAL, 0)
            disk.sync_data(self._segment)
            self._end = len(_SEAL)
        elif seals == 1:
            self._end -= len(_SEAL)
        elif end > len(_SEAL):
            self._end -= seals * len(_SEAL)
            self._ragged = bool(seals)
            self._cut()
            self._seal()

    def _seal(self) -> None:
        """Note that the disk has all that was written so far; if it does not take that, nothing is lost."""
        try:
            disk.write(self._segment, _SEAL, self._end)
        except OSError:
            self._ragged = True

    def _cut(self) -> None:
        """Remove what an unfinished write left behind the end."""
        if self._ragged:
            os.ftruncate(self._segment, self._end)
            disk.sync_data(self._segment)
            self._ragged = False


def _read_segment(path: Path, tables: Tables, indexes: Indexes) -> int:
    """Apply a segment that others follow to the tables, and return its length in bytes."""
    end, seals, rest = _read(path, tables, indexes)
    if rest and not is_half_a_seal(seals, rest):
        raise _damage(path, end)
    return end


def _told(path: Path, end: int, rest: bytes) -> str:
    """Return what is cut off the end of a segment, and since when nothing was written there."""
    what = "a write that is not what was written, though none of it is missing," if is_complete(rest) else UNFINISHED
    last = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    return f"cut {len(rest)} bytes of {what} from {path} at offset {end}; the file was last written {last:%F %T} UTC"


def _read_snapshot(path: Path, tables: Tables, indexes: Indexes) -> int:
    """Apply a snapshot to the tables and return its length in bytes."""
    end, seals, rest = _read(path, tables, indexes)
    # An empty frame ends a snapshot, be it all there is: without it, whole frames may be missing.
    if rest or not (seals or end == len(_SEAL)):
        raise _damage(path, end)
    return end


def _read(path: Path, tables: Tables, indexes: Indexes) -> tuple[int, int, bytes]:
    """Apply the whole frames of a file; return their length, how many seals end them, and what is behind them."""
    with path.open("rb") as file:
        reader = FrameReader(file)
        for payload in reader:
            apply(payload, tables, indexes)
        return reader.end, reader.seals, reader.rest()


def _damage(path: Path, end: int) -> Damaged:
    return Damaged(f"{path} is damaged at offset {end}; restore a backup, or see what `store check` says")


def write_snapshot(path: Path, tables: Mapping[str, Mapping[str, bytes]]) -> int:
    """Write the documents to a new file, durably, and return its length in bytes."""
    descriptor, length, durable = disk.create(path), 0, 0
    try:
        for payload in payloads(tables):
            data = frame(payload)
            disk.write(descriptor, data, length)
            length += len(data)
            _NOTHING.wait(BREATH)
            if length - durable > STAGE:
                disk.sync_data(descriptor)
                durable = length
        disk.sync_data(descriptor)
    finally:
        os.close(descriptor)
    return length


def begin_anew(folder: Path) -> None:
    """Make an empty store in a folder where none is, or only an empty journal.

    Raises:
        FileExistsError: if there is a store.
        InUse: if another process has it open.
    """
    with closing(Journal(folder)) as files:
        held = [*folder.glob("*.snapshot"), *(path for path in folder.glob("*.journal") if not is_blank(path))]
        if held:
            raise FileExistsError(f"there is a store in {folder} already; move it aside first")
        for path in folder.glob("*.journal"):
            path.unlink()
        files.begin()
