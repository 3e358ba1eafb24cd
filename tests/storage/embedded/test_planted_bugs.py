"""The crash tests are tested themselves: whichever bug is planted in the store, they find it by what it leads to."""

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.storage.embedded.bugs import BUGS, planted
from tests.storage.embedded.crashes import Life, Matrix, early_snapshots, pair
from tests.storage.embedded.history import Fault
from tests.storage.embedded.workloads import journal_life, store_life_in_turns


def faults(level: str, root: Path) -> Iterator[Fault]:
    """Yield what the crash tests of this level find, as long as somebody asks."""
    if level == "journal":
        yield from pairs(root, journal_life, 200)
        for at, (half, first, second) in enumerate(product((True, False), ("cut", "kill"), ("cut", "kill"))):
            yield from Matrix(root / f"matrix-{at}", half=half, ways=(first, second)).faults()
    else:
        yield from pairs(root, store_life_in_turns, 500)


def pairs(root: Path, life: Life, count: int) -> Iterator[Fault]:
    for number in range(count):
        yield from pair(root, number, life)[0]


@pytest.mark.parametrize("name", BUGS)
def test_each_planted_bug_is_found_by_what_it_leads_to(name: str, tmp_path: Path) -> None:
    with early_snapshots(), planted(name), TemporaryDirectory(dir=tmp_path) as root:
        shown = (fault.kind for fault in faults(BUGS[name].level, Path(root)))
        found = next((kind for kind in shown if kind == BUGS[name].shows), None)

    assert BUGS[name].shows == found


def test_at_least_twelve_bugs_are_planted_and_some_at_each_level() -> None:
    levels = [bug.level for bug in BUGS.values()]

    assert len(levels) >= 12
    assert min(levels.count("journal"), levels.count("store")) >= 5
