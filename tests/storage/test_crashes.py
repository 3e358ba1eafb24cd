"""The store at every point where the machine may stop: what was acknowledged is there, and nothing is there by half."""

import os
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import pytest

from tests.storage.crashes import Life, Matrix, early_snapshots, pair
from tests.storage.history import Fault, History
from tests.storage.turns import taking_turns
from tests.storage.workloads import journal_life, store_life

PAIRS = 4_000 if os.environ.get("CAMPAIGN") == "full" else 1_000
WAYS = pytest.mark.parametrize(
    ("half", "first", "second"), list(product((False, True), ("kill", "cut"), ("kill", "cut")))
)


@pytest.fixture(autouse=True)
def _early_snapshots() -> Iterator[None]:
    with early_snapshots():
        yield


@pytest.fixture
def root(tmp_path: Path) -> Iterator[Path]:
    """Keep nothing of hundreds of folders."""
    with TemporaryDirectory(dir=tmp_path) as folder:
        yield Path(folder)


def pairs(root: Path, life: Life, numbers: range) -> list[tuple[int, Fault]]:
    """Return what is wrong after each pair of crashes, with its number, which leads to it again."""
    histories, found = list[History](), list[tuple[int, Fault]]()
    for number in numbers:
        faults, history = pair(root, number, life)
        histories.append(history)
        found += [(number, fault) for fault in faults]
    acknowledged = sum(len(history.acknowledged) for history in histories)
    assert acknowledged > 5 * len(numbers), "the pairs have lost their work"
    print(f"{len(numbers)} pairs of crashes, {acknowledged} acknowledged")  # noqa: T201
    return found


@WAYS
def test_whenever_it_stops_what_was_acknowledged_is_there_and_nothing_by_half(
    half: bool, first: str, second: str, root: Path
) -> None:
    assert list(Matrix(root, half=half, ways=(first, second)).faults()) == []


@WAYS
def test_a_second_stop_while_it_recovers_loses_nothing(half: bool, first: str, second: str, root: Path) -> None:
    assert list(Matrix(root, half=half, ways=(first, second)).faults_of_recovery()) == []


@pytest.mark.campaign
def test_a_thousand_pairs_of_crashes_of_the_journal_lose_nothing(root: Path) -> None:
    assert pairs(root, journal_life, range(PAIRS // 2)) == []


@pytest.mark.campaign
def test_pairs_of_crashes_under_concurrent_units_lose_nothing_whatever_order_the_threads_take(root: Path) -> None:
    found = list[tuple[int, Fault]]()
    for number in range(PAIRS * 2 // 5):
        with taking_turns(Random(number)):
            found += [(number, fault) for fault in pair(root, number, store_life)[0]]

    assert found == []


@pytest.mark.campaign
def test_pairs_of_crashes_under_concurrent_units_and_real_threads_lose_nothing(root: Path) -> None:
    assert pairs(root, store_life, range(PAIRS // 10)) == []
