"""Counts the records that are read, for tests of what a look at many of them costs."""

from collections import Counter
from typing import TypeVar

import pytest

from storage.codec import decode
from storage.embedded import embedded_store
from storage.postgres import postgres_store, postgres_unit
from storage.records.record import Record

R = TypeVar("R", bound=Record)


def count_read(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """Return how many records of each kind were read, of whichever store, from now on."""
    counts = Counter[str]()

    def counting(kind: type[R], data: bytes) -> R:
        counts[kind.__name__] += 1
        return decode(kind, data)

    for module in (embedded_store, postgres_store, postgres_unit):
        monkeypatch.setattr(module, "decode", counting)
    return counts
