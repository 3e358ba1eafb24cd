"""The embedded store beside SQLite, PostgreSQL and stock TinyDB: ``python -m bench.store 10000 1000000``.

Without sizes it takes 10,000 and 100,000 tickets, with ``BENCH=full`` a million as well. Each store and size has a
process of its own. Read the ratios: the figures are the disk's and the machine's.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson

from bench.measures import CRASH, STAGES, WRITERS, Figures
from bench.peers import PEERS
from bench.tickets import tickets
from storage.codec import encode

SIZES = (10_000, 100_000)
FULL = (*SIZES, 1_000_000)


def measured(stage: str, peer: str, count: int, folder: Path) -> Figures:
    """Return what a process of its own measures."""
    command = [sys.executable, "-m", "bench.measures", stage, peer, str(count), str(folder)]
    told = subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout
    return Figures(orjson.loads(told.splitlines()[-1]))


def figures(peer: str, count: int) -> Figures:
    """Return the figures of all stages."""
    found = Figures()
    # Not where temporary files usually are: that may be memory, where nothing is durable.
    with TemporaryDirectory(dir=Path.cwd()) as name:
        for stage in STAGES if peer == next(iter(PEERS)) else ("fill", "use"):
            told = measured(stage, peer, count, Path(name))
            found |= {f"{stage} {key}" if key == "memory" else key: value for key, value in told.items()}
    return found


def report(count: int) -> Iterator[str]:
    """Yield lines, as soon as they are known."""
    document = len(encode(next(tickets(1))))
    yield f"{count:,} tickets of {document:,} bytes"
    ours, *others = [name for name, peer in PEERS.items() if count <= peer().most]
    mine = figures(ours, count)
    yield from alone(mine, document)
    for other in others:
        yield f"  beside {other}"
        yield from beside(mine, figures(other, count))


def alone(mine: Figures, document: int) -> Iterator[str]:
    yield f"    {mine['turn ratio']:7.2f} times the time of a turn with 1,000 tickets ({mine['turns']:,.0f} turns/s)"
    yield (
        f"    {mine['fill memory'] - document:7.0f} bytes of memory a ticket beside its document,"
        f" {mine['use memory'] - document:,.0f} after a start"
    )
    yield (
        f"    {mine['lag p99']:7.1f} ms is the loop late in the 99th of 100 moments of a snapshot"
        f" (at most {mine['lag most']:.1f}; it takes {mine['snapshot']:.1f} s)"
    )
    yield (
        f"    {mine['open']:7.2f} s to open it, {mine['recover']:.2f} s with {CRASH:,} tickets more"
        f" after a crash; {mine['close']:.2f} s to close it when it was filled"
    )


def beside(mine: Figures, other: Figures) -> Iterator[str]:
    for writers in WRITERS:
        key, late = f"commits {writers}", f"p99 {writers}"
        yield (
            f"    {mine[key] / other[key]:7.2f} times its durable commits/s with {writers} writers"
            f" ({mine[key]:,.0f} to {other[key]:,.0f}; p99 {mine[late]:.1f} ms to {other[late]:.1f})"
        )
    for key in ("by reference", "by customer"):
        yield (
            f"    {mine[key] / other[key]:7.4f} times its time to find {key} ({mine[key]:,.1f} µs to {other[key]:,.1f})"
        )


def main(sizes: tuple[int, ...] = ()) -> None:
    for count in sizes or (FULL if os.environ.get("BENCH") == "full" else SIZES):
        for line in report(count):
            print(line, flush=True)


if __name__ == "__main__":
    main(tuple(map(int, sys.argv[1:])))
