"""The store at every point where the machine may stop: what was acknowledged is there, and nothing is there by half."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.campaign import size, tell
from tests.storage.embedded.crashes import Life, Matrix, early_snapshots, pair
from tests.storage.embedded.history import Fault
from tests.storage.embedded.workloads import journal_life, store_life, store_life_in_turns

PAIRS = size(300, 10_000)
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


@WAYS
def test_whenever_it_stops_what_was_acknowledged_is_there_and_nothing_by_half(
    half: bool, first: str, second: str, root: Path
) -> None:
    assert list(Matrix(root, half=half, ways=(first, second)).faults()) == []


@WAYS
def test_a_second_stop_while_it_recovers_loses_nothing(half: bool, first: str, second: str, root: Path) -> None:
    assert list(Matrix(root, half=half, ways=(first, second)).faults_of_recovery()) == []


@pytest.mark.campaign
@pytest.mark.parametrize(
    ("life", "share"),
    [(journal_life, 0.5), (store_life_in_turns, 0.4), (store_life, 0.1)],
    ids=["journal", "store", "store with threads"],
)
def test_two_crashes_at_random_lose_nothing_and_leave_nothing_by_half(
    life: Life, share: float, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    faults, acknowledged, numbers = list[tuple[int, Fault]](), 0, range(round(PAIRS * share))
    for number in numbers:
        found, history = pair(root, number, life)
        acknowledged += len(history.acknowledged)
        faults += [(number, fault) for fault in found]
    tell(capsys, f"{len(numbers)} pairs of crashes, {acknowledged} transactions acknowledged, {len(faults)} faults")

    assert faults == []
    assert acknowledged > 5 * len(numbers)
