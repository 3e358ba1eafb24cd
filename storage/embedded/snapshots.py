"""What lies in a snapshot: all documents of a moment, and the indexes over them, so that a start need not make them.

A frame of documents is a line ``{"table":"Ticket","keys":[...]}`` and a line for the document of each key. The frames
of a table's index follow those of its documents: ``{"table":"Ticket","fields":[...],"sums":"...","rows":"..."}``, two
columns of four-byte numbers, little-endian, in hexadecimal; row 7 is the eighth document. A field is named with its
number in the checksums, such as ``2 words``; an older program named it without. An empty frame is the end.
The first snapshots held lines, as the segments do; such a frame begins with a bracket. A table that an older program
called otherwise goes by its name of today from here on; the files keep the old one until they are replaced.
"""

import sys
from array import array
from collections.abc import Iterator, Mapping
from itertools import islice

import orjson

from storage.embedded.document_table import SavedIndex, View
from storage.embedded.index import Chunk
from storage.kinds import RENAMED

SNAPSHOT_FRAME = 250
"""Documents in one frame. While one is put together, nothing else runs."""


def apply(payload: bytes, tables: dict[str, dict[str, bytes]], indexes: dict[str, SavedIndex] | None = None) -> None:
    """Make the changes that a frame holds, of a snapshot or of a segment behind it.

    What a snapshot holds of indexes, and what is changed behind it, is noted in ``indexes`` if they are wanted.
    """
    if payload.startswith(b"{"):
        _take(payload, tables, indexes)
        return
    for line in payload.splitlines():
        head, document = line.split(b"\t", 1)
        table, key = orjson.loads(head)
        table = RENAMED.get(table, table)
        documents = tables.setdefault(table, {})
        if indexes and table in indexes:
            indexes[table].changed.setdefault(key, documents.get(key))
        if document:
            documents[key] = document
        else:
            documents.pop(key, None)


def payloads(tables: Mapping[str, Mapping[str, bytes]]) -> Iterator[bytes]:
    """Yield what the frames of a snapshot hold."""
    for table, documents in tables.items():
        ids = iter(documents)
        while keys := list(islice(ids, SNAPSHOT_FRAME)):
            head = orjson.dumps({"table": table, "keys": keys})
            yield b"\n".join([head, *(documents[key] for key in keys)])
        if isinstance(documents, View):
            for sums, rows in documents.entries():
                columns = {"sums": _text(sums), "rows": _text(rows)}
                yield orjson.dumps({"table": table, "fields": documents.fields, **columns})
    yield b""


def _take(payload: bytes, tables: dict[str, dict[str, bytes]], indexes: dict[str, SavedIndex] | None) -> None:
    head, *documents = payload.split(b"\n")
    values = orjson.loads(head)
    table = RENAMED.get(values["table"], values["table"])
    if "keys" in values:
        tables.setdefault(table, {}).update(zip(values["keys"], documents, strict=True))
    elif indexes is not None:
        if table not in indexes:
            indexes[table] = SavedIndex(tuple(values["fields"]), list(tables[table]))
        indexes[table].chunks.append(Chunk(_numbers(values["sums"]), _numbers(values["rows"])))


def _text(numbers: "array[int]") -> str:
    return _little_endian(numbers).tobytes().hex()


def _numbers(text: str) -> "array[int]":
    return _little_endian(array("I", bytes.fromhex(text)))


def _little_endian(numbers: "array[int]") -> "array[int]":
    if sys.byteorder == "big":
        numbers = numbers[:]
        numbers.byteswap()
    return numbers
