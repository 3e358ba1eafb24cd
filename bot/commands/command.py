"""What a command is: what can be typed behind ``python -m bot``, and how it is carried out.

Each module that holds a ``COMMAND`` is one of them; `bot.commands.command_registry` finds it there.
"""

from argparse import ArgumentParser, Namespace
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

from bot.commands.remote.request import Answer, Request
from bot.container import Container
from bot.settings import Settings

Ask = Callable[[Settings, Request], Awaitable[Answer]]
"""Has a request carried out on the store of these settings, by the process that serves on it if there is one."""


@dataclass(frozen=True)
class Here:
    """Carried out at once, from what was typed: it opens no store as the desk does."""

    run: Callable[[Namespace], Answer]


@dataclass(frozen=True)
class OnDesk:
    """Carried out on the desk, in whichever process holds the store."""

    read: Callable[[Namespace], Answer | Request]
    """Makes a request of what was typed, or says what is wrong with it."""
    run: Callable[[Container, Request], Awaitable[Answer]]
    needs_store: bool = True
    """Whether there must be a store already: where the folder is misspelt, an empty one would only be made."""
    on_files: Callable[[Path], Answer] | None = None
    """How it is better done on the files of an embedded store, while nobody has them open: they may be damaged."""
    without_store: Callable[[Request], Answer] | None = None
    """What of it can be done where no store can be read."""


@dataclass(frozen=True)
class ByItself:
    """Carried out by the command line without a desk; it may ask the one that serves for something."""

    read: Callable[[Namespace], Answer | Request]
    run: Callable[[Settings, Request, Ask], Awaitable[Answer]]


def no_arguments(_: ArgumentParser) -> None:
    """Add nothing: the name of the command is all there is to type."""


@dataclass(frozen=True, kw_only=True)
class Command:
    """A command with its arguments. Who adds one writes a module that holds it, and nothing elsewhere."""

    name: str
    """The words that are typed, such as ``store backup``; a request carries them as its verb."""
    help: str
    """Empty for what nobody types: other commands ask for it."""
    run: Here | OnDesk | ByItself
    arguments: Callable[[ArgumentParser], None] = no_arguments
