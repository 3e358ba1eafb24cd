"""Strict YAML: text in, nodes with their places out, and all that is refused as problems.

Every scalar stays the text that was written: ``no`` is not False and ``0123`` is not 83. What could surprise a reader
or burden the machine is refused: repeated keys, anchors, aliases, tags, merge keys, a second document, deep nesting,
large files, invisible characters. This module knows nothing of scripts.

The events of YAML come from libyaml: the parser that PyYAML has in Python takes minutes for some texts of 256 kB and
words its errors differently, so it does not stand in.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import yaml
from yaml import CSafeLoader

from dialogs.strict_yaml.problems import EnoughError, Finding, Problem, Problems, quoted
from dialogs.strict_yaml.yaml_errors import meaning

MOST_BYTES = 256 * 1024
DEEPEST = 20

# What YAML itself does not allow, line ends that few editors know, and the controls that make a line read differently
# from what it holds.
_INVISIBLE = re.compile(
    "[^\t\n\r\x20-\x7e\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]|[\u2028-\u202e\u2066-\u2069\ufeff]"
)


@dataclass(frozen=True, slots=True)
class TextNode:
    """A scalar, as it was written."""

    line: int
    column: int
    text: str


@dataclass(frozen=True, slots=True)
class ListNode:
    """A sequence."""

    line: int
    column: int
    items: tuple["Node", ...]


@dataclass(frozen=True)
class MapNode:
    """A mapping, in the order it was written."""

    line: int
    column: int
    entries: tuple[tuple[TextNode, "Node"], ...]
    """No two have the same key."""

    @cached_property
    def by_key(self) -> Mapping[str, tuple[TextNode, "Node"]]:
        """The same entries by the text of their key."""
        return {entry[0].text: entry for entry in self.entries}


Node = TextNode | ListNode | MapNode


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line and a column, both counted from 1."""

    line: int
    column: int


def read_yaml(text: str) -> tuple[Node | None, tuple[Problem, ...]]:
    """Return the one document in the text, and what is wrong with it.

    With problems there may still be a node, so that later checks can report theirs too; it must not be used
    otherwise. No text makes this raise.
    """
    if refusal := _too_large(text):
        return None, (refusal,)
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if refusal := _invisible(text):
        return None, (refusal,)
    problems = Problems()
    node = _Reader(text, problems).document()
    return node, problems.told()


def without_invisible(text: str) -> str:
    """Return a text without the characters that no text may hold."""
    return _INVISIBLE.sub("", text)


def locate(finding: Finding, root: Node) -> Problem:
    """Return the finding as a problem at the deepest part of its path that the text has.

    A scalar is found where its text begins, anything else where its key does.
    """
    found: Node = root
    node: Node | None = root
    for name in finding.path:
        key, node = _child(node, name)
        if node is None:
            break
        found = node if isinstance(node, TextNode) else key or node
    return Problem(found.line, found.column, finding.code, finding.message, finding.remedy)


def _child(node: Node | None, name: str) -> tuple[TextNode | None, Node | None]:
    if isinstance(node, MapNode):
        return node.by_key.get(name, (None, None))
    if isinstance(node, ListNode) and name.isdecimal() and int(name) < len(node.items):
        return None, node.items[int(name)]
    return None, None


def _too_large(text: str) -> Problem | None:
    size = len(text.encode("utf-8", "surrogatepass"))
    if size <= MOST_BYTES:
        return None
    return Problem(1, 1, "too-large", f"the file has {size} bytes, {MOST_BYTES} are allowed", "split it")


def _invisible(text: str, within: Place | None = None) -> Problem | None:
    """Find a character that cannot be seen; ``within`` is the place of a scalar that wrote it as an escape."""
    match = _INVISIBLE.search(text)
    if not match:
        return None
    where = within or _end(text[: match.start()])
    message = f"the character {quoted(match[0])} cannot be seen"
    return Problem(where.line, where.column, "invisible", message, "remove it")


def _end(text: str) -> Place:
    return Place(text.count("\n") + 1, len(text) - text.rfind("\n"))


def _alias(event: yaml.Event) -> str:
    return f"*{getattr(event, 'anchor', '')}"


