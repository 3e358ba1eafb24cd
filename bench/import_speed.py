"""How long it takes to take in the tickets of another system, twice: ``python -m bench.import_speed [LINES]``."""

import asyncio
import csv
import sys
import tempfile
from collections.abc import AsyncGenerator
from datetime import datetime, timedelta
from pathlib import Path
from time import perf_counter

from bot import app
from bot.desk.register.import_lines import proposed
from bot.desk.staff.audit import COMMAND_LINE, Actor
from bot.settings import Settings
from storage.records.complaint_records import Ticket

BEGAN = datetime(2024, 1, 1)
HEAD = ("ref", "received", "name", "phone", "text", "status", "answer", "closed")


def write(path: Path, lines: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(HEAD)
        for number in range(lines):
            at, person = BEGAN + timedelta(minutes=10 * number), number * 6 // 10
            told = f"No signal in house {number % 977} since Monday, I called twice and nobody has come"
            row = (f"C-{number}", at, f"Customer {person}", f"138{person:08}", told)
            rows.writerow((*row, "closed", "A cable was mended.", at + timedelta(days=1)))


async def read(path: Path) -> AsyncGenerator[bytes, None]:
    with path.open("rb") as file:
        while piece := file.read(1_000_000):
            yield piece


async def measure(lines: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "old.csv"
        write(path, lines)
        async with app.open_container(Settings(data_dir=Path(folder) / "data")) as container:
            for _ in range(2):
                began = perf_counter()
                digest = await container.imports.receive(read(path))
                mapping = proposed((await container.imports.file(digest)).columns)
                run = await container.imports.take(digest, mapping, Actor(None, COMMAND_LINE))
                count = 0
                async with container.store.snapshot() as snapshot:
                    count = await snapshot.count(Ticket)
                print(f"{run.total:,} lines in {perf_counter() - began:.0f} s: {run.added:,} new, {count:,} tickets")


if __name__ == "__main__":
    asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000))
