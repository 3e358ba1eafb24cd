"""A text in the sentences it is read by: so many and so long that reading it takes a bounded time."""

import re
from collections.abc import Sequence

import numpy as np

LONGEST = 200
"""Characters of a sentence that are read."""
FIRST, LAST = 9, 3
"""Sentences of a long text that are read: it says what it is about at its beginning, and what it wants at its end."""
MEANT = 250
"""Characters in sentences whose meaning is read as well as their words."""
_WHOLE = 24_000
"""Characters in which sentences are looked for."""
_END = re.compile(r"(?<=[.!?;。！？；…\n])\s*")


def clauses(text: str) -> list[str]:
    """Return the sentences of a text, in order; of a text without any, the text."""
    found = [one.strip()[:LONGEST] for one in _END.split(text[:_WHOLE]) if one.strip(" \t\n.!?;。！？；…")]
    if len(found) > FIRST + LAST:
        found = found[:FIRST] + found[-LAST:]
    return found or [text[:LONGEST]]


def suspects(sentences: list[str], scores: Sequence[float]) -> list[int]:
    """Return which sentences to read for their meaning: the likeliest first, while they are not too long together."""
    found, left = list[int](), MEANT
    for at in np.argsort(-np.asarray(scores), kind="stable").tolist():
        if not found or len(sentences[at]) <= left:
            found.append(at)
            left -= len(sentences[at])
    return found
