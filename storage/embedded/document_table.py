"""The documents of one table in memory, found by id and by the fields that are looked up.

A document stays the bytes it was written as: a quarter of the memory of dicts, and nothing for the garbage collector
to walk. Knows no record and no file; whoever changes a table sees to it that the change is journalled.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast
from weakref import ref

import orjson

from storage.embedded.index import ALL, Chunk, Index, Values, checksum, span
from storage.embedded.similarity import SimilarityIndex


@dataclass
class SavedIndex:
    """An index as a snapshot holds it."""

    fields: tuple[str, ...]
    """The fields it is about, each with its number."""
    keys: list[str] = field(default_factory=list)
    """The ids by row."""
    chunks: list[Chunk] = field(default_factory=list)
    changed: dict[str, bytes | None] = field(default_factory=dict)
    """The documents that were changed since, as the index knows them."""


class DocumentTable:
    """The documents of one table, as encoded JSON objects by their id."""

    def __init__(
        self, fields: Iterable[str], documents: dict[str, bytes] | None = None, saved: SavedIndex | None = None
    ) -> None:
        """Take over the documents; ``saved``, if it is about the same fields, spares looking into each of them."""
        self.documents = documents or {}
        """Read it as you like; change it only through ``set``."""
        self._fields = {name: number for number, name in enumerate(fields, 1)}
        self._likeness: dict[str, SimilarityIndex] = {}
        self._free: list[int] = []
        self._views: list[ref[View]] = []
        if saved is None or saved.fields != self._numbered():
            saved = SavedIndex((), changed=dict.fromkeys(sorted(self.documents)))
        self._keys = saved.keys
        self._index = Index(self._keys, saved.chunks)
        for key, before in saved.changed.items():
            self._move(key, before, self.documents.get(key))

    def set(self, key: str, document: bytes | None) -> bytes | None:
        """Put a document in place of the one with this id, None for taking it away; return the one before."""
        before = self.documents.get(key)
        if self._views:
            for view in self._live():
                view.keep(key, before)
        if document is not None:
            self.documents[key] = document
        elif before is not None:
            del self.documents[key]
        self._move(key, before, document)
        return before

    def find(
        self,
        where: Mapping[str, str | tuple[str, ...]],
        after: str | None = None,
        before: str | None = None,
        *,
        backwards: bool = False,
    ) -> Iterator[str]:
        """Return the ids under all of these values, in order or against it, above the one and below the other bound.

        A few that are not may be among them: their values have the same checksums.
        """
        values = [
            (self._fields[name], value)
            for name, wanted in where.items()
            for value in (wanted if isinstance(wanted, tuple) else (wanted,))
        ]
        return self._index.find(values, after, before, backwards=backwards)

    def filled(self, field: str) -> list[str]:
        """Return the ids of the documents in which a text is not empty, in order and without a look into them.

        The checksum of no text is the lowest of its field. One text in half a billion has it, too, and is overlooked.
        """
        number = self._fields[field]
        above = self._index.between(checksum("", number) + 1, span(number)[1])
        return sorted(self._keys[row] for chunk in above for row in chunk.rows)

    def alike(self, field: str, values: Iterable[str], limit: int) -> list[str]:
        """Return the ids of the documents that share the most of these values of a field, the likeliest first.

        The first question about a field takes time for all documents, further ones only for what they find.
        """
        number = self._fields[field]
        likeness = self._likeness.setdefault(field, SimilarityIndex(self._index, number))
        rows = likeness.likeliest({checksum(value, number) for value in values}, limit, len(self.documents))
        return [self._keys[row] for row in rows]

    def view(self) -> "View":
        """Return the documents as they are now, to be read while the table is changed, also in another thread."""
        view = View(self.documents, self._index.copy(), len(self.documents), self._numbered())
        self._views.append(ref(view, self._views.remove))
        return view

    def _numbered(self) -> tuple[str, ...]:
        """Return the fields as a snapshot names them: the number is part of the checksums."""
        return tuple(f"{number} {name}" for name, number in self._fields.items())

    def _live(self) -> list["View"]:
        return [view for held in tuple(self._views) if (view := held()) is not None]

    def _move(self, key: str, before: bytes | None, after: bytes | None) -> None:
        """Have the index know a document by what it holds after a change."""
        old, new = self._values(before), self._values(after)
        if old == new:
            return
        row = None if before is None else self._index.row(ALL, key)
        if row is None:
            row = self._new_row(key)
        sums = self._index.move(row, old, new)
        for likeness in self._likeness.values():
            likeness.put(row, sums, len(self.documents))
        if after is None:
            self._free.append(row)

    def _values(self, document: bytes | None) -> Values | None:
        """Return by what a document is found, each value once; None if there is none."""
        if document is None:
            return None
        found = set[tuple[int, str]]()
        if self._fields:
            held = orjson.loads(document)
            for name, number in self._fields.items():
                value = held.get(name)
                if isinstance(value, str):
                    found.add((number, value))
                elif isinstance(value, list):
                    found.update((number, member) for member in value if isinstance(member, str))
        return found

    def _new_row(self, key: str) -> int:
        # A view still reads the ids of rows that were given up since.
        if self._free and not self._live():
            row = self._free.pop()
            self._keys[row] = key
            return row
        self._keys.append(key)
        return len(self._keys) - 1


class View(Mapping[str, bytes]):
    """The documents of a table at one moment, in the order of their ids. Costs what is changed since."""

    def __init__(self, documents: Mapping[str, bytes], index: Index, length: int, fields: tuple[str, ...]) -> None:
        self.fields = fields
        self._index = index
        self._documents = documents
        self._length = length
        self._before: dict[str, bytes | None] = {}

    def keep(self, key: str, before: bytes | None) -> None:
        """Remember a document that is about to be changed."""
        self._before.setdefault(key, before)

    def __getitem__(self, key: str) -> bytes:
        # In this order: a document is kept before it is changed, so that one of the two is the right one.
        now = self._documents.get(key)
        document = self._before.get(key, now)
        if document is None:
            raise KeyError(key)
        return document

    def page(self, keys: Iterable[str]) -> list[bytes]:
        """Return the documents with these ids: in a third of the time that asking for each takes.

        Raises:
            KeyError: if there is none with one of them.
        """
        listed = list(keys)
        # In this order, as above: what is kept is looked into when all that is there now was read.
        found = list(map(self._documents.get, listed))
        if self._before:
            found = [self._before.get(key, now) for key, now in zip(listed, found, strict=True)]
        if None in found:
            raise KeyError(listed[found.index(None)])
        return cast(list[bytes], found)

    def __iter__(self) -> Iterator[str]:
        return self._index.walk(ALL)

    def __len__(self) -> int:
        return self._length

    def entries(self) -> Iterator[tuple["array[int]", "array[int]"]]:
        """Yield the columns of the index, in parts; row 7 is here the eighth document of this view."""
        places = array("I", bytes(4 * self._index.width))
        for place, row in enumerate(self._index.rows(ALL)):
            places[row] = place
        for chunk in self._index.chunks():
            yield chunk.sums, array("I", map(places.__getitem__, chunk.rows))
