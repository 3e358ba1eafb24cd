"""``store begin``: makes an empty store on purpose, where the program would not begin one by itself."""

from pathlib import Path

from bot.commands.command import Command
from bot.commands.remote.request import Answer
from bot.commands.store.folder_argument import add_folder, on_files
from storage.embedded.journal import begin_anew


def begin(folder: Path) -> Answer:
    """Make an empty store in a folder where none is."""
    begin_anew(folder)
    return Answer(f"a new store begins in {folder}")


COMMAND = Command(
    name="store begin",
    help="make an empty store, where a start would not make one by itself",
    arguments=add_folder,
    run=on_files("begin", begin),
)
