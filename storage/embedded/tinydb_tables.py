"""TinyDB's tables over document tables and a journal: the queries of TinyDB without its rewriting of the whole file.

``db.table("Ticket").search(where("status") == "open")`` works as TinyDB users know it: it walks the whole table. What
is changed this way is durable when the call returns, and holds up the event loop until then: it is for scripts and
repairs, the program itself changes records through units of work. Knows no record.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from typing import Any, NoReturn

import orjson
from tinydb import TinyDB
from tinydb.storages import Storage
from tinydb.table import Table

from storage.embedded.commits import GroupCommit, Views
from storage.embedded.document_table import DocumentTable
from storage.embedded.journal import DocumentChange, Journal, Tables, encode

Json = dict[str, Any]


class JournalStorage(Storage):
    """The document tables by name, and the one way to change them."""

    def __init__(self, journal: Journal, tables: Tables, indexes: Mapping[str, Iterable[str]]) -> None:
        self._commits = GroupCommit(journal, self._view)
        self.tables: defaultdict[str, DocumentTable] = defaultdict(
            lambda: DocumentTable(()), {name: DocumentTable(fields) for name, fields in indexes.items()}
        )
        """By name; a new one if there is none."""
        for name, documents in tables.items():
            self.tables[name] = DocumentTable(indexes.get(name, ()), documents, journal.indexes.pop(name, None))
        self.undone = 0
        """How often changes were taken back that had been seen already, because the disk refused them."""

    async def commit(self, changes: list[DocumentChange]) -> None:
        """Apply the changes and return once they are durable.

        Raises:
            Unavailable: if the disk does not take them; they are undone by then.
        """
        before = self._apply(changes)
        await self._commits.commit(encode(changes), lambda: self._undo(before))

    def commit_now(self, changes: list[DocumentChange]) -> None:
        """Do what ``commit`` does, but hold up the event loop until it is done."""
        before = self._apply(changes)
        self._commits.commit_now(encode(changes), lambda: self._undo(before))

    async def probe(self) -> None:
        """See whether the disk takes something again; see ``GroupCommit``."""
        await self._commits.probe()

    async def view(self) -> Views:
        """Return the documents of one moment, all of them durable."""
        return await self._commits.view()

    async def compact(self) -> None:
        """Have the files hold the documents of now and nothing before; see ``GroupCommit``."""
        await self._commits.compact()

    def read(self) -> dict[str, Any]:
        """Return all tables that hold something, by name."""
        return {name: Documents(table.documents) for name, table in self.tables.items() if table.documents}

    def write(self, data: Mapping[str, Any]) -> None:
        """Empty the tables that are missing: TinyDB calls this only to drop tables."""
        dropped = [name for name in self.tables if name not in data]
        self.commit_now([DocumentChange(name, key, None) for name in dropped for key in self.tables[name].documents])

    def close(self) -> None:
        """Finish what is being written."""
        self._commits.close()

    def _view(self) -> Views:
        return {name: table.view() for name, table in self.tables.items()}

    def _apply(self, changes: Iterable[DocumentChange]) -> list[DocumentChange]:
        """Change the tables and return what they held before."""
        return [DocumentChange(table, key, self.tables[table].set(key, document)) for table, key, document in changes]

    def _undo(self, before: list[DocumentChange]) -> None:
        self.undone += 1
        self._apply(reversed(before))


class Documents(Mapping[str, Json]):
    """A table as TinyDB reads it: each document decoded when it is looked at."""

    def __init__(self, documents: Mapping[str, bytes]) -> None:
        self._documents = documents

    def __getitem__(self, key: str) -> Json:
        document: Json = orjson.loads(self._documents[key])
        return document

    def __iter__(self) -> Iterator[str]:
        return iter(self._documents)

    def __len__(self) -> int:
        return len(self._documents)


class Overlay(MutableMapping[str, Json]):
    """A table as TinyDB changes it: what is looked at is decoded and remembered, the rest is left alone."""

    def __init__(self, documents: Mapping[str, bytes]) -> None:
        self._documents = documents
        self._touched: dict[str, Json | None] = {}

    def __getitem__(self, key: str) -> Json:
        if key not in self._touched:
            self._touched[key] = orjson.loads(self._documents[key])
        document = self._touched[key]
        if document is None:
            raise KeyError(key)
        return document

    def __setitem__(self, key: str, document: Json) -> None:
        self._touched[key] = document

    def __delitem__(self, key: str) -> None:
        self[key]  # raises KeyError
        self._touched[key] = None

    def __iter__(self) -> Iterator[str]:
        removed = {key for key, document in self._touched.items() if document is None}
        added = [key for key in self._touched if key not in self._documents and key not in removed]
        yield from (key for key in self._documents if key not in removed)
        yield from added

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def clear(self) -> None:
        """Remove all documents."""
        self._touched = dict.fromkeys(self._documents)

    def changes(self) -> Iterator[tuple[str, bytes | None]]:
        """Yield the ids and documents that differ from what they were."""
        for key, document in self._touched.items():
            data = None if document is None else bytes(memoryview(orjson.dumps(document)))
            if data != self._documents.get(key):
                yield key, data


class JournalledTable(Table):
    """A table whose reads and writes touch the documents they name, and no others."""

    document_id_class = str  # type: ignore[assignment]  # TinyDB provides for this, its hints do not

    def __init__(self, storage: JournalStorage, name: str) -> None:
        # No query cache: units of work change documents without asking the table.
        super().__init__(storage, name, cache_size=0)
        self._journal = storage

    def _read_table(self) -> Mapping[str, Json]:  # type: ignore[override]  # a view, not a dict
        return Documents(self._journal.tables[self.name].documents)

    def _update_table(self, updater: Callable[[Any], None]) -> None:
        overlay = Overlay(self._journal.tables[self.name].documents)
        updater(overlay)
        changes = [DocumentChange(self.name, key, document) for key, document in overlay.changes()]
        if changes:
            self._journal.commit_now(changes)

    def _get_next_id(self) -> NoReturn:
        raise TypeError("ids are text here: insert(Document({...}, doc_id='...'))")


class JournalDB(TinyDB):
    """TinyDB with the tables of this module."""

    table_class = JournalledTable  # type: ignore[assignment]  # its storage must be a JournalStorage
