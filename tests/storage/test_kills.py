"""What was acknowledged is there after a kill -9 at any moment, and no transaction is there by half."""

import os
import random
import signal
import subprocess
import sys
from collections import Counter, defaultdict
from pathlib import Path

import pytest

from storage.records import Note
from storage.tinydb_store import open_store

KILLS = 60 if os.environ.get("CAMPAIGN") == "full" else 5
ROOT = Path(__file__).parents[2]
WRITERS = Path(__file__).with_name("writers.py")


def killed_after(acknowledged: int, folder: Path, run: int) -> list[str]:
    """Let the writers run until so many commits are acknowledged, kill them, and return all acknowledged ones."""
    command = [sys.executable, str(WRITERS), str(folder), f"{run:03}"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=environment, text=True) as writers:
        assert writers.stdout is not None
        lines = [writers.stdout.readline() for _ in range(acknowledged)]
        writers.send_signal(signal.SIGKILL)
        lines += writers.stdout.readlines()
    assert writers.returncode == -signal.SIGKILL
    # A line without its end was torn by the kill: it was not told in full.
    return [line.strip() for line in lines if line.endswith("\n")]


def newest(acknowledged: list[str]) -> dict[str, int]:
    """Return the number of the last acknowledged pair of each writer."""
    return {name.rpartition("-")[0]: int(name.rpartition("-")[2]) for name in sorted(acknowledged)}


async def pairs(folder: Path) -> Counter[str]:
    """Return how many notes of each pair are there."""
    store = await open_store(folder)
    found = Counter(note.ticket for note in await store.unit().find(Note))
    await store.close()
    return found


@pytest.mark.campaign
async def test_a_kill_loses_nothing_acknowledged_and_leaves_nothing_by_half(tmp_path: Path) -> None:
    chance = random.Random(20260301)
    promised: dict[str, int] = {}
    for run in range(KILLS):
        promised |= newest(killed_after(chance.randrange(1, 3_000), tmp_path / "store", run))

        found = await pairs(tmp_path / "store")

        assert set(found.values()) <= {2}
        there = defaultdict(set)
        for name in found:
            writer, _, number = name.rpartition("-")
            there[writer].add(int(number))
        for writer, last in promised.items():
            # One more may be durable whose acknowledgement the kill cut off; each writer keeps its last two.
            assert there[writer] in ({*range(max(last - 1, 0), last + 1)}, {last, last + 1})
