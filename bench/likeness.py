"""Tellings of other customers that are alike, among very many: gram arrays under GIN beside pg_trgm, in one run.

``python -m bench.likeness 100000`` fills a PostgreSQL with so many made-up tellings of each language, and asks for some
of them in other words: parts are left out, the order is another. Told are milliseconds until the candidates are there,
until they are compared by the desk's own scorer, and how often the telling meant is among the ten likeliest. The
embedded store answers the same questions from its memory.
"""

import asyncio
import random
import re
import statistics
import sys
import time
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import asyncpg

import dialogs
from bot.desk.alike import COMPARED, words
from bot.matching.score import score
from dialogs.known_issue import load_known_issues
from storage.codec import encode
from storage.embedded.store import open_store as open_embedded
from storage.ports import Store
from storage.postgres.store import open_store as open_postgres
from storage.records import Occurrence
from tests.storage.postgres_server import database, server

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
QUESTIONS = 200
PATIENCE = 10
"""Questions to pg_trgm, which takes its time."""
CHINESE = re.compile("[\u4e00-\u9fff]")

Ask = Callable[[str], Awaitable[Sequence[tuple[str, str]]]]
"""From a text to candidates, each an id and a text."""


class Tellings:
    """Made-up complaints in one language."""

    def __init__(self, language: str, chance: random.Random) -> None:
        self._chance = chance
        self._zh = language == "zh"
        self._wordings = [text for text in _wordings() if bool(CHINESE.search(text)) == self._zh]
        letters = "建中人长和东新华文光明复兴解放南北西京海学院军青年友谊胜利朝阳滨江花园金星银河" if self._zh else ""
        self._names = list(letters) or [f"{a}{b}" for a in _HEADS for b in _TAILS]

    def one(self) -> str:
        """Return a telling: two problems, a time, a place, and numbers."""
        pick, first, second = self._chance, *self._chance.choices(self._wordings, k=2)
        if self._zh:
            place = "".join(pick.choices(self._names, k=3)) + pick.choice(("路", "街", "小区", "花园", "大厦"))
            return f"{first}，在{place}{pick.randrange(1, 400)}号，{second}，订单{pick.randrange(10**7)}"
        place = f"{pick.randrange(1, 400)} {pick.choice(self._names)} {pick.choice(('Road', 'Street', 'Lane'))}"
        return f"{first}, at {place}, {second}, order {pick.randrange(10**7)}"

    def again(self, text: str) -> str:
        """Return it told again: some of it, in another order."""
        parts = [part.strip() for part in re.split("[，,]", text)]
        kept = [part for part in parts if self._chance.random() < 0.7] or parts
        self._chance.shuffle(kept)
        return ("，" if self._zh else ", ").join(kept)


_HEADS = (
    "oak",
    "elm",
    "river",
    "church",
    "mill",
    "park",
    "queen",
    "king",
    "bridge",
    "market",
    "lake",
    "north",
    "south",
)
_TAILS = (
    "hill",
    "field",
    "wood",
    "ton",
    "ham",
    "ford",
    "gate",
    "side",
    "well",
    "stone",
    "land",
    "bury",
    "view",
    "dale",
)


def _wordings() -> list[str]:
    files = sorted((Path(dialogs.__path__[0]) / "known_issues").glob("*.yaml"))
    issues = (issue for file in files for issue in load_known_issues(file.read_text("utf-8"))[0])
    return [text for issue in issues for text in issue.wordings]


async def fill(store: Store, texts: Sequence[str]) -> None:
    for start in range(0, len(texts), 2_000):
        records = (
            Occurrence(id=f"{number:09}", ticket="t", conversation="v", at=NOON, text=text, words=words(text))
            for number, text in enumerate(texts[start : start + 2_000], start)
        )
        await store.load(Occurrence, [encode(record) for record in records])


async def report(name: str, ask: Ask, questions: Sequence[tuple[str, str]]) -> None:
    waited, compared, found = list[float](), list[float](), 0
    for key, text in questions:
        begin = time.perf_counter()
        candidates = await ask(text)
        there = time.perf_counter()
        likeliest = sorted(candidates, key=lambda pair: -score(text, pair[1]))[:10]
        waited.append(1e3 * (there - begin))
        compared.append(1e3 * (time.perf_counter() - there))
        found += key in [one for one, _ in likeliest]
    print(
        f"    {name:22} p50 {statistics.median(waited):8.2f} ms, p99 {sorted(waited)[int(0.99 * len(waited))]:8.2f} ms;"
        f" compared in {statistics.median(compared):5.2f} ms; found {found / len(questions):4.0%}"
    )


def alike(store: Store) -> Ask:
    async def ask(text: str) -> Sequence[tuple[str, str]]:
        found = await store.unit().alike(Occurrence, words(text), COMPARED, "words")
        return [(telling.id, telling.text) for telling in found]

    return ask


def trigrams(connection: "asyncpg.Connection[asyncpg.Record]") -> Ask:
    async def ask(text: str) -> Sequence[tuple[str, str]]:
        likeliest = "select id, told from telling where told % $1 order by similarity(told, $1) desc limit $2"
        return [(row["id"], row["told"]) for row in await connection.fetch(likeliest, text, COMPARED)]

    return ask


async def measure(count: int, language: str, url: str, folder: Path) -> None:
    chance = random.Random(1)
    tellings = Tellings(language, chance)
    texts = [tellings.one() for _ in range(count)]
    meant = [chance.randrange(count) for _ in range(QUESTIONS)]
    questions = [(f"{number:09}", tellings.again(texts[number])) for number in meant]
    embedded, postgres, connection = await open_embedded(folder), await open_postgres(url), await asyncpg.connect(url)
    for store in (embedded, postgres):
        await fill(store, texts)
    await connection.execute("create extension pg_trgm")
    await connection.execute("create table telling as select id, document ->> 'text' as told from occurrence")
    await connection.execute("create index on telling using gin (told gin_trgm_ops)")
    await connection.execute("analyze")
    if not await connection.fetchval("select show_trgm('退款') <> '{}'"):
        raise AssertionError("this database drops all Chinese: create it with lc_ctype C.UTF-8")
    print(f"{count:,} tellings, {language}")
    await report("embedded", alike(embedded), questions)
    await report("PostgreSQL, gram arrays", alike(postgres), questions)
    await report("PostgreSQL, pg_trgm", trigrams(connection), questions[:PATIENCE])
    await connection.close()
    await postgres.close()
    await embedded.close()


async def _main(count: int, server_url: str) -> None:
    for language in ("zh", "en"):
        with TemporaryDirectory() as folder:
            async with database(server_url) as url:
                await measure(count, language, url, Path(folder) / "store")


def main(count: int = 50_000) -> None:
    with server() as url:
        asyncio.run(_main(count, url))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
