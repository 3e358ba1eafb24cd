"""What the commands of ``store`` tell of the files of an embedded store, and what to do when a disk has damaged them.

Nobody has them open meanwhile.
"""

from storage.copying import UNFINISHED
from storage.embedded.inspection import Inspection

_REMEDY = """\
The program does not start on it. Restore a backup; or go back to the last good change with
`store repair --to-last-good`, which keeps the files as they are in a folder beside them.
`store export` prints all that can still be read."""

_NO_REPAIR = """\
The program does not start on it. Restore a backup: nothing is left before a damaged snapshot to go back to.
`store export` prints all that can still be read."""


def documents(found: Inspection) -> list[str]:
    """Return a line a kind: how many documents there are, and how long they are."""
    sizes = ((kind, len(held), sum(map(len, held.values()))) for kind, held in sorted(found.tables.items()))
    return [kind_line(kind, count, size) for kind, count, size in sizes if count]


def kind_line(kind: str, count: int, size: int) -> str:
    """Return how many documents of a kind there are, and how many bytes they have together."""
    return f"  {kind:<16}{count:>12,}  {size:>16,} bytes"


def trouble(found: Inspection) -> str:
    """Return why the program does not start on these files, and what to do; nothing if it does."""
    if UNFINISHED in found.tables.get("Sequence", {}):
        return "A copy into it was not finished, and the program does not start on it. Remove it, and copy again."
    if found.damaged and found.damaged[0].path.suffix == ".snapshot":
        return _NO_REPAIR
    return _REMEDY if found.damaged or found.missing else ""
