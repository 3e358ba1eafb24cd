"""The cases of the shipped scripts hold, and come by everything in them."""

from pathlib import Path

import pytest

import dialogs
from dialogs.cases import Case, load_cases
from dialogs.phrases import language_of
from dialogs.problems import render
from dialogs.shape import load
from dialogs.verify import verify

FOLDER = Path(dialogs.__path__[0]) / "scripts"
SCRIPTS = sorted(path for path in FOLDER.glob("*.yaml") if not path.name.endswith(".cases.yaml"))

scripts = pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)


def cases_beside(path: Path) -> tuple[Case, ...]:
    beside = path.with_suffix(".cases.yaml")
    if not beside.exists():
        return ()
    cases, problems = load_cases(beside.read_text("utf-8"))

    assert [render(problem, beside.name) for problem in problems] == []
    return cases


@scripts
def test_the_cases_of_a_shipped_script_hold_and_reach_all_of_it(path: Path) -> None:
    text = path.read_text("utf-8")
    loaded = load(text)

    assert loaded.script is not None
    verdict = verify(loaded.script, text, loaded.cases, cases_beside(path))
    assert [render(problem, path.name) for problem in verdict.in_cases + verdict.in_script] == []
    assert [render(hint, path.name) for hint in verdict.hints] == []


@scripts
def test_each_language_of_a_shipped_script_is_spoken_in_some_case(path: Path) -> None:
    loaded = load(path.read_text("utf-8"))

    assert loaded.script is not None
    cases = (*loaded.cases, *cases_beside(path))
    spoken = {language_of(turn.says, "") for case in cases for turn in case.turns}
    assert set(loaded.script.languages) <= spoken


def test_no_file_of_cases_is_without_its_script() -> None:
    files = {path.name.removesuffix(".cases.yaml") for path in FOLDER.glob("*.cases.yaml")}

    assert files <= {path.stem for path in SCRIPTS}
