"""Reads the entries of one mapping of strict YAML, key by key, and reports what is missing, odd or left over.

Reading always goes on: in place of an unreadable value stands an empty one, so that one pass finds all mistakes.
Nothing here knows what the entries mean.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from importlib import resources
from typing import TypeVar

from dialogs.model.script import Text
from dialogs.strict_yaml.problems import EnoughError, Finding, Problem, Problems, did_you_mean, quoted, render
from dialogs.strict_yaml.yaml_text import ListNode, MapNode, Node, TextNode, locate, read_yaml

NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_Word = TypeVar("_Word", bound=str)
_File = TypeVar("_File")


def read_file(text: str, what: str, read: "Callable[[Fields], _File]") -> tuple[_File | None, tuple[Problem, ...]]:
    """Return what ``read`` makes of the entries of a whole file, or nothing and all that is wrong with it.

    No text makes this raise, as long as ``read`` raises nothing of its own.
    """
    root, found = read_yaml(text)
    problems = Problems(found)
    file = None
    try:
        if isinstance(root, MapNode):
            file = read(Fields(root, what, problems))
        elif root:
            problems.add(Problem(root.line, root.column, "not-a-mapping", f"{what} consists of entries, `key: value`"))
    except EnoughError:
        pass
    return (None if problems else file), problems.told()


def read_shipped(package: str, name: str, read: "Callable[[Fields], _File]") -> _File:
    """Return what ``read`` makes of a file that comes with a package.

    Raises:
        ValueError: if there is a mistake in it, which is told.

    """
    written = resources.files(package).joinpath(name).read_text("utf-8")
    file, problems = read_file(written, name, read)
    if file is None:
        raise ValueError(f"{package}: {render(problems[0], name)}")
    return file


class Fields:
    """The entries of one mapping; whoever has read all it knows calls `done`, which reports the rest as unknown."""

    def __init__(self, node: MapNode, what: str, problems: Problems) -> None:
        self.node = node
        self._what = what
        self._problems = problems
        self._asked: set[str] = set()

    def __contains__(self, key: str) -> bool:
        return key in self.node.by_key

    @property
    def sound(self) -> bool:
        """Whether nothing wrong was found yet in the whole file."""
        return not self._problems

    def inner(self, node: Node, what: str) -> "Fields | None":
        """Return the entries of a mapping further in, or nothing, reported, where there is no mapping."""
        if isinstance(node, MapNode):
            return Fields(node, what, self._problems)
        self.report(node, "not-a-mapping", f"{what} consists of entries, `key: value`")
        return None

    def names(self) -> tuple[TextNode, ...]:
        """Return the keys as they were written."""
        return tuple(key for key, _ in self.node.entries)

    def is_mapping(self, key: str) -> bool:
        """Return whether a mapping stands there, where a word may stand as well."""
        return isinstance(self._value(key), MapNode)

    def mapping(self, key: str) -> "Fields | None":
        """Return an optional mapping further in."""
        node = self._get(key, needed=False)
        return None if node is None else self.inner(node, quoted(key))

    def word(self, key: str, otherwise: str | None = None) -> str:
        """Return a value of one line; it must be there unless ``otherwise`` is given."""
        node = self._get(key, needed=otherwise is None)
        return (otherwise or "") if node is None else self._word(node, key)

    def name(self, key: str) -> str:
        """Return a value that must be there and names the thing itself, as a key does elsewhere."""
        name = self.word(key)
        node = self._value(key)
        if name and isinstance(node, TextNode):
            self.check_name(node)
        return name

    def one_of(self, key: str, allowed: tuple[_Word, ...], otherwise: _Word | None = None) -> _Word:
        """Return one of the allowed words."""
        word = self.word(key, otherwise)
        for known in allowed:
            if word == known:
                return known
        if word:
            self.report_at(key, "unknown-value", f"{quoted(key)} is {quoted(word)}", did_you_mean(word, allowed))
        return allowed[0]

    def flag(self, key: str) -> bool:
        """Return whether an optional entry says ``yes`` or ``true``."""
        return self.one_of(key, ("no", "yes", "true", "false"), "no") in ("yes", "true")

    def number(self, key: str, otherwise: int, most: int) -> int:
        """Return an optional number from 1 up to ``most``."""
        word = self.word(key, str(otherwise))
        if re.fullmatch("[0-9]{1,4}", word) and 1 <= int(word) <= most:
            return int(word)
        if word:
            self.report_at(key, "bad-number", f"{quoted(key)} is {quoted(word)}", f"write a number from 1 to {most}")
        return otherwise

    def words(self, key: str, *, needed: bool = True) -> tuple[str, ...]:
        """Return a list of values of one line each."""
        node = self._get(key, needed=needed)
        return () if node is None else tuple(self._word(item, key) for item in self._list(node, key))

    def texts(self, key: str) -> tuple[str, ...]:
        """Return an optional text or list of texts, of any number of lines each."""
        node = self._get(key, needed=False)
        return () if node is None else self.texts_at(node, key)

    def texts_at(self, node: Node, key: str) -> tuple[str, ...]:
        """Return the text or the list of texts that stands further in."""
        items = self._list(node, key) if isinstance(node, ListNode) else (node,)
        return tuple(self._wording(item, key) for item in items)

    def items(self, key: str) -> tuple[Node, ...]:
        """Return a list that must be there, unread."""
        node = self._get(key, needed=True)
        return () if node is None else self._list(node, key)

    def text(self, key: str, *, needed: bool = True) -> Text:
        """Return a wording per language, empty where it could not be read."""
        return {language: self._wording(node, key) for language, node in self.entries(key, needed=needed)}

    def entries(self, key: str, *, needed: bool = True) -> Iterator[tuple[str, Node]]:
        """Yield the names and values of a mapping further in."""
        node = self._get(key, needed=needed)
        if node is None:
            return
        if not isinstance(node, MapNode):
            self.report(node, "not-a-mapping", f"{quoted(key)} consists of entries", "write {name: value, name: value}")
            return
        if not node.entries:
            self.report(node, "empty", f"{quoted(key)} is empty")
        for name, value in node.entries:
            self.check_name(name)
            yield name.text, value

    def done(self) -> None:
        """Report every key that nobody has read."""
        for key in self.names():
            if key.text not in self._asked:
                remedy = did_you_mean(key.text, self._asked)
                self.report(key, "unknown-key", f"{self._what} has no {quoted(key.text)}", remedy)

    def judge(self, findings: Iterable[Finding]) -> None:
        """Add findings whose paths begin at these entries."""
        for finding in findings:
            self._problems.add(locate(finding, self.node))

    def report(self, node: Node, code: str, message: str, remedy: str = "") -> None:
        """Add a problem at this node."""
        self._problems.add(Problem(node.line, node.column, code, message, remedy))

    def report_at(self, key: str, code: str, message: str, remedy: str = "") -> None:
        """Add a problem at the value of this key."""
        self.report(self._value(key) or self.node, code, message, remedy)

    def _get(self, key: str, *, needed: bool) -> Node | None:
        self._asked.add(key)
        if needed and key not in self:
            self.report(self.node, "missing-key", f"{self._what} needs {quoted(key)}", f"add {quoted(key + ':')}")
        return self._value(key)

    def _value(self, key: str) -> Node | None:
        return self.node.by_key[key][1] if key in self else None

    def check_name(self, name: TextNode) -> None:
        """Report a key that cannot name a step, a slot or a choice."""
        if not NAME.fullmatch(name.text):
            message = f"{quoted(name.text)} cannot be a name"
            self.report(name, "bad-name", message, "use small letters, digits and hyphens, 40 at most")

    def _list(self, node: Node, key: str) -> tuple[Node, ...]:
        if isinstance(node, ListNode) and node.items:
            return node.items
        self.report(node, "not-a-list", f"{quoted(key)} is a list", "write [one, two], or one `- item` a line")
        return ()

    def _word(self, node: Node, key: str) -> str:
        word = self._wording(node, key)
        if "\n" not in word:
            return word
        self.report(node, "line-break", f"{quoted(key)} takes one line")
        return ""

    def _wording(self, node: Node, key: str) -> str:
        if not isinstance(node, TextNode):
            self.report(node, "not-a-text", f"{quoted(key)} takes a text here", "put it in quotes if it holds { or [")
            return ""
        if not node.text.strip():
            self.report(node, "empty", f"{quoted(key)} is empty")
        return node.text.strip()
