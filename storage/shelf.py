"""The documents of one table in memory, found by id and by the fields that are looked up.

A document stays the bytes it was written as: a quarter of the memory of dicts, and nothing for the garbage collector
to walk. Knows no record and no file; whoever changes a shelf sees to it that the change is journalled.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson

from storage.ordered import Ordered


class Index:
    """The ids under each value of one field."""

    def __init__(self) -> None:
        # Most values have one id (a reference, an address): that one is held bare.
        self._ids: dict[str, str | Ordered] = {}

    def ids(self, value: str) -> Ordered:
        """Return the ids under a value, in order; not to be changed by the caller."""
        held = self._ids.get(value, ())
        return held if isinstance(held, Ordered) else Ordered((held,) if held else ())

    def add(self, value: str, key: str) -> None:
        """Put an id under a value."""
        held = self._ids.get(value)
        if held is None:
            self._ids[value] = key
        elif isinstance(held, str):
            self._ids[value] = Ordered((held, key))
        else:
            held.add(key)

    def remove(self, value: str, key: str) -> None:
        """Take an id away from under a value."""
        held = self._ids[value]
        if isinstance(held, Ordered):
            held.remove(key)
        if isinstance(held, str) or not held:
            del self._ids[value]


class Shelf:
    """The documents of one table, as encoded JSON objects by their id."""

    def __init__(self, fields: Iterable[str], documents: dict[str, bytes] | None = None) -> None:
        self.documents = documents or {}
        """Read it as you like; change it only through ``set``."""
        self._ids = Ordered(self.documents)
        self._indexes = {field: Index() for field in fields}
        for key, document in self.documents.items():
            self._index(key, document)

    def set(self, key: str, document: bytes | None) -> bytes | None:
        """Put a document in place of the one with this id, None for taking it away; return the one before."""
        before = self.documents.get(key)
        if before is not None:
            self._unindex(key, before)
        if document is not None:
            self.documents[key] = document
            self._index(key, document)
        elif before is not None:
            del self.documents[key]
        if (before is None) != (document is None):
            (self._ids.remove if document is None else self._ids.add)(key)
        return before

    def find(self, where: Mapping[str, str], after: str | None = None, before: str | None = None) -> Iterator[str]:
        """Yield the ids under all of these values, in order: those above ``after`` and below ``before``, if given."""
        first, *others = self._narrow(where)
        ids = first.between(after, before)
        return (key for key in ids if all(key in other for other in others))

    def backwards(self, where: Mapping[str, str], after: str | None = None, before: str | None = None) -> Iterator[str]:
        """Yield what ``find`` yields, the last first."""
        first, *others = self._narrow(where)
        ids = first.between(after, before, backwards=True)
        return (key for key in ids if all(key in other for other in others))

    def _narrow(self, where: Mapping[str, str]) -> list[Ordered]:
        """Return the ids of each condition, the shortest first: walking that one is enough."""
        return sorted((self._indexes[field].ids(value) for field, value in where.items()), key=len) or [self._ids]

    def _index(self, key: str, document: bytes) -> None:
        for index, value in self._entries(document):
            index.add(value, key)

    def _unindex(self, key: str, document: bytes) -> None:
        for index, value in self._entries(document):
            index.remove(value, key)

    def _entries(self, document: bytes) -> Iterator[tuple[Index, str]]:
        if self._indexes:
            fields = orjson.loads(document)
            for name, index in self._indexes.items():
                for value in _values(fields.get(name)):
                    yield index, value


def _values(value: Any) -> Iterable[str]:
    """Return the values under which a field is found: itself, or each member of a list once."""
    if isinstance(value, list):
        return {member for member in value if isinstance(member, str)}
    return (value,) if isinstance(value, str) else ()
