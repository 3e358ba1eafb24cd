"""What differs between two texts of a script: by its texts, and line by line. By step: `version_compare`. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff

from dialogs.language.wordings import wordings
from dialogs.strict_yaml.yaml_spans import Path

_MOST_LINES = 2000
"""Of a comparison line by line; more of them are more than anybody reads."""


@dataclass(frozen=True)
class TextChange:
    """One wording that is not what it was."""

    path: Path
    language: str
    old: str
    """Empty if there was none."""
    new: str
    """Empty if there is none any more."""


def text_changes(old: str, new: str) -> tuple[TextChange, ...]:
    """Return the wordings that differ, in the order of the new text; what was removed comes last."""
    before, after = (
        {
            (one.path, language): wording
            for one in wordings(text) or ()
            if not one.shipped
            for language, wording in one.text.items()
        }
        for text in (old, new)
    )
    places = (*after, *(place for place in before if place not in after))
    pairs = ((place, before.get(place, ""), after.get(place, "")) for place in places)
    return tuple(TextChange(path, language, was, now) for (path, language), was, now in pairs if was != now)


def line_changes(old: str, new: str) -> tuple[tuple[str, str], ...]:
    """Return the lines that differ with a few around them, each with ``+``, ``-``, ``@`` or a space."""
    return tuple(_lines(old, new))[:_MOST_LINES]


def _lines(old: str, new: str) -> Iterator[tuple[str, str]]:
    for line in list(unified_diff(old.splitlines(), new.splitlines(), lineterm="", n=2))[2:]:
        yield line[:1] or " ", line if line.startswith("@@") else line[1:]
