"""What lies in a snapshot: all documents of a moment, and the indexes over them, so that a start need not make them.

A frame of documents is a line ``{"table":"Ticket","keys":[...]}`` and a line for the document of each key. The frames
of a table's index follow those of its documents: ``{"table":"Ticket","fields":[...],"sums":"...","rows":"..."}``, two
columns of four-byte numbers, little-endian, in hexadecimal; row 7 is the eighth document. An empty frame is the end.
"""

import sys
from array import array
from collections.abc import Iterator, Mapping
from itertools import islice

import orjson

from storage.index import Chunk
from storage.shelf import SavedIndex, View

SNAPSHOT_FRAME = 250
"""Documents in one frame. While one is put together, nothing else runs."""


def put(payload: bytes, tables: dict[str, dict[str, bytes]], indexes: dict[str, SavedIndex] | None = None) -> None:
    """Put what a frame holds into the tables, and into the indexes if they are wanted."""
    head, *documents = payload.split(b"\n")
    values = orjson.loads(head)
    if "keys" in values:
        tables.setdefault(values["table"], {}).update(zip(values["keys"], documents, strict=True))
    elif indexes is not None:
        table = values["table"]
        if table not in indexes:
            indexes[table] = SavedIndex(tuple(values["fields"]), list(tables[table]))
        indexes[table].chunks.append(Chunk(_numbers(values["sums"]), _numbers(values["rows"])))


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


def _text(numbers: "array[int]") -> str:
    return _little_endian(numbers).tobytes().hex()


def _numbers(text: str) -> "array[int]":
    return _little_endian(array("I", bytes.fromhex(text)))


def _little_endian(numbers: "array[int]") -> "array[int]":
    if sys.byteorder == "big":
        numbers = numbers[:]
        numbers.byteswap()
    return numbers
