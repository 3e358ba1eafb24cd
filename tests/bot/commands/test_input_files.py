from pathlib import Path

import pytest

from bot.commands.input_files import NoSuchFile, read_sources
from tests.bot.commands.place import write
from tests.bot.desk.texts import CASES, ISSUES, SMALL


def names(*paths: Path) -> list[str]:
    return [source.name for source in read_sources(paths)]


def test_a_script_comes_with_the_cases_beside_it(tmp_path: Path) -> None:
    path = write(tmp_path, "a.yaml", SMALL)
    write(tmp_path, "a.cases.yaml", CASES)
    found = read_sources([path])

    assert [(source.name, source.text, source.cases) for source in found] == [(str(path), SMALL, CASES)]


def test_cases_stand_for_their_script_and_a_folder_for_what_is_in_it(tmp_path: Path) -> None:
    path = write(tmp_path, "a.yaml", SMALL)
    cases = write(tmp_path, "a.cases.yaml", CASES)
    issues = write(tmp_path, "b.yaml", ISSUES)

    assert names(cases) == [str(path)]
    assert names(tmp_path) == [str(path), str(issues)]
    assert names(path, cases, tmp_path) == [str(path), str(issues)]


def test_what_is_missing_is_said_in_plain_sentences(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "folder.yaml").mkdir()
    lonely = write(tmp_path, "x.cases.yaml", CASES)
    with pytest.raises(NoSuchFile) as raised:
        read_sources([tmp_path / "a.yaml", lonely, tmp_path / "empty"])

    assert str(raised.value).splitlines() == [
        f"there is no file {tmp_path / 'a.yaml'}",
        f"there is no file {tmp_path / 'x.yaml'}",
        f"there is no *.yaml in the folder {tmp_path / 'empty'}",
    ]
