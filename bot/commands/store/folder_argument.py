"""The argument ``--folder`` of most commands of ``store``: an embedded store other than that of the settings."""

from argparse import ArgumentParser, Namespace
from collections.abc import Callable
from pathlib import Path

from bot.commands.command import Here
from bot.commands.remote.request import Answer
from bot.settings import load_settings

_NO_FILES = """\
STORE_URL is set: everything is kept in PostgreSQL, which looks after its own files.
`store {verb}` is for the files of an embedded store: name their folder with --folder."""


def add_folder(parser: ArgumentParser) -> None:
    """Have a command take the folder of an embedded store."""
    parser.add_argument(
        "--folder", type=Path, metavar="DIR", help="an embedded store; what the settings say unless given"
    )


def folder_words(given: Namespace) -> dict[str, str]:
    """Return the folder as a word of a request, if one was typed."""
    return {"folder": str(given.folder)} if given.folder else {}


def on_files(verb: str, run: Callable[[Path], Answer]) -> Here:
    """Return how a command is carried out on the files of an embedded store, which nobody has open meanwhile."""

    def here(given: Namespace) -> Answer:
        if given.folder:
            return run(given.folder)
        settings = load_settings()
        return Answer(errors=_NO_FILES.format(verb=verb), status=1) if settings.store_url else run(settings.data_dir)

    return Here(here)
