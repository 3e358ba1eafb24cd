"""Which two matters a telling is of: of what kinds its clauses are, one after the other."""

import re
from collections.abc import Sequence

from dialogs.model.script import Choice
from dialogs.reading.choices import named
from dialogs.reading.folding import folded

_CLAUSES = re.compile(
    r"[。！？!?;；\n，,]+|\.\s|\s(?=(?:and|also|plus|besides|another thing|on top of that)\b)"
    r"|(?=另外|还有|而且|再就是|再加上|顺便)",
    re.IGNORECASE,
)
_LONGEST = 2000
"""Characters that are looked at."""


def matters(choices: Sequence[Choice], text: str) -> list[Choice]:
    """Return the kinds that a telling is of, in the order in which they are told."""
    by_key = {choice.key: choice for choice in choices}
    clauses = [part for part in _CLAUSES.split(text[:_LONGEST]) if part]
    found: dict[str, None] = {}
    for clause in clauses:
        if len(kinds := named(choices, folded(clause))) == 1:
            found[kinds[0]] = None
    return [by_key[key] for key in found]
