import json
from argparse import ArgumentParser
from pathlib import Path

import pytest

from bot.commands.line import add_commands
from bot.commands.request import Answer, Request
from bot.commands.table import carry_out
from bot.house import House
from storage.records import Customer
from storage.tinydb_store import open_store
from tests.bot.desk.house import NOON


@pytest.fixture
async def folder(tmp_path: Path) -> Path:
    store = await open_store(tmp_path / "data")
    for key in ("first", "second"):
        unit = store.unit()
        unit.add(Customer(id=key, identities=(f"web:{key}",), name="王", since=NOON))
        await unit.commit()
    await store.close()
    return tmp_path / "data"


def line(*words: str) -> Answer | Request:
    """Return what a command line says, or asks for."""
    parser = ArgumentParser()
    add_commands(parser.add_subparsers())
    given = parser.parse_args(["store", *words])
    result: Answer | Request = given.run(given)
    return result


def store(*words: str) -> Answer:
    """Return what a command line says."""
    answer = line(*words)
    assert isinstance(answer, Answer)
    return answer


def damage(folder: Path) -> None:
    path = folder / "00000001.journal"
    data = bytearray(path.read_bytes())
    data[30] ^= 1
    path.write_bytes(data)


async def test_check_tells_what_the_files_hold(folder: Path) -> None:
    answer = store("check", "--folder", str(folder))

    assert (answer.status, answer.errors) == (0, "")
    assert answer.text.startswith("00000001.journal  2 frames, ")
    assert "  Customer                   2 " in answer.text
    assert answer.text.endswith("no damage")


async def test_check_tells_where_the_damage_is_and_what_to_do(folder: Path) -> None:
    damage(folder)
    answer = store("check", "--folder", str(folder))

    assert answer.status == 1
    assert "DAMAGED at offset 0, behind frame 0; 1 whole frames lie behind it" in answer.text
    assert "store repair --to-last-good" in answer.errors


async def test_check_names_a_missing_file(folder: Path) -> None:
    (folder / "00000001.journal").rename(folder / "00000002.journal")
    answer = store("check", "--folder", str(folder))

    assert "00000001.journal  MISSING" in answer.text
    assert answer.status == 1


async def test_check_tells_of_an_unfinished_write(folder: Path) -> None:
    with (folder / "00000001.journal").open("ab") as file:
        file.write(b"half")
    answer = store("check", "--folder", str(folder))

    assert "then 4 bytes of an unfinished write, which the next start cuts off" in answer.text
    assert answer.status == 0


async def test_stats_counts_the_documents(folder: Path) -> None:
    answer = store("stats", "--folder", str(folder))

    assert answer.text.split()[:2] == ["Customer", "2"]


async def test_repair_goes_back_to_the_last_good_change(folder: Path) -> None:
    damage(folder)
    answer = store("repair", "--to-last-good", "--folder", str(folder))

    assert answer.text.endswith(f"the files as they were are in {folder / 'damaged-1'}")
    assert store("check", "--folder", str(folder)).status == 0


async def test_repair_leaves_a_good_store_alone(folder: Path) -> None:
    assert "nothing was changed" in store("repair", "--to-last-good", "--folder", str(folder)).text


async def test_repair_wants_to_hear_what_it_gives_up(folder: Path) -> None:
    assert store("repair", "--folder", str(folder)).status == 2
    assert store("check", "--to-last-good", "--folder", str(folder)).status == 2


async def test_export_prints_every_document_as_a_line_of_json(folder: Path) -> None:
    lines = [json.loads(line) for line in store("export", "--folder", str(folder)).text.splitlines()]

    assert [(line["Customer"]["id"], line["Customer"]["name"]) for line in lines] == [("first", "王"), ("second", "王")]


def test_the_folder_is_that_of_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "elsewhere"))

    with pytest.raises(FileNotFoundError, match="elsewhere"):
        store("check")


async def test_a_backup_is_made_by_whoever_holds_the_store_and_restored_elsewhere(house: House, tmp_path: Path) -> None:
    request = line("backup", str(tmp_path / "saved"))
    assert isinstance(request, Request)
    answer = await carry_out(house, request)

    assert answer == Answer(f"backed up to {tmp_path / 'saved'}")
    assert "ScriptVersion" in store("restore", str(tmp_path / "saved"), "--folder", str(tmp_path / "again")).text
    assert store("check", "--folder", str(tmp_path / "again")).status == 0


async def test_a_second_backup_to_the_same_place_is_refused(house: House, tmp_path: Path) -> None:
    request = line("backup", str(tmp_path / "saved"))
    assert isinstance(request, Request)
    await carry_out(house, request)

    assert "not empty" in (await carry_out(house, request)).errors


@pytest.mark.parametrize("words", [("backup",), ("restore",), ("check", "somewhere")])
def test_only_a_backup_and_a_restore_name_a_place(words: tuple[str, ...]) -> None:
    assert store(*words).status == 2
