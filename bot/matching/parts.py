"""The parts of a message that may each tell of another matter. Knows no tickets."""

import re
from collections.abc import Iterable

from bot.matching.normalise import tokens

AT_MOST = 4
"""Parts that are looked at; whoever tells more matters in one message is told by a person."""
SURELY = 0.6
"""From here on a part is taken for a matter of its own."""
_SHORTEST = 2
"""Words that make a part."""
_BETWEEN = re.compile(
    r"[。！？!?;；\n]+|\.\s|[，,]\s*(?=(?:另外|还有|再就是|再有|其次|第二|而且|顺便|同时)|"
    r"(?:and |but )?(?:also|another thing|secondly|besides|on top of that|apart from that|plus|too)\b)"
    r"|\s(?=and (?:also|another thing|on top of that)\b)",
    re.IGNORECASE,
)
_LONGEST = 1000
"""Characters that are looked at."""


def parts(text: str) -> list[str]:
    """Return the parts of a message: its sentences, and what follows "also" or "另外"; one if it is of one piece."""
    found = [part.strip() for part in _BETWEEN.split(text[:_LONGEST]) if part]
    return [part for part in found if len(tokens(part)) >= _SHORTEST][:AT_MOST]


def two_matters(found: Iterable[tuple[str, str, float]]) -> list[tuple[str, str, float]]:
    """Return the two matters that a message tells of, each with its part and how sure that is; nothing for one matter.

    ``found`` holds for each part the key of its likeliest matter, the part, and how sure that is.
    """
    best: dict[str, tuple[str, str, float]] = {}
    for key, part, sure in found:
        if sure >= max(SURELY, best[key][2] if key in best else 0.0):
            best[key] = (key, part, sure)
    return list(best.values())[:2] if len(best) > 1 else []
