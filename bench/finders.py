"""What finds tellings that are alike: this program on both stores, and what others would use instead.

All are asked for `COMPARED` candidates, which are then compared by the desk's own measure: so each is told apart by
what it finds and how long it takes. FTS5 and tantivy know no Chinese: they are given the words as the desk splits them.
"""

import asyncio
import sqlite3
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

import asyncpg
import orjson
import tantivy
from rapidfuzz import fuzz, process

from bench.tellings import TOP
from bot.desk.tickets.similar_tickets import COMPARED, ranked, words
from bot.matching.grams import Weights
from storage.codec import encode
from storage.embedded.document_table import DocumentTable
from storage.embedded.embedded_store import EmbeddedStore, open_store
from storage.postgres.postgres_store import open_store as open_postgres
from storage.records.complaint_records import Occurrence

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
PAGE = 2_000
FRESH = 2_000
"""Tellings by which it is measured what it costs to index one more."""


@dataclass
class Corpus:
    """All tellings, and what of them each finder needs."""

    texts: Sequence[str]
    told: Sequence[tuple[str, ...]]
    """The words of each."""
    weights: Weights
    folder: Path
    url: str
    """A database, empty at first."""

    def occurrence(self, number: int) -> Occurrence:
        text, told = self.texts[number], self.told[number]
        return Occurrence(id=f"{number:09}", ticket=f"t{number}", conversation="v", at=NOON, text=text, words=told)

    def pages(self) -> Iterator[list[Occurrence]]:
        every = map(self.occurrence, range(len(self.texts)))
        while page := list(islice(every, PAGE)):
            yield page

    def likeliest(self, text: str, numbers: Sequence[int]) -> list[int]:
        """Return the numbers of those that are the most alike, by the desk's own measure."""
        found = ranked(words(text), map(self.occurrence, numbers), self.weights)
        return [int(telling.id) for _, telling in found[:TOP]]


class Finder:
    """Finds what is alike among a corpus."""

    name = ""
    questions = 200

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus

    async def open(self) -> None:
        """Take in all tellings."""

    async def ask(self, text: str) -> list[int]:
        """Return the tellings that are the most alike."""
        raise NotImplementedError

    async def figures(self) -> str:
        """Return what else is to be told."""
        return ""

    async def close(self) -> None:
        """Let go of everything."""


class EmbeddedFinder(Finder):
    """The embedded store, and what its index costs."""

    name = "embedded"

    async def open(self) -> None:
        self.store: EmbeddedStore = await open_store(self.corpus.folder / "store")
        for page in self.corpus.pages():
            await self.store.load(Occurrence, [encode(record) for record in page])
        begin = time.perf_counter()
        await self.ask(self.corpus.texts[0])
        self.first = time.perf_counter() - begin

    async def ask(self, text: str) -> list[int]:
        asked = words(text)
        found = await self.store.unit().alike(Occurrence, asked, COMPARED, "words")
        return [int(telling.id) for _, telling in ranked(asked, found, self.corpus.weights)[:TOP]]

    async def figures(self) -> str:
        indexed = await self._insert(empty=False) - await self._insert(empty=True)
        return f"first question {self.first:.2f} s, insert {indexed:.0f} µs, {self._bytes():.0f} bytes a ticket"

    def _table(self) -> DocumentTable:
        return self.store._storage.tables["Occurrence"]  # noqa: SLF001  # a commit waits for the disk

    async def _insert(self, *, empty: bool) -> float:
        """Return the microseconds of taking in one telling, with its words or without any."""
        table, count = self._table(), len(self.corpus.texts)
        found = [orjson.loads(encode(self.corpus.occurrence(number))) for number in range(min(FRESH, count))]
        documents = [orjson.dumps({**one, "words": [] if empty else one["words"]}) for one in found]
        begin = time.perf_counter()
        for number, document in enumerate(documents, count):
            table.set(f"{number:09}", document)
        took = time.perf_counter() - begin
        for number in range(count, count + len(documents)):
            table.set(f"{number:09}", None)
        return took / len(documents) * 1e6

    def _bytes(self) -> float:
        table, count = self._table(), len(self.corpus.texts)
        chunks, likeness = table._index.chunks(), table._likeness["words"]  # noqa: SLF001  # nobody else counts bytes
        entries = sum(sys.getsizeof(chunk.sums) + sys.getsizeof(chunk.rows) for chunk in chunks)
        beside = sys.getsizeof(table._keys) + likeness._weights.nbytes + likeness._shared.nbytes  # noqa: SLF001
        written = sum(len(orjson.dumps(self.corpus.told[number])) for number in range(0, count, 100)) * 100
        return (entries + beside + written) / count


