from argparse import ArgumentParser
from pathlib import Path

import pytest

from bot.commands import command_registry, scripts
from bot.commands.command import Command, Here
from bot.commands.command_registry import COMMANDS, add_commands
from bot.commands.remote.request import Answer, Request
from tests.bot.commands.place import typed, write
from tests.bot.desk.texts import SMALL


def test_the_help_lists_the_commands_in_the_order_of_the_work() -> None:
    parser = ArgumentParser()
    verbs = parser.add_subparsers()
    add_commands(verbs)

    assert list(verbs.choices) == [
        *("check", "publish", "versions", "compare", "rollback", "replay", "hotspots", "draw"),
        *("evaluate", "calibrate", "store", "import", "customer", "audit", "sign-in-link", "schema"),
    ]


def test_a_module_that_holds_a_command_is_all_it_takes(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    write(
        tmp_path,
        "count_words.py",
        """
from bot.commands.command import Command, Here
from bot.commands.remote.request import Answer

COMMAND = Command(name="words", help="count words", run=Here(lambda _: Answer("3")))
""",
    )
    monkeypatch.setattr(scripts, "__path__", [*scripts.__path__, str(tmp_path)])
    found = list(command_registry.found_commands())
    (added,) = [command for command in found if command.name not in COMMANDS]

    assert isinstance(added, Command)
    assert isinstance(added.run, Here)
    assert (added.name, len(found)) == ("words", len(COMMANDS) + 1)


def test_a_request_carries_the_name_of_its_command(tmp_path: Path) -> None:
    script = str(write(tmp_path, "telecom.yaml", SMALL))
    lines = {
        "publish": (script,),
        "versions": (),
        "compare": (script,),
        "rollback": ("telecom",),
        "replay": ("T-2026-000001",),
        "hotspots": (),
        "draw": (script,),
        "calibrate": (),
        "store backup": ("somewhere",),
        "store restore": ("somewhere",),
        "store stats": (),
        "store export": (),
        "store retain": ("--older-than", "90"),
        "store copy": ("old", "new"),
        "import": ("old.csv",),
        "customer export": ("T-2026-000001", "copy.zip"),
        "customer erase": ("T-2026-000001",),
        "audit verify": (),
        "sign-in-link": ("Li Wei",),
    }
    requests = {name: typed(*name.split(), *words) for name, words in lines.items()}
    others = {name for name, command in COMMANDS.items() if isinstance(command.run, Here) or not command.help}

    assert set(lines) == set(COMMANDS) - others
    assert {name: one.verb for name, one in requests.items() if isinstance(one, Request)} == {
        name: name for name in lines
    }


def test_the_schema_is_printed_at_once() -> None:
    answer = typed("schema")

    assert isinstance(answer, Answer)
    assert answer.text.startswith("{")
