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
_PRAISE = re.compile(
    r"\b(?:wonderful|excellent|friendly|kind|patient|lovely|great|brilliant|helpful|thank|thanks)\b"
    r"|表扬|感谢|谢谢|很好|特别好|耐心|热情|周到|辛苦了"
)
_ADDS = re.compile(
    r"\W*(?:and|also|plus|besides|another thing|on top of that|secondly|另外|还有|而且|再就是|再加上|顺便|第二|其次)"
)
_LONGEST = 600
"""Characters of a telling whose matters are named: in a long story much is told that is none."""


def matters(choices: Sequence[Choice], text: str) -> list[Choice]:
    """Return the kinds that a telling is of, in the order in which they are told; what is a further one is added so."""
    by_key = {choice.key: choice for choice in choices}
    clauses = [folded(part) for part in _CLAUSES.split(text) if part] if len(text) <= _LONGEST else []
    found: dict[str, None] = {}
    for clause in clauses:
        kinds = () if _PRAISE.search(clause) else named(choices, clause)
        if len(kinds) == 1 and (not found or _ADDS.match(clause)):
            found[kinds[0]] = None
    return [by_key[key] for key in found]
