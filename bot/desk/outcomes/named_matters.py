"""Which matters a complaint named: each of them needs its answer. Pure."""

import re
from collections.abc import Mapping

from dialogs.model.script import Choice, Script
from dialogs.reading.choices import named
from dialogs.reading.folding import folded

CATEGORY = "kind"
"""The slot by which the scripts tell what a complaint is about."""
_LISTED = re.compile(r"[,、;\s]+")
_SENTENCE = re.compile(r"[.!?;。！？；\n]+")


def matters_of(script: Script | None, description: str, slots: Mapping[str, object]) -> tuple[Choice, ...]:
    """Return what a complaint is about, where it is about several things; nothing where it is about one.

    A matter is what the customer chose, or what a sentence names that names no other: "the bill for my broadband" is
    one matter, "The bill is wrong. And the broadband is down." are two.
    """
    slot = script.slots.get(CATEGORY) if script else None
    if slot is None:
        return ()
    told = set(_LISTED.split(str(slots.get(CATEGORY, ""))))
    for sentence in _SENTENCE.split(folded(description)):
        found = named(slot.choices, sentence)
        told |= set(found) if len(found) == 1 else set()
    matters = tuple(one for one in slot.choices if one.key in told)
    return matters if len(matters) > 1 else ()
