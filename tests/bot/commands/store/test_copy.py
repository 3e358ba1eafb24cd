import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.commands.store.check_files import check_files
from bot.commands.store.copy import copy_store, progress
from bot.commands.store.stats import stats_of_files
from storage.copying import NotEmpty
from storage.embedded.embedded_store import EmbeddedStore, open_store
from storage.opening import Unfinished, UnknownStore, open_any
from storage.ports import Unavailable
from storage.records.complaint_records import Customer, Note
from storage.records.record import Record
from tests.bot.desk.desk_harness import NOON


@pytest.fixture
async def folder(tmp_path: Path) -> Path:
    store = await open_store(tmp_path / "data")
    unit = store.unit()
    unit.add(Customer(id="c1", identities=("web:wang",), name="王", since=NOON))
    unit.add(Note(id="n1", ticket="t1", author="Li Wei", at=NOON, text="private words"))
    await unit.commit()
    await store.close()
    return tmp_path / "data"


def tampered(monkeypatch: pytest.MonkeyPatch, fault: Exception | None = None) -> None:
    """Have stores lose notes, or refuse them with a fault."""
    real = EmbeddedStore.load

    async def load(store: EmbeddedStore, kind: type[Record], documents: Sequence[bytes]) -> None:
        if kind is not Note:
            await real(store, kind, documents)
        elif fault:
            raise fault

    monkeypatch.setattr(EmbeddedStore, "load", load)


async def test_a_copy_tells_of_each_kind_that_it_is_the_same(folder: Path, tmp_path: Path) -> None:
    answer = await copy_store(f"embedded:{folder}", str(tmp_path / "new"))
    rows = [line.split() for line in answer.text.splitlines()]

    assert (answer.status, answer.errors) == (0, "")
    assert [(row[0], row[1], row[3]) for row in rows[:2]] == [("Customer", "1", "same"), ("Note", "1", "same")]
    assert answer.text.endswith(f"copied embedded:{folder} to {tmp_path / 'new'}")
    assert "private words" not in answer.text


async def test_a_copy_into_a_database_shows_no_password(folder: Path, postgres_url: str) -> None:
    answer = await copy_store(str(folder), postgres_url + ("&" if "?" in postgres_url else "?") + "password=secret")

    assert answer.status == 0
    assert "secret" not in answer.text


async def test_what_did_not_arrive_is_an_error(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tampered(monkeypatch)
    answer = await copy_store(str(folder), str(tmp_path / "new"))

    assert answer.status == 1
    assert "DIFFERENT: 0 " in answer.text
    assert answer.errors.splitlines()[0] == "not all of it arrived: Note"


async def test_a_copy_that_stopped_half_way_says_that_a_part_is_there(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    tampered(monkeypatch, Unavailable("the disk is full"))
    answer = await copy_store(str(folder), str(tmp_path / "new"))

    assert answer.status == 1
    assert answer.errors.startswith(f"the disk is full\n{tmp_path / 'new'} may hold a part of the copy")


async def test_nothing_starts_on_half_a_copy(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tampered(monkeypatch, Unavailable("the disk is full"))
    await copy_store(str(folder), str(tmp_path / "new"))

    with pytest.raises(Unfinished):
        await open_any("", tmp_path / "new")
    assert check_files(tmp_path / "new").status == 1
    assert stats_of_files(tmp_path / "new").errors.startswith("This is not all:")


async def test_a_second_copy_is_refused(folder: Path, tmp_path: Path) -> None:
    await copy_store(str(folder), str(tmp_path / "new"))

    with pytest.raises(NotEmpty):
        await copy_store(str(folder), str(tmp_path / "new"))


async def test_where_there_is_no_store_none_is_made(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        await copy_store(str(tmp_path / "nowhere"), str(tmp_path / "new"))

    assert [place for place in ("nowhere", "new") if (tmp_path / place).exists()] == []


async def test_a_store_of_another_kind_is_refused(folder: Path) -> None:
    with pytest.raises(UnknownStore):
        await copy_store(str(folder), "redis://cache")


def test_progress_is_shown_on_a_terminal_only(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with progress("Ticket", 2) as advance:
        advance(2)
    quiet = capsys.readouterr().err
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with progress("Ticket", 2) as advance:
        advance(2)
    shown = capsys.readouterr().err

    assert quiet == ""
    assert "Ticket" in shown
    assert "2/2" in shown
