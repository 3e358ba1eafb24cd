"""What was taken back is told, and so is that nobody knows."""

import hashlib
from pathlib import Path
from zipfile import ZipFile

import pytest

from bench.yanked_versions import check

WHEEL = "odd-1.0-py3-none-any.whl"


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have pip know nothing of how it is set up on this machine."""
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    for name in ("PIP_FIND_LINKS", "PIP_EXTRA_INDEX_URL", "PIP_NO_INDEX"):
        monkeypatch.delenv(name, raising=False)


def published(folder: Path, said_of_it: str = "") -> tuple[Path, str]:
    """Return a lock of one package, and the index that has it."""
    shelf = folder / "simple" / "odd"
    shelf.mkdir(parents=True)
    with ZipFile(shelf / WHEEL, "w") as wheel:
        wheel.writestr("odd-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: odd\nVersion: 1.0\n")
        wheel.writestr("odd-1.0.dist-info/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        wheel.writestr("odd-1.0.dist-info/RECORD", "")
    digest = hashlib.sha256((shelf / WHEEL).read_bytes()).hexdigest()
    (shelf / "index.html").write_text(f'<a href="{WHEEL}#sha256={digest}"{said_of_it}>{WHEEL}</a>', "utf-8")
    lock = folder / "a.lock"
    lock.write_text(f"odd==1.0 --hash=sha256:{digest}\n", "utf-8")
    return lock, shelf.parent.as_uri()


def test_where_nothing_was_taken_back_it_says_so(tmp_path: Path) -> None:
    lock, index = published(tmp_path)

    assert check(lock, ["-i", index]) == (0, "None of the versions in a.lock was taken back.")


def test_a_version_that_was_taken_back_is_named_with_the_reason(tmp_path: Path) -> None:
    lock, index = published(tmp_path, ' data-yanked="it deletes files"')
    status, told = check(lock, ["-i", index])

    assert status == 1
    assert told.splitlines() == ["odd 1.0 was taken back: it deletes files", "Choose other versions with `make lock`."]


def test_where_no_registry_can_be_reached_it_says_that_nobody_knows(tmp_path: Path) -> None:
    lock, _ = published(tmp_path)
    status, told = check(lock, ["-i", (tmp_path / "nowhere").as_uri()])

    assert status == 2
    assert told.startswith(
        "Nobody can tell whether a version of a.lock was taken back: the registry was not reached, or"
    )
    assert told.endswith("pip says: No matching distribution found for odd==1.0")
