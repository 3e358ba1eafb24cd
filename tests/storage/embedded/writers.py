"""The process that test_kills kills: 16 writers, each telling on standard output what it was promised.

Run as ``python writers.py FOLDER``. It first tells what it found, a line ``PAIR COUNT`` each and then an empty one, and
goes on from there. One transaction adds two notes and removes the pair before the last.
"""

import asyncio
import os
import sys
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from storage.embedded import journal
from storage.embedded.embedded_store import open_store
from storage.ports import Store
from storage.records.complaint_records import Note

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
WRITERS = 16


def pair(name: str) -> list[Note]:
    return [Note(id=f"{name}-{half}", ticket=name, author="a1", at=NOON, text="x" * 200) for half in "ab"]


async def write(store: Store, writer: str, number: int) -> None:
    """Write pairs for ever; a pair that is two older than the newest is removed in the same transaction."""
    while True:
        unit = store.unit()
        for note in pair(f"{writer}-{number:06}"):
            unit.add(note)
        for note in pair(f"{writer}-{number - 2:06}"):
            unit.delete(note)
        await unit.commit()
        os.write(1, f"{writer}-{number:06}\n".encode())
        number += 1


async def main() -> None:
    # Snapshots are due every few hundred commits, so that kills hit them as well.
    journal.WORTH_COMPACTING = 50_000
    store = await open_store(Path(sys.argv[1]))
    found = Counter(note.ticket for note in await store.unit().find(Note))
    os.write(1, "".join(f"{name} {count}\n" for name, count in found.items()).encode() + b"\n")
    newest = {name.partition("-")[0]: int(name.partition("-")[2]) for name in sorted(found)}
    writers = (f"{writer:02}" for writer in range(WRITERS))
    await asyncio.gather(*(write(store, writer, newest.get(writer, -1) + 1) for writer in writers))


if __name__ == "__main__":
    asyncio.run(main())
