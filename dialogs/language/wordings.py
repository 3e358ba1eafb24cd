"""Every text of a script as a list: where it stands, what it is, how it is worded; and the text with other wordings.

Reads the script's text and not its values, so that one with mistakes can be worded as well, and leaves all else in it
as it was. Cases and known issues that stand in the same file are passed over.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dialogs.language.channel_limits import ChannelLimits, signs, width
from dialogs.model.script import Text
from dialogs.strict_yaml.common_texts import common_texts, languages
from dialogs.strict_yaml.fields import NAME
from dialogs.strict_yaml.yaml_edits import NotEditable, add_entry, set_texts
from dialogs.strict_yaml.yaml_spans import (
    Path,
    Spelled,
    SpelledList,
    SpelledMap,
    SpelledText,
    at,
    normalised,
    read_spans,
)

_NO_TEXTS = ("format", "script", "languages", "opening", "start", "track", "interrupts", "cases", "known-issues")
"""Entries at the top of a script in which no text of it stands."""
_COMMON = "texts"


@dataclass(frozen=True)
class Wording:
    """One text of a script."""

    path: Path
    """Where it stands: ``("steps", "ask-phone", "prompt")``."""
    text: Text
    """By language; a language in which it is not worded is left out."""
    is_label: bool = False
    """It stands on a button."""
    shipped: bool = False
    """It is what every dialog says, and the script does not word it otherwise."""

    @property
    def name(self) -> str:
        """The path as one word."""
        return "/".join(self.path)

    def mark(self, language: str) -> str:
        """Return what tells this wording from any other one: whoever changes it names what they saw."""
        return mark_of(self.text.get(language, ""))

    def too_long(self, language: str, limits: ChannelLimits) -> int:
        """Return how many signs there are more than a channel shows; 0 if it shows all."""
        wording = self.text.get(language, "")
        more = width(wording) - limits.label if self.is_label else signs(wording) - limits.text
        return max(0, more)


@dataclass(frozen=True)
class Rewording:
    """One wording that somebody wants to be another."""

    path: Path
    language: str
    seen: str
    """The mark of what they saw; empty to overwrite whatever is there."""
    wanted: str


@dataclass(frozen=True)
class Reworded:
    """What came of it."""

    text: str
    changed: int = 0
    clashes: tuple[Rewording, ...] = ()
    """Those left alone, since the wording has become another since it was seen."""


def mark_of(wording: str) -> str:
    """Return the mark of a wording: the first signs of its hash."""
    return hashlib.sha256(wording.strip().encode("utf-8", "surrogatepass")).hexdigest()[:12]


def wordings(text: str) -> tuple[Wording, ...] | None:
    """Return all texts of a script in their order, then what every dialog says; None if the text cannot be read."""
    root = read_spans(normalised(text))
    if root is None:
        return None
    own = tuple(
        found for key, node in root.entries if key.text not in _NO_TEXTS for found in _within((key.text,), node)
    )
    said = {one.path for one in own}
    common = (Wording((_COMMON, key), text, shipped=True) for key, text in common_texts().items())
    return (*own, *(one for one in common if one.path not in said))


def spoken(text: str) -> tuple[str, ...]:
    """Return the languages that a script names, of those in which a dialog can be written."""
    root = read_spans(normalised(text))
    named = root.get("languages") if root else None
    items = named.items if isinstance(named, SpelledList) else ()
    written = {item.text for item in items if isinstance(item, SpelledText)}
    return tuple(language for language in languages() if language in written) or languages()


def reword(text: str, wanted: tuple[Rewording, ...]) -> Reworded:
    """Return the text with other wordings; what somebody else has reworded meanwhile is left alone.

    Raises:
        NotEditable: if the text cannot be read, or has no such text.

    """
    text = normalised(text)
    there = {one.path: one for one in wordings(text) or ()}
    changes: dict[Path, str] = {}
    clashes: list[Rewording] = []
    for one in wanted:
        if one.path not in there or one.language not in languages():
            raise NotEditable(f"there is no text {'/'.join(one.path)}")
        now = there[one.path].text.get(one.language, "").strip()
        if one.wanted.strip() == now or (one.seen and mark_of(one.wanted) == one.seen):
            continue
        if one.seen and mark_of(now) != one.seen:
            clashes.append(one)
        else:
            changes[(*one.path, one.language)] = one.wanted
    return Reworded(_reworded(text, there, changes), len(changes), tuple(clashes))


def _reworded(text: str, there: Mapping[Path, Wording], changes: Mapping[Path, str]) -> str:
    for path in dict.fromkeys(path[:-1] for path in changes if there[path[:-1]].shipped):
        text = add_entry(text, path, dict(there[path].text))
    root = read_spans(text)
    missing = [path for path in changes if root and at(root, path) is None]
    for path in missing:
        text = add_entry(text, path, changes[path])
    return set_texts(text, changes) if changes else text


def _within(path: Path, node: Spelled) -> Iterator[Wording]:
    if isinstance(node, SpelledMap):
        text = {key.text: value.text.strip() for key, value in node.entries if isinstance(value, SpelledText)}
        if node.entries and len(text) == len(node.entries) and set(text) <= set(languages()):
            if all(map(NAME.fullmatch, path)):
                yield Wording(path, text, is_label=_is_label(path))
            return
        for key, value in node.entries:
            yield from _within((*path, key.text), value)
    elif isinstance(node, SpelledList):
        for number, item in enumerate(node.items):
            yield from _within((*path, str(number)), item)


def _is_label(path: Path) -> bool:
    return "choices" in path or (path[0] == "quiet" and path[-1] == "button")
