"""Crashes of every kind: at each point of a fixed work load, and in pairs at random points of random ones."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest

from storage.embedded import disk, journal
from tests.storage.embedded.history import Fault, History
from tests.storage.embedded.power import NEVER, Disk, PowerCut
from tests.storage.embedded.workloads import Segments

Life = Callable[[Path, Disk, History, Random], list[Fault]]

RECOVERY, WORK = 8, 60
"""Calls of the disk that an opening takes at most, and a life in the middle."""


@contextmanager
def early_snapshots() -> Iterator[None]:
    """Have snapshots after a few transactions, and no waiting for the real disk: nothing here depends on it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(journal, "WORTH_COMPACTING", 2_000)
        patch.setattr(journal, "GROWN", 0)
        patch.setattr(disk, "sync_data", lambda _: None)
        patch.setattr(disk, "sync_folder", lambda _: None)
        yield


def again(machine: Disk, way: str, chance: Random | None = None) -> None:
    """Start the machine again: after a ``kill`` of the process, after a power ``cut``, or one that took only some."""
    if way == "kill":
        machine.kill()
    else:
        machine.cut(chance if way == "cut by chance" else None)


def pair(root: Path, number: int, life: Life) -> tuple[list[Fault], History]:
    """Crash twice at random; return what is wrong after either crash, or after a last one between two calls."""
    chance, folder = Random(number), root / f"{number}"
    folder.mkdir(parents=True)
    machine, history, faults = Disk(folder), History(), list[Fault]()
    for points in (WORK, chance.choice((RECOVERY, WORK)), 0, 0):
        machine.stop_in(chance.randrange(points) if points else NEVER, half=chance.random() < 0.5)
        try:
            with machine.watched():
                faults += life(folder, machine, history, chance)
        except PowerCut:
            assert machine.off
        if faults:
            break
        again(machine, chance.choice(("kill", "cut", "cut by chance")), chance)
    return faults, history


class Matrix:
    """A fixed work load of the journal, stopped at each of its calls."""

    def __init__(self, root: Path, *, half: bool, ways: tuple[str, str]) -> None:
        self._root, self._half, self._ways = root, half, ways

    def faults(self) -> Iterator[Fault]:
        """Yield what is wrong after each stop, and after a second one that comes when it was opened again."""
        for folder, machine, history in self._stops():
            for _ in range(2):
                with machine.watched():
                    yield from self._opened(folder, machine, history)
                again(machine, self._ways[1])

    def faults_of_recovery(self) -> Iterator[Fault]:
        """Yield what is wrong where recovery is stopped too, at each of its calls, one after the other."""
        for folder, machine, history in self._stops():
            for point in range(1000):
                machine.stop_in(point, half=self._half)
                try:
                    with machine.watched():
                        yield from self._opened(folder, machine, history)
                    break
                except PowerCut:
                    again(machine, self._ways[1])
            again(machine, self._ways[1])
            with machine.watched():
                yield from self._opened(folder, machine, history)

    def _stops(self) -> Iterator[tuple[Path, Disk, History]]:
        for point in range(1000):
            folder = self._root / f"{point}"
            folder.mkdir(parents=True)
            machine, history = Disk(folder), History()
            machine.stop_in(point, half=self._half)
            try:
                with machine.watched():
                    self._work(folder, machine, history)
            except PowerCut:
                again(machine, self._ways[0])
                yield folder, machine, history
            else:
                assert point > 20, "the matrix has lost its points"
                return

    def _work(self, folder: Path, machine: Disk, history: History) -> None:
        """Write, rotate and replace segments by snapshots, as the store does."""
        work = Segments(folder, machine, history)
        try:
            work.open()
            work.sow()
            for step in "aaSaRaaSaa":
                if step == "a":
                    work.append()
                elif step == "R":
                    work.rotate()
                else:
                    work.snapshot(work.append)
        finally:
            work.close()

    def _opened(self, folder: Path, machine: Disk, history: History) -> list[Fault]:
        work = Segments(folder, machine, history)
        try:
            return work.open()
        finally:
            work.close()
