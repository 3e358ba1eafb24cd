"""Bugs that the crash tests must find, as data: what each does to the store, and what it leads to."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from pkgutil import resolve_name
from typing import Any, Literal, NamedTuple

import pytest

from storage.embedded import disk, journal
from storage.embedded.commits import GroupCommit
from storage.embedded.frames import frame
from storage.embedded.journal import DocumentChange, Journal
from storage.embedded.tinydb_tables import JournalStorage
from tests.storage.embedded.power import SKIPPED

Patch = pytest.MonkeyPatch

_PRIVATE = {
    "read a frame": "storage.embedded.frames:FrameReader._payload",
    "cut torn bytes": "storage.embedded.journal:Journal._cut",
    "start a write": "storage.embedded.commits:GroupCommit._start",
    "end a write": "storage.embedded.commits:GroupCommit._settle",
    "fail": "storage.embedded.commits:_fail",
    "is as expected": "storage.embedded.embedded_store:_as_expected",
    "view": "storage.embedded.tinydb_tables:JournalStorage._view",
    "undo": "storage.embedded.tinydb_tables:JournalStorage._undo",
}
"""All private names that bugs are planted in, by what they do."""


def _replace(patch: Patch, what: str, by: Callable[..., Any]) -> Any:
    """Put something in the place of a private name, and return what was there."""
    real = resolve_name(_PRIVATE[what])
    patch.setattr(_PRIVATE[what].replace(":", "."), by)
    return real


def _never_synced(patch: Patch) -> None:
    patch.setattr(disk, "sync_data", lambda _: SKIPPED)


def _names_never_synced(patch: Patch) -> None:
    patch.setattr(disk, "sync_folder", lambda _: SKIPPED)


def _start_syncs_nothing(patch: Patch) -> None:
    real = Journal.replay

    def replay(files: Journal) -> Any:
        with Patch.context() as inner:
            _never_synced(inner)
            _names_never_synced(inner)
            return real(files)

    patch.setattr(Journal, "replay", replay)


def _never_cut(patch: Patch) -> None:
    patch.setattr(os, "ftruncate", lambda *_: SKIPPED)


def _torn_tail_refused(patch: Patch) -> None:
    _replace(patch, "cut torn bytes", lambda _: None)
    patch.setattr("storage.embedded.journal.holds_a_frame", lambda _: True)


def _checksum_ignored(patch: Patch) -> None:
    def payload(reader: Any) -> bytes | None:
        header = reader._file.read(12)
        return (reader._file.read(int.from_bytes(header[4:8], "little")) or None) if len(header) == 12 else None

    _replace(patch, "read a frame", payload)


def _frame_a_change(patch: Patch) -> None:
    patch.setattr(
        "storage.embedded.journal.frame", lambda data: b"".join(frame(line + b"\n") for line in data.splitlines())
    )


def _group_reversed(patch: Patch) -> None:
    real = Journal.append
    patch.setattr(Journal, "append", lambda files, group: real(files, group[::-1]))


def _appended_late(patch: Patch) -> None:
    real, kept = Journal.append, list[Any]()

    def append(files: Journal, transactions: Any) -> None:
        if kept:
            real(files, kept.pop())
        kept.append(transactions)

    patch.setattr(Journal, "append", append)


def _snapshot_in_place(patch: Patch) -> None:
    patch.setattr(Path, "with_suffix", lambda path, _suffix: path)


def _snapshot_forgets(patch: Patch) -> None:
    real = journal.write_snapshot
    patch.setattr(journal, "write_snapshot", lambda path, _tables: real(path, {}))


def _snapshot_unsynced(patch: Patch) -> None:
    real = journal.write_snapshot

    def write(path: Path, tables: Any) -> int:
        with Patch.context() as inner:
            _never_synced(inner)
            return real(path, tables)

    patch.setattr(journal, "write_snapshot", write)


def _tidied_too_early(patch: Patch) -> None:
    real = journal.write_snapshot

    def write(path: Path, tables: Any) -> int:
        length = real(path, tables)
        for segment in sorted(path.parent.glob("*.journal"))[:-1]:
            segment.unlink()
        return length

    patch.setattr(journal, "write_snapshot", write)


def _snapshot_of_what_comes(patch: Patch) -> None:
    _replace(patch, "view", lambda tables: {name: table.documents for name, table in tables.tables.items()})


def _acknowledged_early(patch: Patch) -> None:
    def start(commits: Any) -> None:
        real(commits)
        for pending in commits._writing:
            if not pending.done.done():
                pending.done.set_result(None)

    real = _replace(patch, "start a write", start)


def _revision_ignored(patch: Patch) -> None:
    _replace(patch, "is as expected", lambda *_: True)


def _revision_given_out_again(patch: Patch) -> None:
    _replace(patch, "undo", lambda tables, before: tables._apply(reversed(before)))


def _never_undone(patch: Patch) -> None:
    real = GroupCommit.commit
    patch.setattr(GroupCommit, "commit", lambda commits, data, _: real(commits, data, lambda: None))


def _first_undone(patch: Patch) -> None:
    def fail(transactions: list[Any], error: BaseException) -> None:
        for pending in transactions[1:]:
            pending.undo = lambda: None
        real(transactions, error)

    real = _replace(patch, "fail", fail)


def _undone_in_order(patch: Patch) -> None:
    def fail(transactions: list[Any], error: BaseException) -> None:
        undos = [pending.undo for pending in transactions]
        for pending, undo in zip(transactions, reversed(undos), strict=True):
            pending.undo = undo
        real(transactions, error)

    real = _replace(patch, "fail", fail)


def _waiting_not_failed(patch: Patch) -> None:
    def settle(commits: Any, write: Any) -> None:
        waiting, commits._waiting = commits._waiting, []
        real(commits, write)
        commits._waiting = waiting

    real = _replace(patch, "end a write", settle)


def _unit_in_parts(patch: Patch) -> None:
    real = JournalStorage.commit

    async def commit(storage: JournalStorage, changes: Sequence[DocumentChange]) -> None:
        for change in changes:
            await real(storage, [change])

    patch.setattr(JournalStorage, "commit", commit)


class Bug(NamedTuple):
    """What is wrong in the code, and the kind of fault by which it shows."""

    plant: Callable[[Patch], None]
    level: Literal["journal", "store"]
    shows: str


BUGS = {
    "bytes are never synced": Bug(_never_synced, "journal", "lost"),
    "names are never synced": Bug(_names_never_synced, "journal", "lost"),
    "a start syncs nothing": Bug(_start_syncs_nothing, "journal", "lost"),
    "what was refused is never cut": Bug(_never_cut, "journal", "refused open"),
    "a torn tail is refused": Bug(_torn_tail_refused, "journal", "refused open"),
    "checksums are ignored": Bug(_checksum_ignored, "journal", "refused open"),
    "a transaction is not one frame": Bug(_frame_a_change, "journal", "half"),
    "it is acknowledged before it is appended": Bug(_appended_late, "journal", "lost"),
    "a group is written in the wrong order": Bug(_group_reversed, "journal", "half"),
    "a snapshot is written in its place": Bug(_snapshot_in_place, "journal", "refused open"),
    "a snapshot forgets": Bug(_snapshot_forgets, "journal", "lost"),
    "a snapshot has its name before its bytes": Bug(_snapshot_unsynced, "journal", "refused open"),
    "segments go before the snapshot has its name": Bug(_tidied_too_early, "journal", "refused open"),
    "a snapshot holds what came later": Bug(_snapshot_of_what_comes, "store", "half"),
    "it is acknowledged before its write has ended": Bug(_acknowledged_early, "store", "lost"),
    "no revision is checked": Bug(_revision_ignored, "store", "half"),
    "a revision is given out again": Bug(_revision_given_out_again, "store", "half"),
    "what was refused stays in the memory": Bug(_never_undone, "store", "came back"),
    "only the first of a refused group is undone": Bug(_first_undone, "store", "came back"),
    "a refused group is undone first to last": Bug(_undone_in_order, "store", "half"),
    "what waited for a refused write goes on": Bug(_waiting_not_failed, "store", "half"),
    "a unit is several transactions": Bug(_unit_in_parts, "store", "half"),
}


@contextmanager
def planted(name: str) -> Iterator[None]:
    """Have a bug in the store."""
    with Patch.context() as patch:
        BUGS[name].plant(patch)
        yield
