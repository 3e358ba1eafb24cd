from pathlib import Path

from bot.desk.scripts.import_folder import file_source, folder_sources
from bot.desk.scripts.validation import Source
from tests.bot.desk.texts import ISSUES


def write(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).write_text(name, "utf-8")


def test_the_cases_of_a_script_come_with_it(tmp_path: Path) -> None:
    write(tmp_path, "b.yaml", "a.yaml", "a.cases.yaml", "notes.txt", ".swp")

    assert folder_sources(tmp_path) == [Source("a.yaml", "a.yaml", "a.cases.yaml"), Source("b.yaml", "b.yaml")]


def test_known_issues_have_no_cases(tmp_path: Path) -> None:
    write(tmp_path, "a.yaml", "a.cases.yaml")

    assert folder_sources(tmp_path, known_issues=True) == [Source("a.yaml", "a.yaml", known_issues=True)]


def test_a_folder_that_is_not_there_holds_nothing(tmp_path: Path) -> None:
    assert folder_sources(tmp_path / "nowhere") == []


def test_a_file_that_goes_away_meanwhile_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "gone.yaml").symlink_to(tmp_path / "nowhere.yaml")

    assert folder_sources(tmp_path) == []


def test_a_file_is_known_issues_if_its_text_is(tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(ISSUES, "utf-8")

    assert file_source(tmp_path / "mine.yaml", "mine.yaml") == Source("mine.yaml", ISSUES, known_issues=True)


def test_bytes_that_are_not_utf_8_are_carried_along(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes("投诉".encode("gb18030"))

    assert folder_sources(tmp_path)[0].text.encode("utf-8", "surrogateescape") == "投诉".encode("gb18030")
