"""The indexes in snapshots, wherever the power may fail: what a start takes over is what is there."""

from contextlib import closing, suppress
from itertools import count
from pathlib import Path

import pytest

from storage.embedded import index, snapshots
from storage.embedded.document_table import DocumentTable
from storage.embedded.journal import DocumentChange, Journal, encode
from tests.storage.embedded.power import Disk, PowerCut

OWNERS = ("ann", "bob")
STEPS = ("a", "b", "c", None, "d", "a", None, "b", "e")
"""Documents that are written, or written anew with another owner; None is a snapshot."""


@pytest.fixture(autouse=True)
def _small_things(monkeypatch: pytest.MonkeyPatch) -> None:
    """Frames and chunks of two."""
    monkeypatch.setattr(index, "SHORT", 2)
    monkeypatch.setattr(snapshots, "SNAPSHOT_FRAME", 2)


def table(files: Journal) -> DocumentTable:
    tables = files.replay()
    return DocumentTable(["owner"], tables.get("words"), files.indexes.pop("words", None))


def written(folder: Path, acknowledged: dict[str, str]) -> None:
    """Do the steps as the store does; note what was acknowledged, as the owner of each key."""
    files = Journal(folder)
    try:
        words = table(files)
        for number, key in enumerate(STEPS):
            if key is None:
                files.snapshot(files.rotate(), {"words": words.view()})
                continue
            owner = OWNERS[number // 5]
            document = b'{"owner":"%b"}' % owner.encode()
            words.set(key, document)
            files.append([encode([DocumentChange("words", key, document)])])
            acknowledged[key] = owner
    finally:
        with suppress(OSError):
            files.close()


def found(folder: Path) -> dict[str, str]:
    """Return the owner under which each key is found after a start, and check it against the documents."""
    with closing(Journal(folder)) as files:
        words = table(files)
    owners = {key: owner for owner in OWNERS for key in words.find({"owner": owner})}
    assert {key: b'{"owner":"%b"}' % owner.encode() for key, owner in owners.items()} == words.documents
    assert list(words.find({})) == sorted(words.documents)
    return owners


@pytest.mark.parametrize("half", [False, True])
@pytest.mark.parametrize("power", [False, True])
def test_whenever_it_stops_all_that_was_acknowledged_is_found_by_its_value(
    half: bool, power: bool, tmp_path: Path
) -> None:
    for point in count():
        folder, acknowledged = tmp_path / str(point), dict[str, str]()
        folder.mkdir()
        machine = Disk(folder)
        machine.stop_in(point, half=half)
        try:
            with machine.watched():
                written(folder, acknowledged)
        except PowerCut:
            machine.cut() if power else machine.kill()
        else:
            break
        later = found(folder)

        # The step that was under way may be there or not.
        differing = [key for key, owner in acknowledged.items() if later.get(key) != owner]
        assert len(differing) <= 1
        assert all(key in later for key in differing)
    assert point > 20