class PostgresFinder(Finder):
    """The PostgreSQL store, filled as a database is filled fast."""

    name = "PostgreSQL"

    async def open(self) -> None:
        self.store = await open_postgres(self.corpus.url)
        connection = await asyncpg.connect(self.corpus.url)
        index = await connection.fetchval("select indexdef from pg_indexes where indexname = 'occurrence_by_words'")
        await connection.execute("drop index occurrence_by_words")
        for page in self.corpus.pages():
            rows = [(one.id, encode(one).decode(), one.ticket, one.words) for one in page]
            columns = ["id", "document", "ticket", "words"]
            await connection.copy_records_to_table("occurrence", records=rows, columns=columns)
        await connection.execute(index, timeout=3_600)
        await connection.execute("analyze")
        await connection.close()

    async def ask(self, text: str) -> list[int]:
        asked = words(text)
        found = await self.store.unit().alike(Occurrence, asked, COMPARED, "words")
        return [int(telling.id) for _, telling in ranked(asked, found, self.corpus.weights)[:TOP]]

    async def close(self) -> None:
        await self.store.close()


class Trigrams(Finder):
    """On the database that `PostgresFinder` has filled."""

    name = "pg_trgm"
    questions = 5

    async def open(self) -> None:
        self.connection = await asyncpg.connect(self.corpus.url, command_timeout=3_600)
        await self.connection.execute("create extension pg_trgm")
        await self.connection.execute("create table telling as select id, document ->> 'text' as told from occurrence")
        await self.connection.execute("create index on telling using gin (told gin_trgm_ops)")
        await self.connection.execute("analyze telling")
        if not await self.connection.fetchval("select show_trgm('退款') <> '{}'"):
            raise AssertionError("this database drops all Chinese: create it with lc_ctype C.UTF-8")

    async def ask(self, text: str) -> list[int]:
        likeliest = "select id from telling where told % $1 order by similarity(told, $1) desc limit $2"
        rows = await self.connection.fetch(likeliest, text, COMPARED)
        return self.corpus.likeliest(text, [int(row["id"]) for row in rows])

    async def close(self) -> None:
        await self.connection.close()


class Rapidfuzz(Finder):
    """Compares with all of them, each time."""

    name = "rapidfuzz"
    questions = 5

    async def ask(self, text: str) -> list[int]:
        found = process.extract(text, self.corpus.texts, scorer=fuzz.token_set_ratio, limit=COMPARED)
        return self.corpus.likeliest(text, [number for _, _, number in found])


class Fts5(Finder):
    """A full-text index in a file, by its BM25."""

    name = "SQLite FTS5"

    async def open(self) -> None:
        self.connection = sqlite3.connect(self.corpus.folder / "fts5")
        self.connection.execute("create virtual table telling using fts5(words, content='')")
        rows = ((number, " ".join(told)) for number, told in enumerate(self.corpus.told))
        self.connection.executemany("insert into telling (rowid, words) values (?, ?)", rows)
        self.connection.commit()

    async def ask(self, text: str) -> list[int]:
        asked = " OR ".join(f'"{word}"' for word in words(text))
        likeliest = "select rowid from telling where telling match ? order by rank limit ?"
        return self.corpus.likeliest(text, [row[0] for row in self.connection.execute(likeliest, (asked, COMPARED))])

    async def close(self) -> None:
        self.connection.close()


class Tantivy(Finder):
    """A full-text index in memory, by its BM25."""

    name = "tantivy"

    async def open(self) -> None:
        fields = tantivy.SchemaBuilder().add_unsigned_field("number", stored=True, fast=True)
        fields = fields.add_text_field("words", tokenizer_name="whitespace", index_option="freq")
        self.schema = fields.build()
        index = tantivy.Index(self.schema)
        writer = index.writer(200_000_000, 1)
        for number, told in enumerate(self.corpus.told):
            document = tantivy.Document(words=" ".join(told))
            document.add_unsigned("number", number)
            writer.add_document(document)
        writer.commit()
        await asyncio.to_thread(writer.wait_merging_threads)
        index.reload()
        self.searcher = index.searcher()

    async def ask(self, text: str) -> list[int]:
        terms = [tantivy.Query.term_query(self.schema, "words", word) for word in words(text)]
        query = tantivy.Query.boolean_query([(tantivy.Occur.Should, term) for term in terms])
        hits = self.searcher.search(query, COMPARED, count=False).hits
        return self.corpus.likeliest(text, [self.searcher.doc(address)["number"][0] for _, address in hits])


FINDERS: tuple[type[Finder], ...] = (EmbeddedFinder, PostgresFinder, Trigrams, Rapidfuzz, Fts5, Tantivy)