class _Reader:
    """Builds nodes from PyYAML's events, which keep their places and cost no recursion of their own."""

    def __init__(self, text: str, problems: Problems) -> None:
        self._problems = problems
        self._events: Iterator[yaml.Event] = yaml.parse(text, Loader=CSafeLoader)
        self._place = Place(1, 1)
        self._end = _end(text.rstrip())

    def document(self) -> Node | None:
        try:
            try:
                return self._document()
            except yaml.MarkedYAMLError as error:
                self._syntax(error)
        except EnoughError:
            pass
        return None

    def _document(self) -> Node | None:
        self._next()  # the stream begins
        if isinstance(self._next(), yaml.StreamEndEvent):
            self._report("empty", "there is nothing in this file")
            return None
        node = self._node(self._next(), 1)
        self._next()  # the document ends
        if not isinstance(self._next(), yaml.StreamEndEvent):
            self._report("second-document", "a file holds one document", "remove `---` and what follows")
        return node

    def _next(self) -> yaml.Event:
        event = next(self._events)
        if event.start_mark:
            self._place = self._at(event.start_mark.line, event.start_mark.column)
        return event

    def _at(self, line: int, column: int) -> Place:
        """Return the place of a mark; libyaml sets some, such as that of a value left out, behind the last line."""
        end = self._end
        if line + 1 > end.line or (line + 1 == end.line and column >= end.column):
            return end
        return Place(line + 1, column + 1)

    def _node(self, event: yaml.Event, depth: int) -> Node:
        if depth > DEEPEST:
            self._report("too-deep", f"nested more than {DEEPEST} levels deep", "make it flatter")
            raise EnoughError
        self._refuse_references(event)
        here = self._place
        if isinstance(event, yaml.SequenceStartEvent):
            return ListNode(here.line, here.column, tuple(self._items(depth)))
        if isinstance(event, yaml.MappingStartEvent):
            return MapNode(here.line, here.column, tuple(self._entries(depth)))
        return self._text(event)

    def _text(self, event: yaml.Event) -> TextNode:
        if not isinstance(event, yaml.ScalarEvent):
            return TextNode(self._place.line, self._place.column, _alias(event))
        text = event.value
        # What is written as it is was looked at with the whole text; only an escape can hold more.
        if event.style == '"' and (hidden := _invisible(text, self._place)):
            self._problems.add(hidden)
        return TextNode(self._place.line, self._place.column, text)

    def _items(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := self._next(), yaml.SequenceEndEvent):
            yield self._node(event, depth + 1)

    def _entries(self, depth: int) -> Iterator[tuple[TextNode, Node]]:
        seen: dict[str, int] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            here = self._place
            key = self._key(event, depth)
            if key and key.text in seen:
                message = f"{quoted(key.text)} was already given on line {seen[key.text]}"
                self._report("repeated-key", message, "keep one of them", here)
            value = self._node(self._next(), depth + 1)
            if key and key.text not in seen:
                seen[key.text] = key.line
                yield key, value

    def _key(self, event: yaml.Event, depth: int) -> TextNode | None:
        here = self._place
        key = self._node(event, depth + 1)
        if not isinstance(key, TextNode):
            self._report("bad-key", "a key must be a word", "put the braces or brackets in quotes", here)
            return None
        if key.text == "<<":
            self._report("merge-key", "`<<` is not used here", "write the entries out", here)
            return None
        return key

    def _refuse_references(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.AliasEvent):
            self._report("alias", f"{quoted(_alias(event))} is an alias", "write it out, or put it in quotes")
            return
        if getattr(event, "anchor", None):
            self._report("anchor", "anchors (`&name`) are not used here", "remove it, or put the text in quotes")
        if getattr(event, "tag", None):
            self._report("tag", "tags (`!name`) are not used here", "remove it, or put the text in quotes")

    def _syntax(self, error: yaml.MarkedYAMLError) -> None:
        problem, context = error.problem_mark, error.context_mark
        where = self._at(problem.line, problem.column) if problem else self._place
        if where == self._end and context:
            where = self._at(context.line, context.column)  # what is never closed is looked for where it was opened
        self._report("syntax", *meaning(error.context, error.problem), where)

    def _report(self, code: str, message: str, remedy: str = "", where: Place | None = None) -> None:
        where = where or self._place
        self._problems.add(Problem(where.line, where.column, code, message, remedy))
