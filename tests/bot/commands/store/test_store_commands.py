import json
from functools import partial
from pathlib import Path

import pytest

from bot import app
from bot.commands.executor import execute_on, execute_remote
from bot.commands.remote.control_socket import serve_control
from bot.commands.remote.request import Answer, Request
from bot.commands.store.export import export_store
from bot.container import Container
from bot.settings import Settings, load_settings
from storage.copying import NotEmpty
from storage.embedded.embedded_store import open_store
from storage.ports import Damaged, InUse
from storage.records.access_records import Audit
from storage.records.complaint_records import Customer
from tests.bot.commands.place import typed
from tests.bot.desk.desk_harness import NOON


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
    return typed("store", *words)


async def store(*words: str, settings: Settings | None = None) -> Answer:
    """Return what a command line says, after doing what it asks for."""
    said = line(*words)
    return said if isinstance(said, Answer) else await app.obey(settings or Settings(), said)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def damage(folder: Path) -> None:
    path = folder / "00000001.journal"
    data = bytearray(path.read_bytes())
    data[30] ^= 1
    path.write_bytes(data)


async def test_check_tells_what_the_files_hold(folder: Path) -> None:
    answer = await store("check", "--folder", str(folder))

    assert (answer.status, answer.errors) == (0, "")
    assert answer.text.startswith("00000001.journal  2 frames, ")
    assert "  Customer                   2 " in answer.text
    assert answer.text.endswith("no damage")


async def test_check_tells_where_the_damage_is_and_what_to_do(folder: Path) -> None:
    damage(folder)
    answer = await store("check", "--folder", str(folder))

    assert answer.status == 1
    assert "DAMAGED at offset 12, behind frame 0; 1 whole frames lie behind it" in answer.text
    assert "store repair --to-last-good" in answer.errors


async def test_check_names_a_missing_file(folder: Path) -> None:
    (folder / "00000001.journal").rename(folder / "00000002.journal")
    answer = await store("check", "--folder", str(folder))

    assert "00000001.journal  MISSING" in answer.text
    assert answer.status == 1


async def test_check_tells_of_an_unfinished_write(folder: Path) -> None:
    with (folder / "00000001.journal").open("ab") as file:
        file.write(b"half")
    answer = await store("check", "--folder", str(folder))

    assert "then 4 bytes of an unfinished write, which the next start cuts off" in answer.text
    assert answer.status == 0


async def test_stats_counts_the_documents(folder: Path) -> None:
    answer = await store("stats", "--folder", str(folder))

    assert [line.split()[:2] for line in answer.text.splitlines()] == [["Customer", "2"], ["in", "files"]]


async def test_repair_goes_back_to_the_last_good_change(folder: Path) -> None:
    damage(folder)
    answer = await store("repair", "--to-last-good", "--folder", str(folder))

    assert answer.text.endswith(f"the files as they were: store export --folder {folder / 'damaged-1'}")
    assert (await store("check", "--folder", str(folder))).status == 0


async def test_repair_leaves_a_good_store_alone(folder: Path) -> None:
    answer = await store("repair", "--to-last-good", "--folder", str(folder))

    assert answer == Answer("no damage; nothing was changed")


def test_repair_wants_to_hear_what_it_gives_up(folder: Path) -> None:
    with pytest.raises(SystemExit):
        line("repair", "--folder", str(folder))
    with pytest.raises(SystemExit):
        line("check", "--to-last-good", "--folder", str(folder))


async def test_export_prints_every_document_as_a_line_of_json(folder: Path) -> None:
    answer = await store("export", "--folder", str(folder))
    lines = [json.loads(line) for line in answer.text.splitlines()]

    assert [(line["Customer"]["id"], line["Customer"]["name"]) for line in lines] == [("first", "王"), ("second", "王")]


async def test_an_export_of_files_that_nobody_serves_is_on_record(folder: Path) -> None:
    settings = Settings(data_dir=folder)
    answer = await store("export", settings=settings)
    opened = await open_store(folder)
    (line,) = await opened.unit().find(Audit)
    await opened.close()

    assert (len(answer.text.splitlines()), answer.errors) == (2, "")
    assert (line.act, line.about, line.origin) == ("exported", "stdout", "command line")


async def test_an_export_of_other_files_says_that_it_is_not_on_record_and_changes_nothing(folder: Path) -> None:
    before = contents(folder)
    answer = await store("export", "--folder", str(folder))

    assert answer.status == 0
    assert answer.errors.startswith("This export is not on record: they are not the files of the settings")
    assert contents(folder) == before


async def test_an_export_of_damaged_files_says_in_one_line_why_it_is_not_on_record(folder: Path) -> None:
    damage(folder)
    answer = await store("export", settings=Settings(data_dir=folder))

    assert [json.loads(line)["Customer"]["id"] for line in answer.text.splitlines()] == ["second"]
    assert answer.errors.startswith("This export is not on record: ")
    assert len(answer.errors.splitlines()) == 1


async def test_the_folder_is_that_of_the_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "elsewhere"))

    with pytest.raises(FileNotFoundError, match="elsewhere"):
        await store("check")


async def test_stats_and_export_of_a_damaged_store_tell_what_can_be_read(folder: Path) -> None:
    damage(folder)
    counted = await store("stats", "--folder", str(folder))
    printed = await store("export", "--folder", str(folder))

    assert "Customer" not in counted.text
    assert [json.loads(line)["Customer"]["id"] for line in printed.text.splitlines()] == ["second"]


