"""The engine is pure: told by its imports, its own and those of all it imports."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import dialogs

FOLDER = Path(dialogs.__path__[0])
MODULES = sorted(
    ".".join(("dialogs", *path.relative_to(FOLDER).with_suffix("").parts))
    for path in FOLDER.rglob("*.py")
    if path.stem != "__init__"
)
ALLOWED = {
    "collections", "dataclasses", "datetime", "decimal", "difflib", "functools", "importlib", "itertools", "opencc",
    "phonenumbers", "rapidfuzz", "re", "types", "typing", "unicodedata", "yaml",
}  # fmt: skip
"""What the engine may lean on from outside: values in, values out. `importlib` reads the shipped wordings, once."""
WORLDLY = {
    "asyncio", "http", "io", "locale", "logging", "multiprocessing", "os", "platform", "random", "secrets",
    "select", "signal", "socket", "ssl", "subprocess", "sys", "tempfile", "threading", "time", "urllib", "uuid",
    "warnings",
}  # fmt: skip
"""Clock, chance, network, environment, threads and logs; `datetime` is one of values, see `CLOCKS`."""
CLOCKS = {"fromtimestamp", "now", "today", "utcfromtimestamp", "utcnow"}
"""What asks a clock or a time zone of the machine, by whatever name `datetime` is called."""
CALLS = {"__import__", "breakpoint", "eval", "exec", "globals", "hash", "id", "input", "open", "print", "setattr"}
"""Built-in functions that reach outside, or that answer differently in another process."""


def tree(module: str) -> ast.Module:
    return ast.parse((FOLDER.parent / f"{module.replace('.', '/')}.py").read_text("utf-8"))


def imports(module: str) -> Iterator[str]:
    """Yield the full names of the modules that a module imports, wherever in it that stands."""
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.module is not None, f"{module} imports relatively"
            named = [f"{node.module}.{alias.name}" for alias in node.names]
            modules = [name for name in named if name in MODULES]
            yield from modules or [node.module]


def reached(start: str) -> tuple[set[str], set[str]]:
    """Return the modules of `dialogs` that a module leans on, itself among them, and the packages from outside."""
    ours, outside, ahead = set[str](), set[str](), [start]
    while ahead:
        module = ahead.pop()
        if not module.startswith("dialogs."):
            outside.add(module.split(".")[0])
        elif module not in ours:
            ours.add(module)
            ahead.extend(imports(module))
    return ours, outside


@pytest.mark.parametrize("module", MODULES)
def test_no_dialog_knows_clock_chance_network_or_log(module: str) -> None:
    _, outside = reached(module)

    assert set() == outside & WORLDLY


def test_the_engine_leans_on_nothing_that_is_not_listed() -> None:
    ours, outside = reached("dialogs.engine.engine")

    assert {
        "dialogs.engine.engine",
        "dialogs.engine.advance",
        "dialogs.engine.steps",
        "dialogs.engine.answers",
        "dialogs.reading.slots",
        "dialogs.strict_yaml.placeholders",
    } <= ours
    assert set() == outside - ALLOWED


@pytest.mark.parametrize("module", sorted(reached("dialogs.engine.engine")[0]))
def test_the_engine_calls_nothing_that_reaches_outside(module: str) -> None:
    called = {ast.unparse(node.func) for node in ast.walk(tree(module)) if isinstance(node, ast.Call)}

    assert set() == called & CALLS


@pytest.mark.parametrize("module", sorted(reached("dialogs.engine.engine")[0]))
def test_the_engine_remembers_nothing_between_two_calls(module: str) -> None:
    rebound = [node for node in ast.walk(tree(module)) if isinstance(node, ast.Global | ast.Nonlocal)]

    assert rebound == []


@pytest.mark.parametrize("module", MODULES)
def test_no_dialog_asks_a_date_what_day_it_is(module: str) -> None:
    calls = [node.func for node in ast.walk(tree(module)) if isinstance(node, ast.Call)]
    asked = {call.attr for call in calls if isinstance(call, ast.Attribute)}

    assert set() == asked & CLOCKS
