"""``store backup``: writes all that is kept at one moment to a new folder, while the desk serves."""

from argparse import ArgumentParser, Namespace
from pathlib import Path

from bot.commands.command import Command, OnDesk
from bot.commands.remote.request import Answer, Request
from bot.commands.store.folder_argument import add_folder, folder_words
from bot.container import Container
from bot.desk.staff.audit import COMMAND_LINE, Actor, note_once
from storage.backup import back_up


def backup_request(place: Path, **words: str) -> Request:
    """Return what asks for a backup to this folder."""
    return Request("store backup", words={"to": str(place.resolve()), **words})


async def _run(container: Container, request: Request) -> Answer:
    place = request.word("to")
    await back_up(container.store, Path(place))
    await note_once(container.store, container.environment, "exported", Actor(None, COMMAND_LINE), about=place)
    return Answer(f"backed up to {place}")


def _arguments(parser: ArgumentParser) -> None:
    add_folder(parser)
    parser.add_argument("place", type=Path, metavar="DIR", help="a new folder")


def _read(given: Namespace) -> Request:
    return backup_request(given.place, **folder_words(given))


COMMAND = Command(
    name="store backup",
    help="write all that is kept at one moment to a new folder, at any time",
    arguments=_arguments,
    run=OnDesk(_read, _run),
)
