"""The cases of the shipped scripts hold, and come by everything in them."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dialogs
from dialogs.cases.verify import verify
from dialogs.language.case_file import Case, load_cases
from dialogs.language.script_loader import load
from dialogs.reading.small_talk import language_of
from dialogs.strict_yaml.problems import render

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


SURVEY = (FOLDER / "after-answer.yaml").read_text("utf-8")
ITS_CASES = (FOLDER / "after-answer.cases.yaml").read_text("utf-8")


def judged(text: str) -> None:
    """Read and play the cases in this text: whatever is wrong stands in a line of it."""
    cases, problems = load_cases(text)
    script = load(SURVEY).script

    assert script is not None
    assert bool(cases) != bool(problems)
    verdict = verify(script, SURVEY, (), cases)
    assert {problem.line for problem in problems + verdict.in_cases} <= set(range(1, len(text.splitlines()) + 2))


@given(st.lists(st.sampled_from(ITS_CASES.splitlines()[3:]), max_size=40))
@settings(max_examples=60)
def test_lines_of_shipped_cases_in_any_order_do_not_make_it_raise(lines: list[str]) -> None:
    judged("\n".join(["format: 1", "cases:", "  any:", *lines]))


@given(st.integers(0, len(ITS_CASES)), st.integers(0, 60), st.text("{}[]:,-#'\"& \nyes是0", max_size=4))
@settings(max_examples=60)
def test_no_slip_of_the_pen_in_shipped_cases_makes_it_raise(at: int, cut: int, inserted: str) -> None:
    judged(ITS_CASES[:at] + inserted + ITS_CASES[at + cut :])
