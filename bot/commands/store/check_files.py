"""``store check``: tells whether the files of the embedded store are what was written."""

from pathlib import Path

from bot.commands.command import Command
from bot.commands.remote.request import Answer
from bot.commands.store.file_report import documents, trouble
from bot.commands.store.folder_argument import add_folder, on_files
from storage.embedded.inspection import InspectedFile, inspect


def check_files(folder: Path) -> Answer:
    """Tell what the files hold and whether they are what was written."""
    found = inspect(folder)
    lines = [
        *(f"{file.path.name}  {file.frames:,} frames, {file.end:,} bytes{_state(file)}" for file in found.files),
        *(f"{number:08d}.journal  MISSING" for number in found.missing),
        *documents(found),
    ]
    if wrong := trouble(found):
        return Answer("\n".join(lines), wrong, status=1)
    return Answer("\n".join([*lines, "no damage"]))


def _state(file: InspectedFile) -> str:
    if file.damaged:
        behind = f"; {file.behind:,} whole frames lie behind it" if file.behind else ""
        return f"; DAMAGED at offset {file.end:,}, behind frame {file.frames:,}{behind}"
    return f"; then {file.rest:,} bytes of an unfinished write, which the next start cuts off" if file.rest else ""


COMMAND = Command(
    name="store check",
    help="tell whether the files of the embedded store are what was written",
    arguments=add_folder,
    run=on_files("check", check_files),
)
