"""A text in the sentences it is read by: so many and so long that reading it takes a bounded time."""

import re

LONGEST = 200
"""Characters of a sentence that are read."""
FIRST, LAST = 9, 3
"""Sentences of a long text that are read: it says what it is about at its beginning, and what it wants at its end."""
_WHOLE = 24_000
"""Characters in which sentences are looked for."""
_END = re.compile(r"(?<=[.!?;。！？；…\n])\s*")


def clauses(text: str) -> list[str]:
    """Return the sentences of a text, in order; of a text without any, the text."""
    found = [one.strip()[:LONGEST] for one in _END.split(text[:_WHOLE]) if one.strip(" \t\n.!?;。！？；…")]
    if len(found) > FIRST + LAST:
        found = found[:FIRST] + found[-LAST:]
    return found or [text[:LONGEST]]
