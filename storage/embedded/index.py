"""Where the documents of a table are found: one compact index for all its fields.

An entry is the checksum of a value and the number of a row; the entries lie in order, first by checksum, then by the
id in the row. That is eight bytes an entry in arrays, however many ids a value has: nothing for the garbage collector
to walk, and some thousand of them are copied in a moment. Two values may have the same checksum: who asks for one looks
at what is found. Knows no document.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator
from itertools import chain
from zlib import crc32

SHORT = 2_000
"""Entries in a fresh chunk; one that has grown to twice as many is halved."""

ALL = 0
"""The checksum under which every row is found. No value has it."""
MOST_FIELDS = 7
_BITS = 29
"""The lower bits of a checksum come from the value, those above are the number of its field."""


def checksum(value: str, field: int = 1) -> int:
    """Return the number under which a value of a field is found; the fields are numbered from 1 to `MOST_FIELDS`."""
    # A lone surrogate can be asked for, though no document holds one.
    return field << _BITS | crc32(value.encode("utf-8", "surrogatepass")) >> (32 - _BITS)


def field_of(checksum: int) -> int:
    """Return the number of the field whose value has this checksum."""
    return checksum >> _BITS


def span(field: int) -> tuple[int, int]:
    """Return where the checksums of a field begin, and where they have ended."""
    return field << _BITS, field + 1 << _BITS


Values = Collection[tuple[int, str]]
"""Values by which a document is found, each with the number of its field."""


class Chunk:
    """Some entries in a row, as two columns."""

    __slots__ = ("rows", "shared", "sums")

    def __init__(self, sums: "array[int]", rows: "array[int]") -> None:
        self.sums = sums
        self.rows = rows
        self.shared = False
        """Whether a copy of the index holds it too, so that it must not be changed."""


class Index:
    """The rows under each checksum, in the order of their ids."""

    __slots__ = ("_chunks", "_keys", "_starts")

    def __init__(self, keys: list[str], chunks: Iterable[Chunk] = ()) -> None:
        """``keys`` has the id of each row, and may grow; it is not copied."""
        self._keys = keys
        self._chunks = list(chunks)
        self._starts = array("I", [chunk.sums[0] for chunk in self._chunks])

    def copy(self) -> "Index":
        """Return what stays as it is now. It takes time for the chunks, not for the entries."""
        for chunk in self._chunks:
            chunk.shared = True
        return Index(self._keys, self._chunks)

    @property
    def width(self) -> int:
        """Rows there are at most."""
        return len(self._keys)

    def chunks(self) -> Iterator[Chunk]:
        """Yield all entries in order; not to be changed by the caller."""
        return iter(self._chunks)

    def between(self, low: int, high: int) -> Iterator[Chunk]:
        """Yield copies of the entries in order, from one checksum to below the other."""
        first = max(bisect_left(self._starts, low) - 1, 0)
        for chunk in self._chunks[first : bisect_left(self._starts, high)]:
            part = slice(bisect_left(chunk.sums, low), bisect_left(chunk.sums, high))
            yield Chunk(chunk.sums[part], chunk.rows[part])

    def rows(self, checksum: int) -> Iterator[int]:
        """Return the rows under a checksum, in the order of their ids."""
        return chain.from_iterable(self.parts(checksum))

    def parts(self, checksum: int) -> Iterator["array[int]"]:
        """Yield the rows under a checksum, chunk by chunk."""
        end = bisect_right(self._starts, checksum)
        first = bisect_left(self._starts, checksum, 0, end)
        for chunk in self._chunks[max(first - 1, 0) : end]:
            rows = _under(chunk, checksum)
            if rows:
                yield rows

    def move(self, row: int, before: Values | None, after: Values | None) -> set[int]:
        """Have a row under what it holds now instead of what it held; return the checksums of what it holds.

        None where there is no document: one that holds no value is found under `ALL`.
        """
        old, new = _sums(before), _sums(after)
        for one in old - new:
            self.remove(one, row)
        for one in new - old:
            self.add(one, row)
        return new

    def add(self, checksum: int, row: int) -> None:
        """Put in an entry that is not among them."""
        if not self._chunks:
            self._chunks.append(Chunk(array("I", [checksum]), array("I", [row])))
            self._starts.append(checksum)
            return
        place, chunk, at = self._entry(checksum, self._keys[row])
        chunk.sums.insert(at, checksum)
        chunk.rows.insert(at, row)
        if at == 0:
            self._starts[place] = checksum
        if len(chunk.rows) > 2 * SHORT:
            halves = [Chunk(chunk.sums[part], chunk.rows[part]) for part in (slice(SHORT), slice(SHORT, None))]
            self._chunks[place : place + 1] = halves
            self._starts.insert(place + 1, halves[1].sums[0])

    def remove(self, checksum: int, row: int) -> None:
        """Take out an entry that is among them."""
        place, chunk, at = self._entry(checksum, self._keys[row])
        del chunk.sums[at], chunk.rows[at]
        if chunk.sums:
            self._starts[place] = chunk.sums[0]
        else:
            del self._chunks[place], self._starts[place]

    def row(self, checksum: int, key: str) -> int | None:
        """Return the row with this id if it is under the checksum."""
        if not self._chunks:
            return None
        chunk = self._chunks[self._place(checksum, key)]
        at = self._at(chunk, checksum, key)
        if at == len(chunk.rows) or chunk.sums[at] != checksum or self._keys[chunk.rows[at]] != key:
            return None
        return chunk.rows[at]

    def count(self, checksum: int) -> int:
        """Return about how many rows are under a checksum: exactly, where they are few."""
        end = bisect_right(self._starts, checksum)
        if end and self._starts[end - 1] < checksum:  # as a rule: one chunk has them all
            return _count(self._chunks[end - 1], checksum)
        first = max(bisect_left(self._starts, checksum, 0, end) - 1, 0)
        if end - first > 3:
            return SHORT * (end - first - 1)
        return sum(_count(chunk, checksum) for chunk in self._chunks[first:end])

    def find(
        self, values: Values, after: str | None = None, before: str | None = None, *, backwards: bool = False
    ) -> Iterator[str]:
        """Yield the ids under all of these values, or all there are, as `walk` does."""
        sums = [checksum(value, field) for field, value in values] or [ALL]
        if len(sums) > 1:
            sums.sort(key=self.count)  # the rarest first: walking that one is enough
        first, *others = sums
        for key in self.walk(first, after, before, backwards=backwards):
            if not others or all(self.row(one, key) is not None for one in others):
                yield key

    def walk(
        self, checksum: int, after: str | None = None, before: str | None = None, *, backwards: bool = False
    ) -> Iterator[str]:
        """Yield the ids under a checksum, in order or against it: those above the one and below the other bound."""
        end = bisect_right(self._starts, checksum)
        first = max(bisect_left(self._starts, checksum, 0, end) - 1, 0)
        if after is not None:
            first = self._place(checksum, after)
        if before is not None:
            end = min(end, self._place(checksum, before) + 1)
        id_of = self._keys.__getitem__
        for place in range(end - 1, first - 1, -1) if backwards else range(first, end):
            rows = _under(self._chunks[place], checksum)
            if after is not None or before is not None:
                low = 0 if after is None else bisect_right(rows, after, key=id_of)
                high = len(rows) if before is None else bisect_left(rows, before, key=id_of)
                rows = rows[low:high]
            yield from map(id_of, reversed(rows) if backwards else rows)

    def _place(self, checksum: int, key: str) -> int:
        """Return which chunk holds, or would hold, the entry."""
        end = bisect_right(self._starts, checksum)
        # A new id comes behind all others as a rule: the first comparison settles it.
        if end and self._starts[end - 1] == checksum and self._keys[self._chunks[end - 1].rows[0]] > key:
            first = bisect_left(self._starts, checksum, 0, end)
            end = bisect_right(self._chunks, key, first, end, key=lambda chunk: self._keys[chunk.rows[0]])
        return end - 1 if end else 0

    def _at(self, chunk: Chunk, checksum: int, key: str) -> int:
        """Return where in its chunk the entry is, or would be."""
        high = bisect_right(chunk.sums, checksum)
        if not high or chunk.sums[high - 1] != checksum or self._keys[chunk.rows[high - 1]] < key:
            return high
        low = bisect_left(chunk.sums, checksum, 0, high)
        return bisect_left(chunk.rows, key, low, high, key=self._keys.__getitem__)

    def _entry(self, checksum: int, key: str) -> tuple[int, Chunk, int]:
        """Return the chunk of an entry, to be changed, with its place, and where in it the entry is or would be."""
        place = self._place(checksum, key)
        chunk = self._chunks[place]
        if chunk.shared:
            chunk = self._chunks[place] = Chunk(chunk.sums[:], chunk.rows[:])
        return place, chunk, self._at(chunk, checksum, key)


def _sums(values: Values | None) -> set[int]:
    """Return the checksums under which a document with these values is found: its own, and that of each value."""
    return set() if values is None else {ALL, *(checksum(value, field) for field, value in values)}


def _under(chunk: Chunk, checksum: int) -> "array[int]":
    if chunk.sums[0] == checksum == chunk.sums[-1]:
        return chunk.rows[:]
    low = bisect_left(chunk.sums, checksum)
    if low == len(chunk.sums) or chunk.sums[low] != checksum:
        return chunk.rows[:0]
    return chunk.rows[low : bisect_right(chunk.sums, checksum, low)]


def _count(chunk: Chunk, checksum: int) -> int:
    low = bisect_left(chunk.sums, checksum)
    return bisect_right(chunk.sums, checksum, low) - low
