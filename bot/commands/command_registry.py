"""Finds the commands: each is a module of a package beside this one, with a `Command` called ``COMMAND`` in it."""

from argparse import ArgumentParser, _SubParsersAction
from collections.abc import Iterator, Mapping
from importlib import import_module
from pkgutil import iter_modules

from bot.commands import customers, evaluate, scripts, staff, store
from bot.commands.command import Command, Here

_GROUPS = {
    "audit": "check what is on record about the staff",
    "customer": "give one customer a copy of what is kept of them, or erase it",
    "evaluate": "measure on your own texts how well they are understood: repeats, known issues, signals, acts, talks",
    "store": "begin, back up, restore, count, export, check, repair or copy what is kept",
}
"""The first words of commands of two, and what the help says of them."""
_ORDER = (
    *("check", "publish", "versions", "compare", "rollback", "replay", "hotspots", "draw"),
    *("evaluate repeats", "evaluate answers", "evaluate signals", "evaluate acts", "evaluate intake", "evaluate talk"),
    "calibrate",
    *("store begin", "store backup", "store restore", "store stats", "store export", "store check", "store repair"),
    *("store retain", "store copy", "import", "customer export", "customer erase", "audit verify"),
    *("sign-in-link", "schema"),
)
"""How the help lists them: in the order of the work. What is not named here comes last."""


def found_commands() -> Iterator[Command]:
    """Yield the commands of all modules, in no order that matters."""
    for package in (scripts, evaluate, staff, customers, store):
        for module in iter_modules(package.__path__, f"{package.__name__}."):
            command = getattr(import_module(module.name), "COMMAND", None)
            if isinstance(command, Command):
                yield command


def _place(command: Command) -> tuple[int, str]:
    return _ORDER.index(command.name) if command.name in _ORDER else len(_ORDER), command.name


COMMANDS: Mapping[str, Command] = {command.name: command for command in sorted(found_commands(), key=_place)}
"""All commands by what is typed."""


def add_commands(verbs: "_SubParsersAction[ArgumentParser]") -> None:
    """Add the commands; what is parsed has a ``run`` that takes it, and returns an answer or a request."""
    groups: dict[str, _SubParsersAction[ArgumentParser]] = {"": verbs}
    for command in filter(lambda command: command.help, COMMANDS.values()):
        group, _, word = command.name.rpartition(" ")
        if group not in groups:
            above = verbs.add_parser(group, help=_GROUPS[group], description=_GROUPS[group])
            groups[group] = above.add_subparsers(required=True, metavar="WHAT")
        parser = groups[group].add_parser(word, help=command.help, description=command.help)
        command.arguments(parser)
        way = command.run
        parser.set_defaults(run=way.run if isinstance(way, Here) else way.read)
