"""The habits of this house that no linter knows."""

import ast
import itertools
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted(path for package in ("bot", "dialogs", "storage") for path in (ROOT / package).rglob("*.py"))
LONGEST_MODULE = 500
LONGEST_FUNCTION = 60
NAMED = (*MODULES, *sorted((ROOT / "bench").rglob("*.py")))
"""Modules of which each name stands for one thing; a test is named after the module that it tries."""
WORLDLY = ("datetime.now", "datetime.utcnow", "date.today", "time.", "random.", "secrets.", "uuid.")
"""Calls that are never the same twice; `time.fromisoformat` of a time of day is not meant, and a rest tells no time."""


def functions(module: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(module.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def name(module: Path) -> str:
    return str(module.relative_to(ROOT))


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_a_module_says_in_its_docstring_what_it_does(module: Path) -> None:
    docstring = ast.get_docstring(ast.parse(module.read_text()))

    assert docstring


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_a_module_can_be_read_in_one_sitting(module: Path) -> None:
    lines = len(module.read_text().splitlines())

    assert lines <= LONGEST_MODULE


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_a_function_fits_on_a_screen(module: Path) -> None:
    lengths = {node.name: (node.end_lineno or 0) - node.lineno + 1 for node in functions(module)}

    assert {function: lines for function, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}


def test_no_two_modules_have_one_name() -> None:
    names = Counter(module.stem for module in NAMED if not module.stem.startswith("__"))

    assert [stem for stem, times in names.items() if times > 1] == []


def test_no_two_classes_have_one_name() -> None:
    trees = [ast.parse(module.read_text()) for module in NAMED]
    names = Counter(node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.ClassDef))

    assert [word for word, times in names.items() if times > 1] == []


@pytest.mark.parametrize("package", sorted(ROOT.glob("[bds]*/**/__init__.py")), ids=name)
def test_a_package_holds_a_docstring_and_no_import(package: Path) -> None:
    statements = ast.parse(package.read_text()).body

    assert [ast.Expr] == [type(statement) for statement in statements]


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_clock_ids_and_randomness_enter_only_in_the_composition_root(module: Path) -> None:
    calls = {ast.unparse(node.func) for node in ast.walk(ast.parse(module.read_text())) if isinstance(node, ast.Call)}
    worldly = {call for call in calls - {"time.fromisoformat", "time.sleep"} if call.startswith(WORLDLY)}

    assert name(module) == "bot/app.py" or not worldly


@pytest.mark.parametrize("module", MODULES, ids=name)
def test_whoever_catches_everything_says_why_beside_it_or_passes_it_on(module: Path) -> None:
    text = module.read_text()
    catches = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ExceptHandler)]
    broad = [one for one in catches if one.type is None or ast.unparse(one.type) in ("Exception", "BaseException")]
    silent = [one for one in broad if not (isinstance(one.body[-1], ast.Raise) and one.body[-1].exc is None)]
    lines = text.splitlines()

    assert [lines[one.lineno - 1].strip() for one in silent if "  # " not in lines[one.lineno - 1]] == []


def test_how_long_an_example_of_a_property_may_take_is_said_in_one_place() -> None:
    trees = {name(path): ast.parse(path.read_text()) for path in sorted((ROOT / "tests").rglob("*.py"))}
    said = {
        test
        for test, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.keyword) and node.arg == "deadline"
    }

    assert said == {"tests/conftest.py"}


def test_every_command_of_the_makefile_that_the_readme_names_exists() -> None:
    makefile = (ROOT / "Makefile").read_text()
    named = {
        word
        for word in ("run", "test", "check", "bench", "campaign")
        if f"`make {word}`" in readme() or f"make {word} " in readme()
    }

    assert {"run", "test", "check", "bench", "campaign"} == named
    assert set() == {verb for verb in named if f"\n{verb}:" not in makefile}


def test_every_path_on_the_map_of_the_house_exists() -> None:
    lines = readme().split("The map of the house")[1].split("```")[1].splitlines()
    above: dict[int, str] = {}
    folders = list[str]()
    for line in filter(None, lines):
        depth = len(line) - len(line.lstrip())
        names = itertools.takewhile(lambda word: word.endswith("/"), line.split())
        found = ["".join([*(above[one] for one in sorted(above) if one < depth), name]) for name in names]
        if found:
            above = {one: name for one, name in above.items() if one < depth} | {depth: line.split()[0]}
        folders += found

    assert [folder for folder in folders if not (ROOT / folder).is_dir()] == []
    assert {room for room in rooms() if room not in folders} == set()


def rooms() -> set[str]:
    return {f"{path.parent.relative_to(ROOT)}/" for path in (ROOT / "bot" / "desk").glob("*/__init__.py")}


def readme() -> str:
    return (ROOT / "README.md").read_text()
