"""``store``: what the files of the embedded store hold, and what to do when a disk has damaged them.

Nobody has them open meanwhile; what can be told of a store that is in use is in `bot.commands.store.kept`.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

import orjson

from bot.commands.remote.request import Answer
from storage.copying import UNFINISHED
from storage.embedded import inspection
from storage.embedded.inspection import InspectedFile, Inspection, inspect, readable

_REMEDY = """\
The program does not start on it. Restore a backup; or go back to the last good change with
`store repair --to-last-good`, which keeps the files as they are in a folder beside them.
`store export` prints all that can still be read."""

_NO_REPAIR = """\
The program does not start on it. Restore a backup: nothing is left before a damaged snapshot to go back to.
`store export` prints all that can still be read."""


def check(folder: Path) -> Answer:
    """Tell what the files hold and whether they are what was written."""
    found = inspect(folder)
    lines = [*_files(found), *_missing(found), *documents(found)]
    if trouble := _trouble(found):
        return Answer("\n".join(lines), trouble, status=1)
    return Answer("\n".join([*lines, "no damage"]))


def stats(folder: Path) -> Answer:
    """Tell how many documents of each kind there are, how long they are, and how long the files."""
    found = inspect(folder)
    lines = [*documents(found), files_line([file.path for file in found.files])]
    trouble = _trouble(found)
    return Answer("\n".join(lines), f"This is not all:\n{trouble}" if trouble else "", status=1 if trouble else 0)


def repair(folder: Path) -> Answer:
    """Cut damaged files back to the last good change."""
    lost = sum(file.behind for file in inspect(folder).files)
    aside = inspection.repair(folder)
    if aside is None:
        return Answer("no damage; nothing was changed")
    lines = [
        *documents(inspect(folder)),
        f"back at the last good change; {lost:,} whole frames behind it were given up",
    ]
    return Answer("\n".join([*lines, f"the files as they were: store export --folder {aside}"]))


def export(folder: Path) -> Answer:
    """Print every document that can be read, one a line, with its kind."""
    return Answer("\n".join(exported(kind, document) for kind, document in readable(folder)))


def documents(found: Inspection) -> list[str]:
    """Return a line a kind: how many documents there are, and how long they are."""
    sizes = ((kind, len(held), sum(map(len, held.values()))) for kind, held in sorted(found.tables.items()))
    return [kind_line(kind, count, size) for kind, count, size in sizes if count]


def kind_line(kind: str, count: int, size: int) -> str:
    """Return how many documents of a kind there are, and how many bytes they have together."""
    return f"  {kind:<16}{count:>12,}  {size:>16,} bytes"


def files_line(paths: Iterable[Path]) -> str:
    """Return how many files there are, and how many bytes they have together."""
    sizes = list[int]()
    for path in paths:
        with suppress(FileNotFoundError):  # a process that serves has just replaced it
            sizes.append(path.stat().st_size)
    return kind_line("in files", len(sizes), sum(sizes))


def exported(kind: str, document: bytes) -> str:
    """Return a document as a line of an export."""
    return orjson.dumps({kind: orjson.Fragment(document)}).decode()


def _trouble(found: Inspection) -> str:
    """Return why the program does not start on these files, and what to do; nothing if it does."""
    if UNFINISHED in found.tables.get("Sequence", {}):
        return "A copy into it was not finished, and the program does not start on it. Remove it, and copy again."
    if found.damaged and found.damaged[0].path.suffix == ".snapshot":
        return _NO_REPAIR
    return _REMEDY if found.damaged or found.missing else ""


def _files(found: Inspection) -> Iterator[str]:
    for file in found.files:
        yield f"{file.path.name}  {file.frames:,} frames, {file.end:,} bytes{_state(file)}"


def _state(file: InspectedFile) -> str:
    if file.damaged:
        behind = f"; {file.behind:,} whole frames lie behind it" if file.behind else ""
        return f"; DAMAGED at offset {file.end:,}, behind frame {file.frames:,}{behind}"
    return f"; then {file.rest:,} bytes of an unfinished write, which the next start cuts off" if file.rest else ""


def _missing(found: Inspection) -> Iterator[str]:
    for number in found.missing:
        yield f"{number:08d}.journal  MISSING"