async def test_a_backup_is_made_by_whoever_holds_the_store_and_restored_elsewhere(
    container: Container, tmp_path: Path
) -> None:
    request = line("backup", str(tmp_path / "saved"))
    assert isinstance(request, Request)
    answer = await execute_on(container, request)
    restored = await store("restore", str(tmp_path / "saved"), "--folder", str(tmp_path / "again"))
    checked = await store("check", "--folder", str(tmp_path / "again"))

    assert answer == Answer(f"backed up to {tmp_path / 'saved'}")
    assert "ScriptVersion" in restored.text
    assert checked.status == 0


async def test_a_second_backup_to_the_same_place_is_refused(container: Container, tmp_path: Path) -> None:
    request = line("backup", str(tmp_path / "saved"))
    assert isinstance(request, Request)
    await execute_on(container, request)

    assert "not empty" in (await execute_on(container, request)).errors


async def test_while_the_desk_serves_it_tells_what_it_holds(container: Container) -> None:
    async with serve_control(container.settings.data_dir, partial(execute_remote, container)):
        counted = await store("stats", settings=container.settings)
        printed = await store("export", settings=container.settings)
    versions = [json.loads(line)["ScriptVersion"]["id"] for line in printed.text.splitlines() if "ScriptVer" in line]

    assert [line.split()[0] for line in counted.text.splitlines()] == ["Publication", "ScriptVersion", "in"]
    assert versions == sorted(container.desk.scripts.records(key)[0].id for key in container.desk.scripts.keys())  # noqa: SIM118  # a method of Scripts, which is no mapping


async def test_a_store_in_use_by_a_process_that_takes_no_commands_is_left_alone(container: Container) -> None:
    with pytest.raises(InUse):
        await store("stats", settings=container.settings)


async def test_an_export_of_any_store_is_written_page_by_page(container: Container) -> None:
    pages: list[str] = []
    await export_store(container.store, pages.append)

    assert [set(map(kind_of, page.splitlines())) for page in pages] == [{"ScriptVersion"}, {"Publication"}]


def kind_of(line: str) -> str:
    (kind,) = json.loads(line)
    return str(kind)


@pytest.mark.parametrize("words", [("backup",), ("restore",), ("check", "somewhere"), ("copy", "here")])
def test_what_needs_a_place_names_it_and_nothing_else_does(words: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit):
        line(*words)


@pytest.mark.parametrize("words", [("check",), ("repair", "--to-last-good")])
def test_files_are_not_looked_into_where_there_are_none(
    words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORE_URL", "postgresql://desk:secret@db/desk")
    answer = line(*words)

    assert isinstance(answer, Answer)
    assert answer.status == 1
    assert answer.errors.startswith("STORE_URL is set: everything is kept in PostgreSQL")


async def test_with_a_folder_the_files_are_looked_into_all_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STORE_URL", "postgresql://desk:secret@db/desk")
    checked = await store("check", "--folder", str(folder))
    counted = await store("stats", "--folder", str(folder), settings=load_settings())

    assert (checked.status, counted.status) == (0, 0)


async def test_a_database_is_counted_exported_backed_up_and_restored_like_any_store(
    folder: Path, postgres_url: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    await store("copy", str(folder), postgres_url)
    settings = Settings(data_dir=tmp_path / "unused", store_url=postgres_url)
    exported = await store("export", settings=settings)
    counted = await store("stats", settings=settings)
    printed = [json.loads(one) for one in capsys.readouterr().out.splitlines()]
    saved = await store("backup", str(tmp_path / "saved"), settings=settings)
    again = await store("stats", "--folder", str(tmp_path / "saved"))

    assert counted.text.splitlines() == again.text.splitlines()[:-1]
    assert [one["Customer"]["id"] for one in printed if "Customer" in one] == ["first", "second"]
    assert [one["Audit"]["act"] for one in printed if "Audit" in one] == ["exported"]
    assert exported == Answer()
    assert saved.status == 0
    assert not (tmp_path / "unused").exists()


async def test_a_backup_is_restored_into_a_database_that_holds_nothing(
    folder: Path, postgres_url: str, tmp_path: Path
) -> None:
    await store("backup", str(tmp_path / "saved"), settings=Settings(data_dir=folder))
    settings = Settings(data_dir=tmp_path / "unused", store_url=postgres_url)
    answer = await store("restore", str(tmp_path / "saved"), settings=settings)
    with pytest.raises(NotEmpty):
        await store("restore", str(tmp_path / "saved"), settings=settings)

    assert [line.split()[-1] for line in answer.text.splitlines()[:-1]] == ["same"]


async def test_a_damaged_backup_is_restored_nowhere(folder: Path, tmp_path: Path) -> None:
    damage(folder)
    settings = Settings(store_url="postgresql://desk:secret@nowhere.invalid/desk")

    with pytest.raises(Damaged):
        await store("restore", str(folder), settings=settings)


async def test_a_store_is_begun_on_purpose_in_an_empty_folder_and_never_over_another(tmp_path: Path) -> None:
    said = await store("begin", "--folder", str(tmp_path))
    (tmp_path / "00000001.journal").write_bytes(b"something that somebody was told is kept")

    assert said.text == f"a new store begins in {tmp_path}"
    with pytest.raises(FileExistsError, match="there is a store"):
        await store("begin", "--folder", str(tmp_path))
