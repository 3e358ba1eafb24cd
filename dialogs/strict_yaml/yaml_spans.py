"""Where each part of a text of strict YAML stands, sign by sign, so that one part can be changed and nothing else.

Takes what `yaml_text` has found nothing wrong with; judges nothing itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import yaml
from yaml import CSafeLoader

from dialogs.strict_yaml.yaml_text import read_yaml

Path = tuple[str, ...]

_KEPT = 8
"""Texts whose parts are remembered: one change asks for those of the same text several times."""


@dataclass(frozen=True, slots=True)
class SpelledText:
    """A scalar in the text."""

    start: int
    end: int
    """Behind its last sign; behind the line where it is a block of lines."""
    column: int
    """Signs before it on its line."""
    text: str
    style: str
    """The sign that it begins with, of ``'"|>``; empty if it has none."""


@dataclass(frozen=True, slots=True)
class SpelledList:
    """A sequence in the text."""

    start: int
    end: int
    """Behind its bracket; where it has none, of no use."""
    column: int
    in_brackets: bool
    items: tuple["Spelled", ...]


@dataclass(frozen=True, slots=True)
class SpelledMap:
    """A mapping in the text."""

    start: int
    end: int
    """Behind its brace; where it has none, of no use."""
    column: int
    in_brackets: bool
    entries: tuple[tuple[SpelledText, "Spelled"], ...]

    def get(self, key: str) -> "Spelled | None":
        """Return the value of a key, or None."""
        return next((value for name, value in self.entries if name.text == key), None)


Spelled = SpelledText | SpelledList | SpelledMap


def normalised(text: str) -> str:
    """Return a text with the line ends that this house writes."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")


@lru_cache(_KEPT)
def read_spans(text: str) -> SpelledMap | None:
    """Return the mapping that a normalised text is, or None where it is none, or no strict YAML."""
    if read_yaml(text)[1]:
        return None
    events = yaml.parse(text, Loader=CSafeLoader)
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            break
    root = _read(next(events), events)
    return root if isinstance(root, SpelledMap) else None


def at(root: SpelledMap, path: Path) -> Spelled | None:
    """Return what stands at a path, whose items of lists are named by their numbers; None if nothing does."""
    found: Spelled | None = root
    for name in path:
        if isinstance(found, SpelledMap):
            found = found.get(name)
        elif isinstance(found, SpelledList) and name.isdecimal() and int(name) < len(found.items):
            found = found.items[int(name)]
        else:
            return None
    return found


def last_sign(node: Spelled) -> int:
    """Return the place behind the last sign of a node, which may be another line than its first."""
    if isinstance(node, SpelledMap) and not node.in_brackets:
        return max(last_sign(value) for _, value in node.entries)
    if isinstance(node, SpelledList) and not node.in_brackets:
        return max(last_sign(item) for item in node.items)
    return node.end


def _read(event: yaml.Event, events: Iterator[yaml.Event]) -> Spelled:
    (start, column), in_brackets = _place(event.start_mark), bool(getattr(event, "flow_style", False))
    if isinstance(event, yaml.ScalarEvent):
        return SpelledText(start, _place(event.end_mark)[0], column, event.value, event.style or "")
    inner: list[Spelled] = []
    closing = yaml.SequenceEndEvent if isinstance(event, yaml.SequenceStartEvent) else yaml.MappingEndEvent
    while not isinstance(following := next(events), closing):
        inner.append(_read(following, events))
    end = _place(following.end_mark)[0]
    if closing is yaml.SequenceEndEvent:
        return SpelledList(start, end, column, in_brackets, tuple(inner))
    pairs = zip(inner[::2], inner[1::2], strict=True)
    entries = tuple((key, value) for key, value in pairs if isinstance(key, SpelledText))  # as `yaml_text` has seen to
    return SpelledMap(start, end, column, in_brackets, entries)


def _place(mark: object) -> tuple[int, int]:
    """Return how many signs stand before a mark of libyaml, in the text and on its line."""
    return getattr(mark, "index", 0), getattr(mark, "column", 0)
