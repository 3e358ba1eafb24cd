"""Every place that lists signals lists them all: names, reasons, figures, words of the staff, the manual."""

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest
import yaml

from bot.desk.signals.signal_file import NAMES
from bot.understanding.signals import GRAVE as GRAVE_TO_READERS
from bot.understanding.signals import SignalName
from dialogs.language.quiet_lines import shipped_quiet_lines
from dialogs.model.events import GRAVE, Signal

ROOT = Path(__file__).parents[4]
SIGNALS = get_args(Signal)
MANY = 6
"""So many names of signals in one place are a list of them."""
WORDS = sorted(path for package in ("bot", "dialogs") for path in (ROOT / package).rglob("words.yaml"))
MODULES = sorted(path for package in ("bot", "dialogs", "bench") for path in (ROOT / package).rglob("*.py"))


def prefixes(path: Path) -> Iterator[tuple[str, set[str]]]:
    """Yield each beginning under which signals have words, and what has some."""
    keys = yaml.safe_load(path.read_text("utf-8"))
    words = {str(key) for key in keys}
    for prefix in {key.removesuffix("danger") for key in words if key.endswith(".danger")}:
        yield prefix, {key.removeprefix(prefix) for key in words if key.startswith(prefix)}


@pytest.mark.parametrize("path", WORDS, ids=lambda path: str(path.relative_to(ROOT)))
def test_where_one_signal_has_words_all_have(path: Path) -> None:
    lacking = {prefix: set(SIGNALS) - worded for prefix, worded in prefixes(path)}

    assert not any(lacking.values()), lacking


def test_the_staff_is_told_every_signal_in_words() -> None:
    found = [prefix for path in WORDS for prefix, _ in prefixes(path)]

    assert {"reason.", "signal."} <= set(found)


def lists_of_signals(path: Path) -> Iterator[tuple[int, set[str]]]:
    """Yield the places of a module where many signals are named together."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Tuple(elts=parts) | ast.List(elts=parts) | ast.Set(elts=parts) | ast.Dict(keys=parts):
                held: list[ast.AST | None] = list(parts)
            case ast.ClassDef(body=body):
                held = [getattr(statement, "value", None) for statement in body]
            case _:
                continue
        named = {one.value for one in held if isinstance(one, ast.Constant)} & {*SIGNALS}
        if len(named) >= MANY:
            yield node.lineno, {str(name) for name in named}


def test_no_module_lists_signals_and_lacks_one() -> None:
    lacking = {
        f"{path.relative_to(ROOT)}:{line}": set(SIGNALS) - named
        for path in MODULES
        for line, named in lists_of_signals(path)
        if set(SIGNALS) - named
    }

    assert lacking == {}


def test_the_lists_of_modules_are_found() -> None:
    found = {path.name for path in MODULES if any(lists_of_signals(path))}

    assert {"events.py", "signals.py"} <= found


def test_readers_and_dialogs_know_the_same_signals() -> None:
    assert tuple(SignalName) == SIGNALS
    assert {*GRAVE_TO_READERS} == GRAVE
    assert NAMES == SIGNALS


def test_whatever_is_grave_has_a_quiet_line_but_threats_to_the_staff() -> None:
    assert {*shipped_quiet_lines(), "violence-threat"} == GRAVE


def test_the_schema_and_the_manual_name_every_signal() -> None:
    schema = json.loads((ROOT / "docs" / "script.schema.json").read_text("utf-8"))
    manual = (ROOT / "docs" / "admin-guide.md").read_text("utf-8").partition("### Signals")[2].partition("\n### ")[0]

    assert schema["properties"]["interrupts"]["propertyNames"]["enum"] == list(SIGNALS)
    assert [signal for signal in SIGNALS if f"`{signal}`" not in manual] == []
