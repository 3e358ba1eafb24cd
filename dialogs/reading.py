"""Reads out of a free telling which slots it already holds, so that they are not asked."""

from collections.abc import Mapping

from dialogs.script import Script
from dialogs.slots import Heard


def held(script: Script, known: Mapping[str, str], heard: Heard) -> dict[str, str]:
    """Return the values of still unknown slots that a telling holds."""
    return {}
