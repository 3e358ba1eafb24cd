"""``store``: what the files of the embedded store hold, and what to do when a disk has damaged them."""

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import orjson

from bot.commands.request import Answer, Request
from bot.house import House
from storage import backup as backups
from storage import inspection
from storage.inspection import File, Inspection, inspect, readable

_REMEDY = """\
The program does not start on it. Restore a backup; or go back to the last good change with
`store repair --to-last-good`, which keeps the files as they are in a folder beside them.
`store export` prints all that can still be read."""


def check(folder: Path) -> Answer:
    """Tell what the files hold and whether they are what was written."""
    found = inspect(folder)
    lines = [*_files(found), *_missing(found), *_documents(found)]
    if found.damaged or found.missing:
        return Answer("\n".join(lines), _REMEDY, status=1)
    return Answer("\n".join([*lines, "no damage"]))


def stats(folder: Path) -> Answer:
    """Tell how many documents of each kind there are, and how long they are."""
    return Answer("\n".join(_documents(inspect(folder))))


def repair(folder: Path) -> Answer:
    """Cut damaged files back to the last good change."""
    aside = inspection.repair(folder)
    if aside is None:
        return Answer("no damage; nothing was changed")
    kept = "\n".join(_documents(inspect(folder)))
    return Answer(f"{kept}\nback at the last good change; the files as they were are in {aside}")


def export(folder: Path) -> Answer:
    """Print every document that can be read, one a line, with its kind."""
    return Answer("\n".join(_exported(folder)))


async def backup(house: House, request: Request) -> Answer:
    """Write a backup, while the desk serves."""
    place = request.word("to")
    await house.store.backup(Path(place))
    return Answer(f"backed up to {place}")


def restore(saved: Path, folder: Path) -> Answer:
    """Copy a backup to where there is no store yet."""
    backups.restore(saved, folder)
    return Answer("\n".join([*_documents(inspect(folder)), f"restored to {folder}"]))


STORE: Mapping[str, Callable[[Path], Answer]] = {"check": check, "stats": stats, "repair": repair, "export": export}


def _files(found: Inspection) -> Iterator[str]:
    for file in found.files:
        yield f"{file.path.name}  {file.frames:,} frames, {file.end:,} bytes{_state(file)}"


def _state(file: File) -> str:
    if file.damaged:
        behind = f"; {file.behind:,} whole frames lie behind it" if file.behind else ""
        return f"; DAMAGED at offset {file.end:,}, behind frame {file.frames:,}{behind}"
    return f"; then {file.rest:,} bytes of an unfinished write, which the next start cuts off" if file.rest else ""


def _missing(found: Inspection) -> Iterator[str]:
    for number in found.missing:
        yield f"{number:08d}.journal  MISSING"


def _documents(found: Inspection) -> Iterator[str]:
    for kind, documents in sorted(found.tables.items()):
        if documents:
            size = sum(map(len, documents.values()))
            yield f"  {kind:<16}{len(documents):>12,}  {size:>16,} bytes"


def _exported(folder: Path) -> Iterator[str]:
    for kind, document in readable(folder):
        yield orjson.dumps({kind: orjson.Fragment(document)}).decode()
