"""Tellings that are alike, among very many: this program beside what others would use instead, in one run.

``python -m bench.likeness 10000 100000`` makes up so many tellings, half of them Chinese, and asks for some of them in
other words: parts are left out, the order is another. Told are the milliseconds until the likeliest ten are there,
compared; how many of the ten that a comparison with all tellings finds are among these, of all and of those that are
alike enough to be shown; and how often the telling meant is among them. ``BENCH=full`` adds a million.
"""

import asyncio
import gc
import os
import random
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.finders import FINDERS, Corpus, Finder
from bench.tellings import Everything, SplitTellings, learnt, recall
from bot.desk.tickets.similar_tickets import ALIKE, words
from tests.storage.postgres_server import database, server

COUNTS = (10_000, 100_000, *((1_000_000,) if os.environ.get("BENCH") == "full" else ()))
QUESTIONS = 200
CHECKED = 60
"""Questions whose answers are held against a comparison with all tellings."""

Question = tuple[int, str]
"""The telling that is meant, and the words it is asked for in."""


async def measure(finder: Finder, everything: Everything, questions: Sequence[Question], ours: float) -> float:
    """Print the figures of one finder, and return the median of its times in milliseconds."""
    begin = time.perf_counter()
    await finder.open()
    filled = time.perf_counter() - begin
    # What fills it makes many objects that stay: the server, too, takes these out of the garbage collector's walk.
    gc.collect()
    gc.freeze()
    took, found, near, shown = list[float](), 0, list[float](), list[float]()
    for place, (meant, text) in enumerate(questions[: finder.questions]):
        begin = time.perf_counter()
        likeliest = await finder.ask(text)
        took.append(1e3 * (time.perf_counter() - begin))
        found += meant in likeliest
        if place < CHECKED:
            likeness = everything.likeness(text)
            near.append(recall(likeliest, likeness))
            shown.append(recall(likeliest, likeness, ALIKE))
    middle, last = statistics.median(took), sorted(took)[int(0.99 * len(took))]
    print(
        f"    {finder.name:12} p50 {middle:9.2f} ms, p99 {last:9.2f} ms, x {middle / (ours or middle):8.1f};"
        f" recall {statistics.mean(near):6.1%}, of what is alike {statistics.mean(shown):6.1%}, meant"
        f" {found / len(took):4.0%}; filled in {filled:5.1f} s; "
        f"{await finder.figures()}",
        flush=True,
    )
    await finder.close()
    return middle


async def compare(count: int, url: str, folder: Path) -> None:
    """Print the figures of all finders among so many tellings."""
    chance = random.Random(1)
    tellings = SplitTellings(chance)
    texts = tellings.some(count)
    told = [words(text) for text in texts]
    corpus = Corpus(texts, told, learnt(told), folder, url)
    meant = [chance.randrange(count) for _ in range(QUESTIONS)]
    questions = [(number, tellings.again(texts[number])) for number in meant]
    everything = Everything(told, corpus.weights)
    print(f"{count:,} tellings")
    ours = 0.0
    for finder in FINDERS:
        middle = await measure(finder(corpus), everything, questions, ours)
        ours = ours or middle


async def _main(counts: Sequence[int], server_url: str) -> None:
    for count in counts:
        with TemporaryDirectory() as folder:
            async with database(server_url) as url:
                await compare(count, url, Path(folder))


def main(counts: Sequence[int] = COUNTS) -> None:
    with server() as url:
        asyncio.run(_main(counts, url))


if __name__ == "__main__":
    main([int(count) for count in sys.argv[1:]] or COUNTS)
