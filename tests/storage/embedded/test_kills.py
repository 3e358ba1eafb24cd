"""What was acknowledged is there after a kill -9 at any moment, and no transaction is there by half."""

import os
import random
import signal
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

import pytest

from tests.campaign import size, tell

KILLS = size(20, 200)
MOST = 1_500
"""Commits that are acknowledged before a kill, at the most; some more are before it arrives."""
ROOT = Path(__file__).parents[3]
WRITERS = Path(__file__).with_name("writers.py")


class Kills:
    """Writers that are killed and started again on the same store; and what is wrong with what they find there."""

    def __init__(self, folder: Path) -> None:
        self.acknowledged = 0
        self.faults: list[str] = []
        self._folder = folder
        self._newest: dict[str, int] = {}

    def kill_after(self, commits: int) -> None:
        """Let the writers say what is there, and go on until so many commits are acknowledged; then kill them."""
        command = [sys.executable, str(WRITERS), str(self._folder)]
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment) as writers:
            assert writers.stdout is not None
            found = list[bytes]()
            while (line := writers.stdout.readline()).strip():
                found.append(line)
            self._check(found, opened=line != b"")
            lines = [writers.stdout.readline() for _ in range(commits)]
            writers.send_signal(signal.SIGKILL)
            lines += writers.stdout.readlines()
        # A line without its end was torn by the kill: it was not told in full.
        self._promise(line.decode().strip() for line in lines if line.endswith(b"\n"))

    def _promise(self, acknowledged: Iterable[str]) -> None:
        for name in acknowledged:
            writer, _, number = name.partition("-")
            self._newest[writer] = int(number)
            self.acknowledged += 1

    def _check(self, found: list[bytes], *, opened: bool) -> None:
        if not opened:
            self.faults.append("refused open")
            return
        there = defaultdict[str, set[int]](set)
        for line in found:
            name, count = line.decode().split()
            writer, _, number = name.partition("-")
            there[writer].add(int(number))
            if count != "2":
                self.faults.append(f"half: {name}")
        for writer, last in self._newest.items():
            # One more may be durable whose acknowledgement the kill cut off; each writer keeps its last two.
            if there[writer] not in ({*range(max(last - 1, 0), last + 1)}, {last, last + 1}):
                self.faults.append(f"lost: {writer}-{last}, there are {sorted(there[writer])}")


@pytest.mark.campaign
def test_a_kill_loses_nothing_acknowledged_and_leaves_nothing_by_half(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chance, kills = random.Random(20260301), Kills(tmp_path / "store")
    for _ in range(KILLS):
        kills.kill_after(chance.randrange(1, MOST))
    kills.kill_after(0)
    tell(capsys, f"{KILLS} kills, {kills.acknowledged} commits acknowledged, {len(kills.faults)} faults")

    assert kills.faults == []
    assert kills.acknowledged > 100 * KILLS
