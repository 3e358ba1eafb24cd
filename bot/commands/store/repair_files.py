"""``store repair``: cuts damaged files of the embedded store back to the last good change."""

from argparse import ArgumentParser
from pathlib import Path

from bot.commands.command import Command
from bot.commands.remote.request import Answer
from bot.commands.store.file_report import documents
from bot.commands.store.folder_argument import add_folder, on_files
from storage.embedded.inspection import inspect, repair


def repair_files(folder: Path) -> Answer:
    """Cut damaged files back to the last good change, and say what was given up."""
    lost = sum(file.behind for file in inspect(folder).files)
    aside = repair(folder)
    if aside is None:
        return Answer("no damage; nothing was changed")
    lines = [
        *documents(inspect(folder)),
        f"back at the last good change; {lost:,} whole frames behind it were given up",
        f"the files as they were: store export --folder {aside}",
    ]
    return Answer("\n".join(lines))


def _arguments(parser: ArgumentParser) -> None:
    add_folder(parser)
    parser.add_argument("--to-last-good", action="store_true", required=True, help="what lies behind it is given up")


COMMAND = Command(
    name="store repair",
    help="cut damaged files back to the last good change, and keep them beside it",
    arguments=_arguments,
    run=on_files("repair", repair_files),
)
