"""The journal at every point where the power may fail: what was acknowledged is there, and nothing is there by half.

The matrix is checked itself: with a bug planted in the code it must find a loss.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from storage import disk, journal
from storage.frames import frame
from storage.journal import Change, Journal, Tables, encode
from storage.ports import Damaged
from tests.storage.power import SKIPPED, Disk, PowerCut

HALVES = ("left", "right")
Acknowledged = set[str]


def group(name: str) -> bytes:
    """Return a transaction of two documents, which are there together or not at all."""
    return encode([Change("words", f"{name}-{half}", b"{}") for half in HALVES])


def written(folder: Path, acknowledged: Acknowledged) -> None:
    """Write, rotate and replace segments by snapshots, as the store does; note what was acknowledged."""
    files = Journal(folder)
    try:
        tables = files.replay()
        for name in ("a", "b", None, "c", None, "d", "e"):
            if name is None:
                files.snapshot(files.rotate(), tables)
            else:
                files.append([group(name)])
                acknowledged.add(name)
                tables.setdefault("words", {}).update({f"{name}-{half}": b"{}" for half in HALVES})
    finally:
        with suppress(OSError):
            files.close()


def opened(folder: Path) -> Tables:
    files = Journal(folder)
    try:
        return files.replay()
    finally:
        files.close()


def lost(found: Tables, acknowledged: Acknowledged) -> list[str]:
    """Return what is wrong with what was found."""
    keys = set(found.get("words", {}))
    gone = [name for name in acknowledged if not {f"{name}-{half}" for half in HALVES} <= keys]
    half = [key for key in keys if not {f"{key.split('-')[0]}-{half}" for half in HALVES} <= keys]
    return gone + half


def crash(folder: Path, work: Callable[[], object], fails_at: int, *, half: bool, power: bool) -> bool:
    """Do the work until the disk fails; return whether it did."""
    failing = Disk(folder, fails_at, half=half)
    try:
        with failing.watched():
            work()
    except PowerCut:
        if power:
            failing.lose_what_was_not_synced()
        return True
    return False


def crashes(root: Path, *, half: bool, power: bool) -> Iterator[tuple[Path, Acknowledged]]:
    """Yield the folder that each crash point leaves, and what was acknowledged by then."""
    for point in range(1000):
        folder, acknowledged = root / str(point), Acknowledged()
        folder.mkdir(parents=True)
        # Folder and lock are made by the first start of all, long before anything is told.
        if not crash(folder, partial(written, folder, acknowledged), point, half=half, power=power):
            assert point > 20, "the matrix has lost its points"
            return
        yield folder, acknowledged


def faults(root: Path, *, half: bool, power: bool) -> list[str]:
    """Return what is wrong after each crash point."""
    found: list[str] = []
    for folder, acknowledged in crashes(root, half=half, power=power):
        try:
            found += [f"{folder.name}: {name}" for name in lost(opened(folder), acknowledged)]
        except (Damaged, ValueError) as refusal:
            found.append(f"{folder.name}: {refusal}")
    return found


KINDS = pytest.mark.parametrize(("half", "power"), [(False, False), (True, False), (False, True), (True, True)])


@KINDS
def test_whenever_it_stops_what_was_acknowledged_is_there_and_nothing_by_half(
    half: bool, power: bool, tmp_path: Path
) -> None:
    assert faults(tmp_path, half=half, power=power) == []


@KINDS
def test_a_second_crash_while_it_recovers_loses_nothing(half: bool, power: bool, tmp_path: Path) -> None:
    for folder, acknowledged in crashes(tmp_path, half=half, power=power):
        again = 0
        while crash(folder, partial(opened, folder), again, half=half, power=power):
            again += 1
        assert lost(opened(folder), acknowledged) == []


@contextmanager
def planted(bug: str) -> Iterator[None]:
    """Have a bug in the store."""
    with pytest.MonkeyPatch.context() as patch:
        BUGS[bug](patch)
        yield


def _never_synced(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(disk, "sync_data", lambda _: SKIPPED)


def _names_never_synced(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(disk, "sync_folder", lambda _: SKIPPED)


def _snapshot_in_place(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Path, "with_suffix", lambda path, _suffix: path)


def _tidied_too_early(patch: pytest.MonkeyPatch) -> None:
    real = journal.write_snapshot

    def early(path: Path, tables: Any) -> int:
        length = real(path, tables)
        for segment in sorted(path.parent.glob("*.journal"))[:-1]:
            segment.unlink()
        return length

    patch.setattr(journal, "write_snapshot", early)


def _checksum_ignored(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("storage.frames.FrameReader._payload", _unchecked)


def _unchecked(reader: Any) -> bytes | None:
    header = reader._file.read(12)
    return (reader._file.read(int.from_bytes(header[4:8], "little")) or None) if len(header) == 12 else None


def _frame_a_change(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("storage.journal.frame", lambda data: b"".join(frame(line + b"\n") for line in data.splitlines()))


def _torn_tail_kept(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Journal, "_cut", lambda _: None)
    patch.setattr("storage.journal.holds_a_frame", lambda _: True)


def _snapshot_forgets(patch: pytest.MonkeyPatch) -> None:
    real = journal.write_snapshot
    patch.setattr(journal, "write_snapshot", lambda path, _tables: real(path, {}))


def _acknowledged_early(patch: pytest.MonkeyPatch) -> None:
    real, kept = Journal.append, list[Any]()

    def late(files: Journal, transactions: Any) -> None:
        if kept:
            real(files, kept.pop())
        kept.append(transactions)

    patch.setattr(Journal, "append", late)


BUGS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "bytes are never synced": _never_synced,
    "names are never synced": _names_never_synced,
    "a snapshot is written in its place": _snapshot_in_place,
    "segments go before the snapshot has its name": _tidied_too_early,
    "checksums are ignored": _checksum_ignored,
    "a transaction is not one frame": _frame_a_change,
    "a torn tail is refused": _torn_tail_kept,
    "a snapshot forgets": _snapshot_forgets,
    "it is acknowledged before it is written": _acknowledged_early,
}


@pytest.mark.parametrize("bug", BUGS)
def test_the_matrix_finds_each_planted_bug(bug: str, tmp_path: Path) -> None:
    with planted(bug):
        found = [
            fault
            for at, (half, power) in enumerate([(False, True), (True, True), (True, False)])
            for fault in faults(tmp_path / str(at), half=half, power=power)
        ]

    assert found
