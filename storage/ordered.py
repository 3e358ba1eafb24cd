"""Strings in order, where adding, removing and finding stay cheap with millions of them.

One long list would move megabytes for each id taken out of its front. Many short lists in a row move a few kilobytes
at most, and the usual case, a new id behind all others, is one append.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import islice

SHORT = 1_000
"""Strings in a fresh list; one that has grown to twice as many is halved."""


class Ordered:
    """A set of strings that is walked in order, from either end."""

    __slots__ = ("_length", "_lists")

    def __init__(self, items: Iterable[str] = ()) -> None:
        ordered = sorted(items)
        self._length = len(ordered)
        self._lists = [ordered[start : start + SHORT] for start in range(0, len(ordered), SHORT)]

    def __len__(self) -> int:
        return self._length

    def __contains__(self, item: str) -> bool:
        return bool(self._lists) and _holds(self._lists[self._place(item)], item)

    def __iter__(self) -> Iterator[str]:
        for items in self._lists:
            yield from items

    def __reversed__(self) -> Iterator[str]:
        for items in reversed(self._lists):
            yield from reversed(items)

    def between(self, after: str | None, before: str | None, *, backwards: bool = False) -> Iterator[str]:
        """Yield the strings above the one and below the other bound, in order or against it; None is no bound."""
        first = self._place(after) if self._lists and after is not None else 0
        last = self._place(before) if self._lists and before is not None else len(self._lists) - 1
        for place in range(last, first - 1, -1) if backwards else range(first, last + 1):
            items = self._lists[place]
            start = 0 if after is None else bisect_right(items, after)
            end = len(items) if before is None else bisect_left(items, before)
            yield from reversed(items[start:end]) if backwards else islice(items, start, end)

    def add(self, item: str) -> None:
        """Put in a string that is not among them."""
        self._length += 1
        if not self._lists:
            self._lists.append([item])
            return
        place = self._place(item)
        items = self._lists[place]
        items.insert(bisect_left(items, item), item)
        if len(items) > 2 * SHORT:
            self._lists[place : place + 1] = [items[:SHORT], items[SHORT:]]

    def remove(self, item: str) -> None:
        """Take out a string that is among them."""
        place = self._place(item)
        items = self._lists[place]
        del items[bisect_left(items, item)]
        self._length -= 1
        if not items:
            del self._lists[place]

    def _place(self, item: str) -> int:
        """Return which list holds, or would hold, the string."""
        if item >= self._lists[-1][0]:
            return len(self._lists) - 1
        return max(bisect_right(self._lists, item, key=_first) - 1, 0)


def _first(items: list[str]) -> str:
    return items[0]


def _holds(items: list[str], item: str) -> bool:
    place = bisect_left(items, item)
    return place < len(items) and items[place] == item
