"""A desk for tests of commands: as `bot.app` opens it, with a folder of a company's own files beside it."""

from argparse import ArgumentParser
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from bot import app
from bot.commands.command_registry import add_commands
from bot.commands.executor import execute_on
from bot.commands.remote.request import Answer, Request
from bot.container import Container
from bot.settings import Settings
from tests.bot.desk.texts import CASES, source

__all__ = ["asked", "open_desk", "source", "typed", "write"]


@asynccontextmanager
async def open_desk(folder: Path) -> AsyncIterator[Container]:
    """Open the desk with what is shipped in force."""
    async with app.open_container(Settings(data_dir=folder / "data", http_port=0, settle=0)) as container:
        yield container


async def asked(container: Container, verb: str, *texts: str, cases: str = CASES, **words: str) -> Answer:
    """Carry out a command on these texts of the script of the house."""
    return await execute_on(container, Request(verb, tuple(source(text, cases) for text in texts), words))


def typed(*words: str) -> Answer | Request:
    """Return what a command line says, or asks for."""
    parser = ArgumentParser()
    add_commands(parser.add_subparsers())
    given = parser.parse_args(words)
    result: Answer | Request = given.run(given)
    return result


def write(folder: Path, name: str, text: str) -> Path:
    """Write a file; return its path."""
    path = folder / name
    path.write_text(text, "utf-8")
    return path
